"""The committed samples are those of the descriptions, and what is expected of them is not stale."""

import json
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pypdfium2 as pdfium
import pytest

from tests.makers.description import HEADINGS
from tests.makers.samples import SAMPLES, Part, Sample, samples
from tests.makers.samples.__main__ import findings
from tests.makers.samples.readme import readme
from tests.makers.truth import fold, truth

EVERY = samples()
EXPECTED = json.loads((SAMPLES / "expected.json").read_text("utf-8"))
FILES: dict[str, dict[str, Any]] = {one["path"]: one for one in EXPECTED["files"]}
PARTS = [(sample, index, part) for sample in EVERY for index, part in enumerate(sample.parts, 1) if not sample.password]

each_sample = pytest.mark.parametrize("sample", EVERY, ids=lambda sample: sample.file)
each_part = pytest.mark.parametrize("sample, index, part", PARTS, ids=lambda value: getattr(value, "file", ""))


def test_the_folder_holds_these_files_and_no_others() -> None:
    names = {path.name for path in SAMPLES.iterdir()}
    assert (
        names == set(FILES) | {"expected.json", "README.md"} == {s.file for s in EVERY} | {"expected.json", "README.md"}
    )


def test_the_folder_is_small() -> None:
    assert sum(path.stat().st_size for path in SAMPLES.iterdir()) < 2_000_000


def test_the_readme_is_up_to_date() -> None:
    assert (SAMPLES / "README.md").read_text("utf-8") == readme(EVERY)


def test_all_producers_and_both_layouts_are_there() -> None:
    assert {part.producer for _, _, part in PARTS} == {"reportlab", "chromium", "libreoffice"}
    assert {part.report.form for _, _, part in PARTS} == {"analysis_report", "self_evaluation_form"}
    assert sorted(len(sample.parts) for sample in EVERY)[-2:] == [1, 2]


@each_sample
def test_what_is_expected_belongs_to_the_file(sample: Sample) -> None:
    expected = FILES[sample.file]
    assert expected["sha256"] == sha256((SAMPLES / sample.file).read_bytes()).hexdigest()
    assert expected["producers"] == [part.producer for part in sample.parts]
    assert expected["findings"] == findings(sample)


@each_sample
def test_pages_follow_one_another(sample: Sample) -> None:
    reports, ends = FILES[sample.file]["reports"], 0
    for report in reports:
        assert report["first_page"] == ends + 1
        ends = report["last_page"]
    assert ends == (FILES[sample.file]["pages"] or 0)
    if reports:
        assert ends == len(pdfium.PdfDocument(SAMPLES / sample.file))


@each_part
def test_the_truth_is_that_of_the_description(sample: Sample, index: int, part: Part) -> None:
    expected = FILES[sample.file]["reports"][index - 1]
    found = [section["page"] for section in expected["sections"]]
    pages = dict(zip((heading for _, heading in HEADINGS), found, strict=False))
    assert expected == truth(part.report, pages, expected["first_page"], expected["last_page"], index)


@each_part
def test_headings_stand_on_their_pages(sample: Sample, index: int, part: Part) -> None:
    document = pdfium.PdfDocument(SAMPLES / sample.file)
    for section in FILES[sample.file]["reports"][index - 1]["sections"]:
        lines = document[section["page"] - 1].get_textpage().get_text_range().splitlines()
        assert section["heading"] in {fold(line) for line in lines}


@pytest.mark.parametrize("sample", [s for s in EVERY if s.password], ids=lambda sample: sample.file)
def test_a_locked_file_opens_only_with_its_password(sample: Sample) -> None:
    with pytest.raises(pdfium.PdfiumError, match=r"(?i)password"):
        pdfium.PdfDocument(SAMPLES / sample.file)
    assert len(pdfium.PdfDocument(SAMPLES / sample.file, password=sample.password)) == 1


@each_part
def test_sums_are_wrong_only_where_that_is_a_finding(sample: Sample, index: int, part: Part) -> None:
    kinds, report = {finding.kind for finding in part.findings}, part.report
    stated = report.stated
    indicators = sum(Decimal(row.points) for row in report.indicators)
    assert stated.indicator_points is None or Decimal(stated.indicator_points) == indicators
    total = Decimal(stated.execution_points or "0") + indicators
    assert (Decimal(stated.total or "0") != total) == ("total_arithmetic" in kinds)
    weights = 10 + sum(Decimal(row.weight) for row in report.indicators)
    assert (weights != 100) == ("weights_sum" in kinds)
    assert any(Decimal(row.points) > Decimal(row.weight) for row in report.indicators) == ("score_over_weight" in kinds)
