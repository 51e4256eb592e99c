"""Archives: members are files of their own, and nothing in an archive reaches the disk."""

import hashlib
import io
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval_core.extraction.extractor import Extractor
from perfeval_core.reading.archives import MAX_MEMBERS, Member, from_bytes, to_bytes
from tests.makers import make
from tests.makers.example import ANALYSIS, FORM
from tests.makers.office import excel, word

EXCEL, WORD = excel(FORM).data, word(ANALYSIS).data


def packed(members: dict[str, bytes], encoding: str | None = None) -> bytes:
    """An archive; with an ``encoding`` names are stored in it without saying so, as old programs do."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name if encoding is None else _as_cp437(name, encoding), content)
    data = out.getvalue()
    return data if encoding is None else _without_utf8_flag(data, members, encoding)


def _as_cp437(name: str, encoding: str) -> str:
    return name.encode(encoding).decode("cp437")


def _without_utf8_flag(data: bytes, members: dict[str, bytes], encoding: str) -> bytes:
    """``zipfile`` stores what is not ASCII as UTF-8; what it made of our letters is put back to one byte each."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            name = info.filename.encode("cp437")
            plain = zipfile.ZipInfo("x" * len(name))
            new.writestr(plain, old.read(info))
    result = out.getvalue()
    for name in members:
        raw = name.encode(encoding)
        result = result.replace(b"x" * len(raw), raw, 1).replace(b"x" * len(raw), raw, 1)
    return result


def test_members_are_files_of_their_own(extractor: Extractor) -> None:
    pdf = make(FORM).pdf
    data = packed({"2024/甲.xlsx": EXCEL, "2024/乙.docx": WORD, "丙.pdf": pdf, "读我.txt": "说明".encode()})
    files = extractor.extract_all(data, "in/a.zip")
    assert [(file.path, file.status, file.reason) for file in files] == [
        ("in/a.zip!/2024/甲.xlsx", "extracted", None),
        ("in/a.zip!/2024/乙.docx", "extracted", None),
        ("in/a.zip!/丙.pdf", "extracted", None),
        ("in/a.zip!/读我.txt", "quarantined", "not_a_document"),
    ]
    assert files[2].sha256 == hashlib.sha256(pdf).hexdigest()


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_without_a_flag(encoding: str, extractor: Extractor) -> None:
    data = packed({"自评表-云岭市.xlsx": EXCEL}, encoding)
    (file,) = extractor.extract_all(data, "a.zip")
    assert (file.path, file.status) == ("a.zip!/自评表-云岭市.xlsx", "extracted")


@pytest.mark.parametrize("data", [EXCEL, WORD, b"%PDF-1.7 nothing"], ids=["xlsx", "docx", "pdf"])
def test_a_document_is_no_archive(data: bytes, extractor: Extractor) -> None:
    assert extractor.members(data) is None
    assert extractor.extract_all(data, "one") == (extractor.extract(data, "one"),)


@pytest.mark.parametrize(
    "name", ["../../evil.xlsx", "/etc/evil.xlsx", "C:\\evil.xlsx", "a/../../evil.xlsx", "..\\evil.xlsx"]
)
def test_a_path_that_leads_outside_is_refused(name: str, extractor: Extractor, tmp_path: Path) -> None:
    good, evil = extractor.extract_all(packed({"好.xlsx": EXCEL, name: EXCEL}), "a.zip")
    assert good.status == "extracted"
    assert (evil.status, evil.reason) == ("quarantined", "unsupported")
    assert ".." not in evil.path and "路径" in (evil.detail or "")
    assert not list(tmp_path.parent.rglob("evil*"))


def test_what_systems_leave_behind_is_left_out(extractor: Extractor) -> None:
    rubbish = {"__MACOSX/._a.xlsx": b"x", ".DS_Store": b"x", "Thumbs.db": b"x", "夹/~$表.docx": b"x"}
    assert len(extractor.extract_all(packed({**rubbish, "表.xlsx": EXCEL}), "a.zip")) == 1
    (nothing,) = extractor.extract_all(packed(rubbish), "a.zip")
    assert (nothing.path, nothing.reason) == ("a.zip", "empty")


def test_an_archive_in_an_archive_is_refused(extractor: Extractor) -> None:
    (file,) = extractor.extract_all(packed({"b.zip": packed({"表.xlsx": EXCEL})}), "a.zip")
    assert (file.path, file.reason) == ("a.zip!/b.zip", "unsupported")
    assert "压缩包" in (file.detail or "")
    assert extractor.extract(packed({"表.xlsx": EXCEL}), "a.zip").reason == "unsupported"


def test_a_member_with_a_password(extractor: Extractor) -> None:
    data = bytearray(packed({"表.xlsx": EXCEL}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(signature) + offset
        flags = struct.unpack_from("<H", data, at)[0]
        struct.pack_into("<H", data, at, flags | 1)
    (file,) = extractor.extract_all(bytes(data), "a.zip")
    assert (file.path, file.status, file.reason) == ("a.zip!/表.xlsx", "quarantined", "encrypted")


def test_bombs_are_refused(extractor: Extractor) -> None:
    (large,) = extractor.extract_all(packed({f"{n}.pdf": bytes(90_000_000) for n in range(4)}), "a.zip")
    assert (large.path, large.status, large.reason) == ("a.zip", "quarantined", "too_large")
    (many,) = extractor.extract_all(packed({f"{n}.pdf": b"" for n in range(MAX_MEMBERS + 1)}), "a.zip")
    assert (many.path, many.reason) == ("a.zip", "resource_limit")
    assert extractor.extract(EXCEL, "next.xlsx").status == "extracted"


def test_a_size_that_lies(extractor: Extractor) -> None:
    """The directory says ten bytes, the data says a hundred million."""
    data = bytearray(packed({"a.pdf": bytes(100_000_000)}))
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, 10)
    (file,) = extractor.extract_all(bytes(data), "a.zip")
    assert file.status == "quarantined"


def test_damaged_archives(extractor: Extractor) -> None:
    data = packed({"甲.xlsx": EXCEL, "乙.xlsx": EXCEL})
    (cut,) = extractor.extract_all(data[: len(data) // 2], "a.zip")
    assert (cut.path, cut.reason) == ("a.zip", "damaged")
    scratched = data[:100] + bytes(40) + data[140:]
    first, second = extractor.extract_all(scratched, "a.zip")
    assert (first.reason, second.status) == ("damaged", "extracted")


@given(st.lists(st.builds(Member, st.text(), st.binary(), st.none() | st.just("damaged"), st.none() | st.text())))
def test_members_travel_unchanged(found: list[Member]) -> None:
    assert list(from_bytes(to_bytes(tuple(found)))) == found
