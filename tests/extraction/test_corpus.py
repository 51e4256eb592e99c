"""The corpus: real reports as many producers print them, each with its truth beside it."""

import json
from pathlib import Path
from typing import Any

import pytest

from perfeval_core.domain.filing import ExtractedFile
from perfeval_core.domain.place import CERTAIN, places
from perfeval_core.extraction.extractor import Extractor
from perfeval_core.reading.ocr.recogniser import installed
from tests.extraction.comparing import report_differences, sure_errors
from tests.helpers.truth import CORPUS, needs_corpus

pytestmark = needs_corpus

READ_IN_FULL = (
    "lo_docx",
    "lo_docx_repeat",
    "chrome_ruled",
    "weasy_ruled",
    "rl_split",
    "rl_repeat",
    "rl_seal",
    "rl_rotate90",
    "rl_fullwidth",
    "chrome_all4",
    "mixed_all4",
    "form_xlsx",
    "form_rl",
    "form_chrome",
    "chrome_hline",
    "rl_borderless",
    "native",
)
"""Folders of which every file equals its truth."""

FOR_A_PERSON = {
    "notounicode": "garbled_text",
    "parttounicode": "garbled_text",
    "scan": "unsupported",
    "scan_form": "unsupported",
}
"""Folders whose text layer says nothing or cannot be trusted: what comes of them without recognition."""


def files(folders: tuple[str, ...]) -> list[Any]:
    """The documents in ``folders`` of the corpus; none without a corpus."""
    if CORPUS is None:
        return []
    found = [path for folder in folders for path in sorted((Path(CORPUS) / folder).iterdir()) if path.suffix != ".json"]
    return [pytest.param(path, id=f"{path.parent.name}/{path.name}") for path in found]


def read(path: Path, extractor: Extractor) -> tuple[ExtractedFile, dict[str, Any]]:
    """What was read, and the truth."""
    truth = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    return extractor.extract(path.read_bytes(), path.name), truth


@pytest.mark.parametrize("path", files(READ_IN_FULL))
def test_every_field_equals_the_truth(path: Path, extractor: Extractor) -> None:
    file, truth = read(path, extractor)
    assert (file.status, file.reason, file.pages) == ("extracted", None, truth["pages"])
    assert report_differences(truth["reports"], file.reports) == []
    assert [report.unclaimed for report in file.reports] == [()] * len(truth["reports"])


@pytest.mark.parametrize("path", files(READ_IN_FULL))
def test_every_cell_has_a_place_that_is_sure(path: Path, extractor: Extractor) -> None:
    file, _ = read(path, extractor)
    for report in file.reports:
        for row in (*report.budget, *report.indicators, *report.goals):
            fields = {name: value for name, value in row.model_dump(exclude={"at"}).items() if value}
            assert fields.keys() == row.at.keys()
            assert all(place.confidence >= CERTAIN for at in row.at.values() for place in places(at))


@pytest.mark.parametrize("path", files(("chrome_all4", "mixed_all4")))
def test_a_compiled_file_is_four_reports(path: Path, extractor: Extractor) -> None:
    file, truth = read(path, extractor)
    spans = [(report.index, report.first_page, report.last_page) for report in file.reports]
    assert spans == [(one["index"], one["first_page"], one["last_page"]) for one in truth["reports"]]
    assert len(spans) == 4
    assert spans[-1][2] == file.pages


@pytest.mark.parametrize("path", files(tuple(FOR_A_PERSON)))
def test_what_cannot_be_read_is_never_read_wrongly(path: Path, extractor: Extractor) -> None:
    file, truth = read(path, extractor)
    if installed():
        assert file.status == "partial"
        assert len(file.reports) == len(truth["reports"])
    else:
        assert (file.status, file.reason, file.reports) == ("quarantined", FOR_A_PERSON[path.parent.name], ())
        assert file.detail
    for one, report in zip(truth["reports"], file.reports, strict=False):
        assert sure_errors(one, report) == []
