"""Official figures (财政口径数据) for a clean report: right ones, printed finer or coarser, and wrong ones."""

import random
from fractions import Fraction
from typing import Any

from perfeval_core.domain.reference import OfficialFigures
from tests.planted.clean import Draft, Found
from tests.planted.planter import planter
from tests.scoring.second import cents

AMOUNTS = {"initial_compiled": "年初预算数", "full_year": "全年预算数", "executed": "全年执行数"}
YUAN = {"元": Fraction(1), "万元": Fraction(10_000)}


def step(draft: Draft, field: str) -> Fraction:
    """What one unit of the last digit of a cell is worth, in yuan."""
    places = len(draft.total_line[field].partition(".")[2])
    return YUAN[draft.cells["budget_unit"]] / 10**places


def yuan(draft: Draft, field: str) -> Fraction:
    return Fraction(draft.total_line[field]) * YUAN[draft.cells["budget_unit"]]


def fen(value: Fraction) -> str:
    """An amount in yuan with both of its decimals."""
    whole, rest = divmod(int(cents(value) * 100), 100)
    return f"{whole}.{rest:02d}元"


def right(draft: Draft, rng: random.Random) -> OfficialFigures:
    """A row from which the report's figures may have been rounded, or that may have been rounded from them."""
    row: dict[str, Any] = {}
    for field in AMOUNTS:
        amount, half = yuan(draft, field), step(draft, field) / 2
        finer = amount + half * Fraction(rng.randrange(-99, 100), 100)
        tens = amount / 10_000
        coarser = f"{int(cents(tens))}.{int(cents(tens) * 100) % 100:02d}万元"
        row[field] = rng.choice((fen(amount), fen(finer) if cents(finer) == finer else fen(amount), coarser, None))
    return figures(row)


def figures(row: dict[str, Any]) -> OfficialFigures:
    place = {"sheet": "清单", "row": 7, "import_id": 1, "file_name": "2023年项目清单.xlsx", "file_sha256": "0" * 64}
    unit = {"fiscal_year": 2023, "unit_code": "102001", "unit_name": "某局", "project_name": "某项目"}
    row = dict.fromkeys(AMOUNTS) | row
    return OfficialFigures.model_validate(unit | place | row)


@planter("reference_mismatch")
def other_than_the_official_figure(draft: Draft, rng: random.Random) -> list[Found]:
    """One official amount is another one: by the last digit that the cell prints, or by far more."""
    field = rng.choice(sorted(AMOUNTS))
    moved = yuan(draft, field) + rng.choice((1, -1, 3, 40)) * step(draft, field)
    wrong = {field: fen(moved)}
    draft.reference = figures({name: fen(yuan(draft, name)) for name in AMOUNTS} | wrong)
    return [("reference_mismatch", AMOUNTS[field])] if moved >= 0 else []
