"""The night run takes what lies whole in the inbox, and every run brings the receipts up to date."""

import zipfile
from pathlib import Path

import pytest

from flows.ingest import ingest
from perfeval_core.doctor import problems
from perfeval_core.door import Sender, take_in
from perfeval_core.dropfolder import DropReceipt, Outbox
from perfeval_core.extraction.extractor import Extractor
from perfeval_core.site import Site
from tests.helpers.running import run
from tests.helpers.samples import sample


def dropped(here: Site, name: str, content: bytes) -> Path:
    path = here.settings.drop_folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def receipt(here: Site, name: str) -> DropReceipt:
    found = Outbox(here.settings.drop_receipts).read(name)
    assert found is not None
    return found


def test_the_night_run_takes_what_is_whole_and_answers(here: Site) -> None:
    dropped(here, "platform/102001/好.pdf", sample("图书馆").read_bytes())
    dropped(here, "platform/102001/副本.pdf", sample("图书馆").read_bytes())
    dropped(here, "platform/102002/密.pdf", sample("公路").read_bytes())
    growing = dropped(here, "platform/102003/慢.pdf", b"%PDF-")
    with growing.open("ab"):
        summary = ingest(home=str(here.settings.home), inbox=True)
    assert (summary.received, summary.known, summary.reports) == (3, 1, 1)
    for name in ("好", "副本"):
        assert receipt(here, f"platform/102001/{name}.pdf").status == "done"
    locked = receipt(here, "platform/102002/密.pdf")
    assert (locked.status, locked.files[0].reason) == ("quarantined", "encrypted")
    assert Outbox(here.settings.drop_receipts).read("platform/102003/慢.pdf") is None
    again = ingest(home=str(here.settings.home), inbox=True)
    assert (again.received, again.reports, again.files[0].path) == (1, 0, "platform/102003/慢.pdf")
    assert list(problems(here)) == []


def test_a_run_without_an_inbox_has_nothing_to_collect(here: Site) -> None:
    assert ingest(home=str(here.settings.home), inbox=True).received == 0


@pytest.mark.parametrize("lost", [False, True])
def test_why_a_member_is_refused_is_known_to_whichever_run_reads_it(here: Site, tmp_path: Path, lost: bool) -> None:
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w") as content:
        content.writestr("../外面.pdf", sample("禁毒").read_bytes())
    if lost:  # the one who took it in is gone before anybody reads
        extractor = Extractor()
        assert len(list(take_in(here, extractor, str(archive), archive.read_bytes(), Sender("inbox")))) == 1
        extractor.close()
        summary = run(here)
    else:
        summary = run(here, archive)
    assert [(line.status, line.reason) for line in summary.files] == [("quarantined", "unsupported")]
