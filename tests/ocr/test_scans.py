"""Reports read from scans of them: nearly all cells right, and none wrong without a warning."""

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from perfeval_core.domain.filing import ExtractedFile, Filing
from perfeval_core.domain.place import CERTAIN, places
from perfeval_core.extraction.extractor import Extractor
from perfeval_core.reading.ocr.recogniser import installed
from tests.extraction.comparing import ROWS, sure_errors
from tests.extraction.descriptions import look, report
from tests.helpers.truth import CORPUS, needs_corpus
from tests.makers import Made, compiled, make
from tests.makers.example import ANALYSIS, FORM

pytestmark = pytest.mark.skipif(not installed(), reason="needs pip install 'perfeval[ocr]'")
pytest.importorskip("cv2", reason="needs pip install 'perfeval[ocr]'")
from tests.makers.scanned import Scan, any_scan, scan  # noqa: E402 - only with the extra

ENOUGH = 0.98


def right(truth: dict[str, Any], read: Filing) -> float:
    """The share of the cells with text that were read exactly."""
    known = exact = 0
    for kind in ROWS:
        rows = list(getattr(read, kind))
        for index, row in enumerate(truth.get(kind, ())):
            for field, value in row.items():
                if isinstance(value, str) and value:
                    known += 1
                    exact += index < len(rows) and getattr(rows[index], field) == value
    return exact / known


def read(made: Made, extractor: Extractor) -> ExtractedFile:
    return extractor.extract(made.pdf, "扫描件.pdf")


def check(truth: dict[str, Any], filing: Filing) -> None:
    """No silent error, enough cells right, and each of them from the picture."""
    plain = {"goals": [], "sections": [], **truth}
    assert sure_errors(plain, filing if truth.get("goals") else filing.model_copy(update={"goals": ()})) == []
    assert right(truth, filing) >= ENOUGH
    for row in (*filing.budget, *filing.indicators):
        assert all(place.route == "ocr" for at in row.at.values() for place in places(at))


@pytest.mark.parametrize(
    "how",
    [
        pytest.param(Scan(dpi=150, skew=1.4, noise=8, quality=60), id="coarse-askew"),
        pytest.param(Scan(dpi=200, skew=-1.0, paper=215, ink=60, gray=True), id="grey-paper"),
        pytest.param(Scan(dpi=300, skew=0.2, quality=45, seal=(0.5, 0.45)), id="sealed"),
    ],
)
def test_a_form_is_read_from_a_scan(how: Scan, extractor: Extractor) -> None:
    made = scan(make(FORM), how)
    [filing] = read(made, extractor).reports
    check(made.truth[0], filing)


def test_what_a_seal_covers_is_for_a_person(extractor: Extractor) -> None:
    clean, sealed = (scan(make(FORM), Scan(skew=0.0, seal=where)) for where in (None, (0.5, 0.45)))
    [bare], [covered] = read(clean, extractor).reports, read(sealed, extractor).reports
    assert doubts(covered) > doubts(bare)
    assert covered.status == "partial"


def doubts(filing: Filing) -> int:
    found = [place for row in filing.indicators for at in row.at.values() for place in places(at)]
    return sum(place.confidence < CERTAIN for place in found)


def test_places_are_those_of_the_page_as_displayed(extractor: Extractor) -> None:
    """In a page that lies askew a cell's place is where its text is seen, not where it would be on a level page."""
    level, askew = (scan(make(FORM), Scan(dpi=200, skew=skew)) for skew in (0.0, 1.4))
    [straight], [turned] = read(level, extractor).reports, read(askew, extractor).reports
    for one, other in zip(straight.indicators, turned.indicators, strict=True):
        [here], [there] = one.where("name"), other.where("name")
        apart = [b - a for a, b in zip(here.bbox, there.bbox, strict=True)]
        width, height = 595, 842
        x, y = (here.bbox[0] + here.bbox[2]) / 2 - width / 2, (here.bbox[1] + here.bbox[3]) / 2 - height / 2
        lean = 0.02443  # the sine of 1.4°; a positive angle turns against the clock
        assert apart[0] == pytest.approx(lean * y, abs=2.0)
        assert apart[1] == pytest.approx(-lean * x, abs=2.0)


def test_a_report_of_several_pages_is_read_from_a_scan(extractor: Extractor) -> None:
    made = scan(make(ANALYSIS), Scan(dpi=200, skew=0.7))
    file = read(made, extractor)
    [filing] = file.reports
    check(made.truth[0], filing)
    assert file.pages == made.pages
    assert [one.heading for one in filing.sections] == [one["heading"] for one in made.truth[0]["sections"]]


def test_a_mixed_file_is_read_page_by_page(extractor: Extractor) -> None:
    made = compiled([make(FORM), scan(make(FORM), Scan(dpi=200))])
    first, second = read(made, extractor).reports
    assert {place.route for at in first.at.values() for place in places(at)} == {"text"}
    assert {place.route for at in second.at.values() for place in places(at)} == {"ocr"}
    check(made.truth[1], second)
    assert first.status == "extracted"


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_any_report_on_any_scanner_is_never_read_wrongly_in_silence(seed: int, extractor: Extractor) -> None:
    random = Random(seed)
    made = scan(make(report(random), "reportlab", look(random)), any_scan(random, worst=True))
    for one, filing in zip(made.truth, read(made, extractor).reports, strict=False):
        assert sure_errors(one, filing) == []


def corpus_files() -> list[Any]:
    if CORPUS is None:
        return []
    folders = ("scan", "scan_form", "notounicode", "parttounicode")
    found = [path for folder in folders for path in sorted((Path(CORPUS) / folder).glob("*.pdf"))]
    return [pytest.param(path, id=f"{path.parent.name}/{path.name}") for path in found]


@needs_corpus
@pytest.mark.parametrize("path", corpus_files())
def test_the_corpus_is_read_from_pictures(path: Path, extractor: Extractor) -> None:
    truth = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    file = extractor.extract(path.read_bytes(), path.name)
    for one, filing in zip(truth["reports"], file.reports, strict=True):
        check(one, filing)
