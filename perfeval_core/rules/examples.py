"""Runs the examples that every rule card brings along."""

from dataclasses import dataclass
from typing import Any

from perfeval_core.domain.filing import Filing
from perfeval_core.domain.findings import Finding, RuleFailure
from perfeval_core.domain.reference import OfficialFigures
from perfeval_core.extraction.parsing import parse
from perfeval_core.rulebook.model import Card, Example, Expected, RuleSet
from perfeval_core.rules.engine import check
from perfeval_core.rules.portfolio import check_portfolio
from perfeval_core.scoring.recompute import recompute

_REPORT = {
    "index": 1,
    "first_page": 1,
    "last_page": 1,
    "status": "extracted",
    "form": "analysis_report",
    "title": "示例",
}
_BUDGET = {"source": "合计"}
_INDICATOR = {"level1": "产出指标", "level2": "数量指标"}
_OFFICIAL = {
    "fiscal_year": 2024,
    "project_name": "示例",
    "sheet": "",
    "row": 2,
    "import_id": 1,
    "file_name": "清单.csv",
    "file_sha256": "0" * 64,
}
_SECTION = {"level": 1, "page": 1}


@dataclass(frozen=True)
class ExampleResult:
    """What came of one example; ``reason`` is empty if it went as the card says."""

    rule: str
    number: int
    outcome: str
    why: str
    reason: str

    @property
    def passed(self) -> bool:
        """Whether the rule did what the card says."""
        return not self.reason


def run_examples(ruleset: RuleSet) -> tuple[ExampleResult, ...]:
    """Runs the examples of every card that are written for the pack of ``ruleset``."""
    return tuple(
        ExampleResult(card.id, number, example.outcome, example.why, _deviation(card, example, ruleset))
        for card in ruleset.cards
        for number, example in enumerate(card.examples, start=1)
        if example.pack == ruleset.pack.id
    )


def _deviation(card: Card, example: Example, ruleset: RuleSet) -> str:
    findings, failures = _checked(card, example, ruleset.model_copy(update={"reference": _official(example)}))
    own_failures = [failure.error for failure in failures if failure.rule == card.id]
    if own_failures:
        return own_failures[0]
    found = [finding for finding in findings if finding.rule == card.id]
    if example.outcome != "fail":
        return f"found {_shown(found)}" if found else ""
    if not found:
        return "found nothing"
    if not example.finds:
        return ""
    agree = len(found) == len(example.finds) and all(map(_agrees, found, example.finds))
    return "" if agree else f"found {_shown(found)}"


def _checked(card: Card, example: Example, ruleset: RuleSet) -> tuple[tuple[Finding, ...], tuple[RuleFailure, ...]]:
    """All findings on an example; that of a portfolio rule holds a list of ``reports``."""
    cells = example.report["reports"] if card.scope == "portfolio" else [example.report]
    reports = [parse(filing_of({"index": number} | one)) for number, one in enumerate(cells, start=1)]
    sheets = [recompute(report, ruleset) for report in reports]
    if card.scope == "portfolio":
        ids = [f"example-{number}" for number in range(1, len(reports) + 1)]
        return check_portfolio(list(zip(ids, reports, sheets, strict=True)), ruleset)
    return check(reports[0], sheets[0], ruleset, "example")


def _official(example: Example) -> OfficialFigures | None:
    """The official row of an example: the amounts that are written, all others blank."""
    if example.reference is None:
        return None
    blank = dict.fromkeys(("unit_code", "unit_name", "initial_compiled", "full_year", "executed"))
    return OfficialFigures.model_validate(_OFFICIAL | blank | example.reference)


def _agrees(finding: Finding, expected: Expected) -> bool:
    wanted = expected.model_dump(exclude_none=True)
    return all(getattr(finding, field) == value for field, value in wanted.items())


def _shown(findings: list[Finding]) -> str:
    return "; ".join(f"{f.indicator}.{f.field}: {f.stated} / {f.expected} ({f.severity})" for f in findings)


def filing_of(cells: dict[str, Any]) -> Filing:
    """A filing from the cells that matter; every cell that is not blank gets a place of its own row on page 1.

    A section needs its heading and its text alone: the heading has a place of its own, the text stands on one line.
    """
    filled = _REPORT | cells
    filled["budget"] = [_placed(_BUDGET | line, row) for row, line in enumerate(cells.get("budget", []))]
    filled["indicators"] = [
        _placed(_INDICATOR | line, 100 + row) for row, line in enumerate(cells.get("indicators", []))
    ]
    filled["stated"] = _placed(cells.get("stated", {}), 50)
    filled["sections"] = [_section(section, 200 + 2 * row) for row, section in enumerate(cells.get("sections", []))]
    filled["contents"] = [_placed(entry, 20 + row) for row, entry in enumerate(cells.get("contents", []))]
    filled["goals"] = [_placed(goal, 300 + row) for row, goal in enumerate(cells.get("goals", []))]
    return Filing.model_validate(filled)


def _section(section: dict[str, Any], top: float) -> dict[str, Any]:
    heading = {"page": 1, "bbox": (0, top, 100, top + 1)}
    line = {"page": 1, "bbox": (0, top + 1, 100, top + 2), "length": len(section["text"])}
    places = {"heading": heading, "text": (line,) if section["text"] else ()}
    return {"at": places} | _SECTION | section


def _placed(row: dict[str, Any], top: float) -> dict[str, Any]:
    place = {"page": 1, "bbox": (0, top, 100, top + 1)}
    return row | {"at": {field: place for field, text in row.items() if text}}
