"""Old Word and Excel files, by LibreOffice where it is installed, else by name."""

import subprocess
import tempfile
from pathlib import Path

import pytest

from perfeval_core.extraction import extractor as module
from perfeval_core.extraction.extractor import Extractor
from perfeval_core.reading.office.convert import converter
from tests.extraction.comparing import report_differences
from tests.makers.example import ANALYSIS, FORM
from tests.makers.office import MadeOffice, excel, word

needs_libreoffice = pytest.mark.skipif(converter() is None, reason="LibreOffice is not installed")


def old(made: MadeOffice, new: str, kind: str) -> bytes:
    """The same document in the old format."""
    program = converter()
    assert program is not None
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, f"made.{new}")
        source.write_bytes(made.data)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [program, profile, "--headless", "--convert-to", kind, "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return Path(folder, f"made.{kind}").read_bytes()


@needs_libreoffice
@pytest.mark.slow
@pytest.mark.parametrize(
    ("made", "new", "kind", "media_type"),
    [
        (word(ANALYSIS), "docx", "doc", "application/msword"),
        (excel(FORM), "xlsx", "xls", "application/vnd.ms-excel"),
    ],
    ids=["doc", "xls"],
)
def test_old_files_are_converted(made: MadeOffice, new: str, kind: str, media_type: str, extractor: Extractor) -> None:
    file = extractor.extract(old(made, new, kind), f"made.{kind}")
    assert (file.status, file.media_type, file.pages) == ("extracted", media_type, None)
    assert report_differences(made.truth, file.reports) == []


@needs_libreoffice
@pytest.mark.slow
def test_a_broken_old_file_has_a_reason(extractor: Extractor) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "WordDocument".encode("utf-16-le") + bytes(5000)
    file = extractor.extract(data, "broken.doc")
    assert file.status == "quarantined"
    assert file.reason in ("damaged", "no_report_found", "timeout")


def test_without_libreoffice_the_advice_is_to_save_anew(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "converter", lambda: None)
    for stream, suffix in (("WordDocument", ".docx"), ("Workbook", ".xlsx")):
        data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le") + bytes(64)
        file = extractor.extract(data, "old")
        assert (file.status, file.reason) == ("quarantined", "unsupported")
        assert "请另存为" in (file.detail or "") and suffix in (file.detail or "")
