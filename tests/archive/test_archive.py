"""The archive keeps bytes, tells damage, and shows nothing half written."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest

from perfeval_core.archive import Archive, ArchiveDamaged, NotArchived
from perfeval_core.domain.dossier import Dossier, report_id, report_version
from perfeval_core.domain.findings import CheckedFiling

SHA = sha256("自评报告".encode()).hexdigest()


@pytest.fixture(params=["folder", "memory"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Archive]:
    """An archive in a folder, and one under another kind of URL."""
    yield Archive(str(tmp_path / "archive") if request.param == "folder" else f"memory://{uuid4().hex}")


def dossier() -> Dossier:
    filing = CheckedFiling(
        index=1,
        first_page=1,
        last_page=8,
        status="extracted",
        form="analysis_report",
        title="项目支出绩效自评分析报告",
        at={"title": {"page": 1, "bbox": (72.1, 90.0, 300.33, 110.5)}},
        scores=None,
        findings=(),
    )
    return Dossier(
        report_id=report_id(SHA, 1),
        report_version=report_version(SHA, 1, "1", "1", "r"),
        file_sha256=SHA,
        file_name="自评.pdf",
        media_type="application/pdf",
        pages=8,
        reader_version="1",
        engine_version="1",
        ruleset_hash="r",
        report=filing,
    )


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n\x00\xff", b"x" * 3_000_000])
def test_what_is_put_comes_back(archive: Archive, content: bytes) -> None:
    address = archive.put(content)
    assert address == sha256(content).hexdigest()
    assert archive.has(address)
    assert archive.get(address) == content


def test_same_bytes_are_kept_once(archive: Archive) -> None:
    assert archive.put(b"one") == archive.put(b"one")
    archive.put(b"two")
    assert sorted(archive.originals()) == sorted(sha256(content).hexdigest() for content in (b"one", b"two"))


def test_an_untouched_file_is_not_written_again(tmp_path: Path) -> None:
    archive = Archive(str(tmp_path))
    stored = path_of(tmp_path, archive.put(b"one"))
    before = stored.stat()
    archive.put(b"one")
    assert (stored.stat().st_ino, stored.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_dossier_comes_back_whole_under_an_address_that_follows_from_it(archive: Archive) -> None:
    address = archive.put_dossier(dossier())
    assert archive.put_dossier(dossier()) == address
    assert archive.has_dossier(address)
    assert not archive.has(address)
    assert archive.get_dossier(address) == dossier()
    assert list(archive.dossiers()) == [address]
    assert list(archive.originals()) == []


def test_damage_is_told_and_healed_by_the_right_bytes(tmp_path: Path) -> None:
    archive = Archive(str(tmp_path))
    address = archive.put(b"the original")
    path_of(tmp_path, address).write_bytes(b"the orig")
    with pytest.raises(ArchiveDamaged, match=rf"{address}: 8 bytes with sha256"):
        archive.get(address)
    archive.put(b"the original")
    assert archive.get(address) == b"the original"


def test_what_was_never_put_is_not_there(archive: Archive) -> None:
    assert not archive.has(SHA)
    with pytest.raises(NotArchived, match=SHA):
        archive.get(SHA)
    with pytest.raises(NotArchived):
        archive.get_dossier(SHA)


@pytest.mark.parametrize("address", ["", "../../etc/passwd", SHA[:-1], SHA.upper(), SHA + "\n"])
def test_only_a_hash_is_an_address(archive: Archive, address: str) -> None:
    with pytest.raises(ValueError, match="sha256"):
        archive.get(address)


def test_a_write_that_was_cut_short_is_never_seen(tmp_path: Path) -> None:
    archive = Archive(str(tmp_path))
    archive.put(b"whole")
    (tmp_path / "incoming" / "left-by-a-dead-process").write_bytes(b"wh")
    assert list(archive.originals()) == [sha256(b"whole").hexdigest()]


def put_all(folder: str) -> list[str]:
    archive = Archive(folder)
    return [archive.put(str(n).encode() * 1000) for n in range(50)]


def test_two_processes_may_put_the_same_bytes_at_once(tmp_path: Path) -> None:
    with ProcessPoolExecutor(2) as pool:
        first, second = pool.map(put_all, [str(tmp_path)] * 2)
    assert first == second
    archive = Archive(str(tmp_path))
    assert sorted(archive.originals()) == sorted(first)
    assert [archive.get(address) for address in first] == [str(n).encode() * 1000 for n in range(50)]
    assert list((tmp_path / "incoming").iterdir()) == []


def path_of(folder: Path, address: str) -> Path:
    return folder / "originals" / address[:2] / address[2:4] / address
