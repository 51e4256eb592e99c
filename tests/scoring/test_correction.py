"""The minimal correction: what has to change, nothing else, and afterwards nothing is wrong."""

import random
from itertools import combinations
from typing import Any

import pytest

from perfeval_core.domain.scores import MinimalCorrection, ScoreChange
from perfeval_core.extraction.parsing import parse
from perfeval_core.rulebook import load_ruleset
from perfeval_core.rules.examples import filing_of
from perfeval_core.scoring import recompute

RULES = load_ruleset()

CLEAN: dict[str, Any] = {
    "budget": [{"full_year": "100", "executed": "95", "points": "9.5"}],
    "indicators": [
        {"name": "甲", "target": "≥8个", "actual": "2个", "weight": "40", "points": "10"},
        {"name": "乙", "target": "及时", "actual": "达成预期指标", "weight": "50", "points": "45"},
    ],
    "stated": {"execution_points": "9.5", "indicator_points": "55", "total": "64.5", "grade": "中"},
}


def corrected(report: dict[str, Any]) -> MinimalCorrection:
    correction = recompute(parse(filing_of(report)), RULES).correction
    assert correction is not None
    return correction


def changed(**cells: str) -> dict[str, Any]:
    """The clean report with some points changed: ``line0``, ``line1``, ``execution`` in the table, stated fields."""
    rows = [row | {"points": cells.pop(f"line{n}", row["points"])} for n, row in enumerate(CLEAN["indicators"])]
    budget = [CLEAN["budget"][0] | {"points": cells.pop("execution", "9.5")}]
    return {"budget": budget, "indicators": rows, "stated": CLEAN["stated"] | cells}


def shown(correction: MinimalCorrection) -> list[tuple[str, str]]:
    return [(change.field, change.corrected) for change in correction.changes]


@pytest.mark.parametrize(
    ("cells", "changes", "total", "grade"),
    [
        ({}, [], "64.50", ("中",)),
        ({"grade": "良"}, [("grade", "中")], "64.50", ("中",)),
        ({"grade": "合格"}, [("grade", "中")], "64.50", ("中",)),
        ({"total": "65.5"}, [("total", "64.50")], "64.50", ("中",)),
        ({"total": "84.5", "grade": "良"}, [("total", "64.50"), ("grade", "中")], "64.50", ("中",)),
        (
            {"line0": "20", "indicator_points": "65", "total": "74.5"},
            [("points", "10.00"), ("indicator_points", "55.00"), ("total", "64.50")],
            "64.50",
            ("中",),
        ),
        # the wrong band may be mended so that every sum stays
        ({"line1": "35", "indicator_points": "55", "total": "64.5"}, [("points", "[40.00,50.00]")], "64.50", ("中",)),
        # here the stated sum of the points is the odd one out: the total and the grade can stay
        (
            {"line1": "30", "indicator_points": "50", "total": "64.5"},
            [("points", "[40.00,50.00]"), ("indicator_points", "55.00")],
            "64.50",
            ("中",),
        ),
        ({"execution": "10"}, [("points", "9.50")], "64.50", ("中",)),
        (
            {"execution": "10", "execution_points": "10", "total": "65"},
            [("points", "9.50"), ("execution_points", "9.50"), ("total", "64.50")],
            "64.50",
            ("中",),
        ),
    ],
)
def test_what_has_to_change(
    cells: dict[str, str], changes: list[tuple[str, str]], total: str, grade: tuple[str, ...]
) -> None:
    correction = corrected(changed(**cells))
    assert shown(correction) == changes
    assert str(correction.total) == total
    assert correction.grade == grade


def test_a_line_that_cannot_be_scored_is_left_as_it_is() -> None:
    report = changed(line0="12", indicator_points="57", total="66.5")
    report["indicators"][0]["target"] = "按合同"
    assert shown(corrected(report)) == []


def test_with_a_line_unknown_the_sums_are_left_alone() -> None:
    report = changed(total="70")
    report["indicators"].append({"name": "丙", "target": "≥8个", "actual": "2个", "weight": "", "points": ""})
    correction = corrected(report)
    assert (correction.changes, correction.total, correction.grade) == ((), None, ())


def at(change: ScoreChange) -> str:
    """The key of ``changed`` for what a change is about."""
    if change.row is not None:
        return f"line{change.row}"
    return "execution" if change.field == "points" else change.field


def consistent(cells: dict[str, str]) -> bool:
    """Whether nothing has to change any more, by plain sums over what is then stated."""
    report = changed(**cells)
    stated, rows = report["stated"], report["indicators"]
    in_cents = {name: round(float(stated[name]) * 100) for name in ("execution_points", "indicator_points", "total")}
    points = [round(float(row["points"]) * 100) for row in rows]
    total = in_cents["total"]
    grade = "优" if total >= 9000 else "良" if total >= 8000 else "中" if total >= 6000 else "差"
    return (
        points[0] == 1000
        and 4000 <= points[1] <= 5000
        and report["budget"][0]["points"] == "9.5"
        and in_cents["execution_points"] == 950
        and in_cents["indicator_points"] == sum(points)
        and total == in_cents["execution_points"] + in_cents["indicator_points"]
        and grade == stated["grade"]
    )


VALUES = {
    "line0": ["10"],
    "line1": ["40", "45", "46", "47", "50"],
    "execution": ["9.5"],
    "execution_points": ["9.5"],
    "indicator_points": ["50", "55", "56", "57", "60"],
    "total": ["59.5", "64.5", "65.5", "66.5", "69.5"],
    "grade": ["优", "良", "中", "差"],
}
WRONG = {
    "line0": ["10", "20"],
    "line1": ["45", "35", "47"],
    "execution": ["9.5", "10"],
    "execution_points": ["9.5", "9"],
    "indicator_points": ["55", "50", "57", "56"],
    "total": ["64.5", "66.5", "59.5", "70"],
    "grade": ["中", "良", "差"],
}


def smallest(cells: dict[str, str], kept: set[str]) -> int:
    """By trying: how many of the cells have to take another value; right lines (``kept``) stay as they are."""
    for size in range(len(cells) + 1):
        for chosen in combinations([name for name in cells if name not in kept], size):
            if any(consistent(trial) for trial in _trials(cells, chosen)):
                return size
    raise AssertionError("no correction at all")


def _trials(cells: dict[str, str], chosen: tuple[str, ...]) -> list[dict[str, str]]:
    trials = [cells]
    for name in chosen:
        trials = [trial | {name: value} for trial in trials for value in VALUES[name]]
    return trials


def test_no_smaller_correction_exists() -> None:
    rng = random.Random("minimal")
    for _ in range(60):
        cells = {name: rng.choice(values) for name, values in WRONG.items()}
        found = {at(change) for change in corrected(changed(**cells)).changes}
        right_lines = {"line1"} if cells["line1"] in ("45", "47") else set()
        assert len(found) == smallest(cells, right_lines), cells
