"""Every pack against the second writing of its formulas, over thousands of made-up reports: no difference at all."""

import random
from fractions import Fraction
from typing import Any

import pytest

from perfeval_core.domain.scores import Interval
from perfeval_core.extraction.parsing import parse
from perfeval_core.rulebook import list_packs, load_ruleset
from perfeval_core.rules.examples import filing_of
from perfeval_core.scoring import recompute
from tests.scoring import second
from tests.scoring.second import Line, Worth

REPORTS = 2000
UNITS = ("", "人", "次", "公里", "元")


def number(rng: random.Random, most: int) -> str:
    """A figure as a report prints it; small ones and equal ones are frequent, because there the methods part."""
    places = rng.choice((0, 0, 0, 1, 2))
    value = rng.choice((0, 1, 2, 5, 10, rng.randrange(most), rng.randrange(most)))
    return str(value) if places == 0 else f"{value}.{rng.randrange(10**places):0{places}d}"


def a_line(rng: random.Random) -> Line:
    weight = rng.choice(("10", "5", "3.33", "20", "6.5", "0.75"))
    if rng.random() < 0.25:
        return Line("", "", "", weight, rng.choice(sorted(second.QUALITY)))
    target = number(rng, 5000)
    actual = target if rng.random() < 0.2 else number(rng, 5000)
    return Line(rng.choice("≥≥>=≤≤<"), target, actual, weight)


def cells(line: Line, unit: str) -> dict[str, Any]:
    if line.word is not None:
        return {"name": "及时性", "target": "及时", "actual": line.word, "weight": line.weight}
    target = f"{line.operator}{line.target}{unit}"
    return {"name": "工作数量", "target": target, "actual": f"{line.actual}{unit}", "weight": line.weight}


def same(held: Interval | None, expected: Worth) -> bool:
    if held is None:
        return False
    return (Fraction(held.low), Fraction(held.high), held.high_included) == (
        expected.low,
        expected.high,
        expected.closed,
    )


@pytest.mark.parametrize("pack", list_packs())
def test_no_difference(pack: str) -> None:
    rules, rng = load_ruleset(pack), random.Random(f"second {pack}")
    for _ in range(REPORTS):
        lines = [a_line(rng) for _ in range(rng.randrange(1, 9))]
        money = {field: number(rng, 900000) for field in ("initial_compiled", "full_year", "executed")}
        rows = [cells(line, rng.choice(UNITS)) for line in lines]
        sheet = recompute(parse(filing_of({"budget": [money], "indicators": rows})), rules)
        expected = [second.worth(pack, line) for line in lines]
        wrong = [
            pair for pair in zip(lines, sheet.indicators, expected, strict=True) if not same(pair[1].points, pair[2])
        ]
        assert wrong == []
        assert sheet.execution and sheet.on_initial_budget
        for held, budget, totals in (
            (sheet.execution, "full_year", (sheet.total, sheet.grade)),
            (sheet.execution.on_initial_budget, "initial_compiled", tuple(dict(sheet.on_initial_budget).values())),
        ):
            spent = second.execution(pack, money["executed"], money[budget])
            if held.points is None:
                assert totals == (None, ()) and Fraction(money[budget]) == 0
                continue
            assert same(held.points, spent)
            whole = second.total([spent, *expected])
            assert same(totals[0], whole)
            assert list(totals[1]) == second.grades(pack, whole)


def test_the_second_writing_knows_every_pack() -> None:
    assert set(list_packs()) == set(second.BANDS) == set(second.EXECUTION)
