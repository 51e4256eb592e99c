"""The drop folder with real files: what is whole goes to the ledger, each file gets its receipt, nothing is touched."""

import json
import os
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from perfeval_core.dropfolder import DropFolder, DropReceipt, Outbox, acknowledge
from perfeval_core.dropfolder.names import kind
from perfeval_core.extraction.extractor import Extractor
from perfeval_core.ledger import FileVersion
from perfeval_core.reading.sniff import MAX_BYTES
from perfeval_core.site import Site, site
from tests.helpers.samples import sample

PATIENCE = 60.0
SETTLE = 2.0


class Clock:
    """Seconds that pass only when they are told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Watched:
    """A site with an inbox, and a watcher that can be started anew."""

    def __init__(self, here: Site, extractor: Extractor) -> None:
        self.here, self.extractor, self.clock = here, extractor, Clock()
        self.inbox, self.outbox = here.settings.drop_folder, Outbox(here.settings.drop_receipts)
        self.inbox.mkdir()
        self.start()

    def start(self) -> None:
        self.folder = DropFolder(self.here, self.extractor, PATIENCE, self.clock)

    def drop(self, name: str, content: bytes | str) -> Path:
        path = self.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def looks(self) -> None:
        self.folder.look_everywhere()
        self.folder.take()

    def passes(self, seconds: float = SETTLE) -> list[str]:
        """The names of the files that were taken in after ``seconds``."""
        self.looks()
        self.clock.now += seconds
        return [one.path for one in self.folder.take()]

    def receipt(self, name: str) -> DropReceipt:
        found = self.outbox.read(name)
        assert found is not None, sorted(self.here.settings.drop_receipts.rglob("*"))
        return found

    def has_receipt(self, name: str) -> bool:
        return self.outbox.read(name) is not None


@pytest.fixture(scope="module")
def extractor() -> Iterator[Extractor]:
    one = Extractor()
    yield one
    one.close()


@pytest.fixture
def box(tmp_path: Path, extractor: Extractor) -> Watched:
    return Watched(site(tmp_path / "home"), extractor)


def test_a_file_that_rests_is_taken_with_what_its_folders_say(box: Watched) -> None:
    path = box.drop("platform/102001/报告.pdf", b"content")
    assert box.passes(SETTLE / 2) == []
    assert box.passes(SETTLE / 2) == ["platform/102001/报告.pdf"]
    assert path.read_bytes() == b"content"
    receipt = box.receipt("platform/102001/报告.pdf")
    assert (receipt.status, receipt.channel, receipt.unit, receipt.repeated) == (
        "received",
        "platform",
        "102001",
        False,
    )
    (file,) = receipt.files
    (given,) = box.here.ledger.receipts(file.submission)
    assert (given.name, given.channel) == (receipt.name, "platform")
    assert receipt.sha256 == file.submission
    assert box.here.archive.get(file.submission) == b"content"
    (event,) = box.here.ledger.events()
    assert json.loads(event.payload)["unit"] == "102001"
    assert box.passes() == []


def test_a_growing_file_and_one_that_is_open_for_writing_wait(box: Watched) -> None:
    path = box.drop("a.pdf", b"1")
    for _ in range(5):
        box.passes(SETTLE / 2)
        with path.open("ab") as file:
            file.write(b"1")
    with path.open("ab") as file:
        assert box.passes(SETTLE * 2) == []
        file.write(b"2")
    assert box.passes() == ["a.pdf"]
    assert box.here.archive.get(box.receipt("a.pdf").sha256 or "") == b"1111112"


def test_one_that_never_becomes_whole_is_named_until_it_is(box: Watched) -> None:
    part = box.drop("a.pdf.part", b"half")
    box.passes(PATIENCE)
    receipt = box.receipt("a.pdf.part")
    assert (receipt.status, receipt.sha256) == ("incomplete", None)
    assert "没有传完" in receipt.message
    part.rename(box.inbox / "a.pdf")
    assert box.passes() == ["a.pdf"]
    assert not box.has_receipt("a.pdf.part")
    assert box.receipt("a.pdf").status == "received"


def test_an_empty_file_is_given_time_to_be_filled(box: Watched) -> None:
    path = box.drop("a.pdf", b"")
    assert box.passes(SETTLE * 5) == []
    path.write_bytes(b"x")
    assert box.passes() == ["a.pdf"]
    box.drop("b.pdf", b"")
    assert box.passes(PATIENCE) == ["b.pdf"]


@pytest.mark.parametrize(
    "name, what",
    [
        ("报告.pdf", "file"),
        ("报告", "file"),
        ("~$报告.docx", "ignored"),
        (".报告.pdf.swp", "ignored"),
        ("Thumbs.db", "ignored"),
        ("a.PDF.TMP", "unfinished"),
        ("a.crdownload", "unfinished"),
        ("a.pdf.meta.json", "sidecar"),
        ("a.pdf.META.YML", "sidecar"),
    ],
)
def test_what_a_name_says(name: str, what: str) -> None:
    assert kind(name) == what


def test_what_was_missed_is_found_and_what_was_taken_is_not_taken_again(box: Watched) -> None:
    box.drop("a.pdf", b"a")
    box.passes()
    box.start()
    box.drop("b.pdf", b"b")
    assert box.passes() == ["b.pdf"]
    box.drop("a.pdf", b"changed")
    box.start()
    assert box.passes() == ["a.pdf"]
    assert len(box.here.ledger.submissions()) == 3


def test_the_same_bytes_under_two_names_are_one_submission_with_two_receipts(box: Watched) -> None:
    box.drop("x/1/a.pdf", b"same")
    box.drop("x/2/b.pdf", b"same")
    assert len(box.passes()) == 2
    a, b = box.receipt("x/1/a.pdf"), box.receipt("x/2/b.pdf")
    assert a.sha256 == b.sha256
    assert (a.repeated, b.repeated) == (False, True)
    (one,) = box.here.ledger.submissions()
    assert [given.name for given in box.here.ledger.receipts(one.sha256)] == ["x/1/a.pdf", "x/2/b.pdf"]


@pytest.mark.parametrize(
    "end, content",
    [
        (".meta.json", '{"submitted_by": "张三", "submitted_at": "2026-01-05T09:00:00", "unit": 102002}'),
        (".meta.yaml", "submitted_by: 张三\nsubmitted_at: 2026-01-05 09:00:00\nunit: 102002\n"),
    ],
)
def test_a_sidecar_says_who_when_and_which_unit(box: Watched, end: str, content: str) -> None:
    box.drop(f"x/1/a.pdf{end}", content)
    box.drop("x/1/a.pdf", b"a")
    assert box.passes() == ["x/1/a.pdf"]
    receipt = box.receipt("x/1/a.pdf")
    assert (receipt.submitted_by, receipt.submitted_at, receipt.unit, receipt.metadata_problem) == (
        "张三",
        "2026-01-05T09:00:00+08:00",
        "102002",
        None,
    )
    (given,) = box.here.ledger.receipts(receipt.sha256 or "")
    assert given.submitted_by == "张三"
    (event,) = box.here.ledger.events()
    said = json.loads(event.payload)
    assert (said["unit"], said["submitted_at"]) == ("102002", "2026-01-05T09:00:00+08:00")


def test_a_code_with_a_leading_zero_stays_what_it_is(box: Watched) -> None:
    box.drop("a.pdf.meta.yml", "unit: 012001")
    box.drop("a.pdf", b"a")
    box.passes()
    assert box.receipt("a.pdf").unit == "012001"


@pytest.mark.parametrize(
    "end, content, complaint",
    [
        (".meta.json", "{", "不能用"),
        (".meta.json", '{"who": "张三"}', "没有“who”这一项"),
        (".meta.json", "[" * 50_000, "不能用"),
        (".meta.yaml", "[" * 50_000, "不是合格的 YAML"),
        (".meta.yaml", "submitted_at: 昨天", "“submitted_at”的值不对"),
        (".meta.yaml", "- 张三", "不是一组"),
        (".meta.yaml", b"\xff\xfe\x00", "不是合格的 YAML"),
        (".meta.yaml", "a" * 70_000, "超过 64 KB"),
    ],
)
def test_a_broken_sidecar_is_said_and_the_file_taken(
    box: Watched, end: str, content: bytes | str, complaint: str
) -> None:
    box.drop(f"x/1/a.pdf{end}", content)
    box.drop("x/1/a.pdf", b"a")
    assert box.passes() == ["x/1/a.pdf"]
    receipt = box.receipt("x/1/a.pdf")
    assert receipt.metadata_problem is not None
    assert complaint in receipt.metadata_problem
    assert (receipt.unit, receipt.submitted_by) == ("1", None)


def test_a_sidecar_that_comes_late_changes_nothing_and_says_so(box: Watched) -> None:
    box.drop("x/1/a.pdf", b"a")
    box.passes()
    box.drop("x/1/a.pdf.meta.json", '{"submitted_by": "张三"}')
    box.passes()
    receipt = box.receipt("x/1/a.pdf")
    assert receipt.submitted_by is None
    assert "之后才到" in (receipt.metadata_problem or "")
    assert len(box.here.ledger.events()) == 1


def test_links_and_pipes_lead_nowhere(box: Watched, tmp_path: Path) -> None:
    secret = tmp_path / "secret.pdf"
    secret.write_bytes(b"secret")
    (box.inbox / "a.pdf").symlink_to(secret)
    (box.inbox / "folder").symlink_to(tmp_path)
    os.mkfifo(box.inbox / "b.pdf")
    box.drop("c.pdf", b"c")
    (box.inbox / "c.pdf.meta.json").symlink_to(secret)
    assert box.passes() == ["c.pdf"]
    assert "不能用" in (box.receipt("c.pdf").metadata_problem or "")


def test_a_file_above_the_limit_is_refused_without_being_read(box: Watched) -> None:
    with box.drop("a.pdf", b"a").open("ab") as file:
        file.truncate(MAX_BYTES + 1)
    assert box.passes() == []
    assert (box.receipt("a.pdf").status, box.here.ledger.submissions()) == ("refused", [])
    assert "超过 200 MB" in box.receipt("a.pdf").message


def test_names_that_are_long_or_not_utf8_have_receipts(box: Watched) -> None:
    long = "长" * 83 + ".pdf"
    box.drop(long, b"long")
    raw = os.fsencode(box.inbox) + "/自评报告.pdf".encode("gb18030")
    Path(os.fsdecode(raw)).write_bytes(b"gbk")
    assert sorted(box.passes()) == sorted([long, "自评报告.pdf"])
    assert box.receipt(long).name == long
    assert box.receipt("自评报告.pdf").status == "received"


def test_a_folder_that_comes_as_a_whole_is_looked_into(box: Watched) -> None:
    aside = box.here.settings.home / "aside"
    aside.mkdir()
    (aside / "a.pdf").write_bytes(b"a")
    aside.rename(box.inbox / "came")
    box.folder.look_at([box.inbox / "came"])
    box.clock.now += SETTLE
    assert [one.path for one in box.folder.take()] == ["came/a.pdf"]


def test_many_files_are_taken_in_portions(box: Watched) -> None:
    for number in range(7):
        box.drop(f"{number}.pdf", str(number))
    box.looks()
    box.clock.now += SETTLE
    assert [len(box.folder.take(3)) for _ in range(4)] == [3, 3, 1, 0]


def test_an_archive_has_one_receipt_that_names_its_members_and_their_ends(box: Watched, tmp_path: Path) -> None:
    made = tmp_path / "a.zip"
    with zipfile.ZipFile(made, "w") as archive:
        archive.write(sample("公共图书馆"), "good.pdf")
        archive.writestr("b.txt", "no document of ours")
    box.drop("x/1/a.zip", made.read_bytes())
    assert box.passes() == ["x/1/a.zip!/good.pdf", "x/1/a.zip!/b.txt"]
    leases = {one.name: one for one in box.here.ledger.claim("worker", 10, timedelta(minutes=1))}
    bad = leases["x/1/a.zip!/b.txt"]
    box.here.ledger.quarantine(bad, "unsupported", "不支持 .txt", FileVersion("1", "0" * 64))
    assert acknowledge(box.here, [bad.sha256]) == 1
    assert box.receipt("x/1/a.zip").status == "received"
    good = leases["x/1/a.zip!/good.pdf"]
    for state in ("read", "scored", "loaded", "validated", "queued"):
        good = box.here.ledger.advance(good, state)
    assert acknowledge(box.here, [good.sha256]) == 1
    receipt = box.receipt("x/1/a.zip")
    assert (receipt.status, [one.status for one in receipt.files]) == ("quarantined", ["done", "quarantined"])
    assert "b.txt：不支持 .txt" in receipt.message
    assert acknowledge(box.here, [good.sha256]) == 0


def test_a_receipt_that_was_not_brought_up_to_date_is_at_the_next_start(box: Watched) -> None:
    box.drop("a.pdf", b"a")
    box.passes()
    (lease,) = box.here.ledger.claim("worker", 10, timedelta(minutes=1))
    box.here.ledger.quarantine(lease, "not_a_document", "不是文档", FileVersion("1", "0" * 64))
    box.start()
    box.looks()
    assert box.receipt("a.pdf").status == "quarantined"


@pytest.mark.parametrize("name", ["/etc/passwd", "../../x", "", "a/../../b"])
def test_names_from_elsewhere_have_no_place_in_the_outbox(box: Watched, name: str) -> None:
    assert box.outbox.path(name) is None
    assert box.outbox.read(name) is None
