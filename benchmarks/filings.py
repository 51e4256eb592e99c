"""Made-up PDF files for other benchmarks: ``python -m benchmarks.filings FOLDER [REPORTS]`` from the repository.

Half of the reports are right, half have one planted error. Each has paragraphs as long as real ones, one in ten of them
copied; twenty reports a unit, all of one year; one to five reports a file, printed in looks drawn by lot.
"""

import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.copied_text import paragraphs
from tests.extraction.descriptions import look
from tests.makers import BudgetText, GoalText, IndicatorText, Made, ReportText, StatedText, compiled, make
from tests.makers.description import HEADINGS
from tests.planted import arithmetic, text  # noqa: F401 - they register their planters
from tests.planted.clean import Draft, clean
from tests.planted.planter import PLANTERS, planted

REPORTS = 1000
MOST_IN_A_FILE = 5
PARAGRAPHS = 2
MONEY = "项目实施和预算执行情况分析"
_LONG = ("项目概况", "情况及分析", "情况分析", "经验做法", "原因分析", "管理建议")
"""Headings under which people write paragraphs."""


def write(folder: Path, reports: int) -> int:
    """Writes files with so many reports in all; how many files."""
    rng, pool = random.Random(1), _paragraphs(reports)
    number = files = 0
    while number < reports:
        count = min(rng.randint(1, MOST_IN_A_FILE), reports - number)
        made = [_made(one, pool) for one in range(number, number + count)]
        whole = made[0] if count == 1 else compiled(made)
        whole.save(folder / f"{files:05d}.pdf")
        number, files = number + count, files + 1
    return files


def _paragraphs(reports: int) -> Iterator[str]:
    """As many as are asked for: made in lots, so that a long run needs no memory for them."""
    for seed in range(reports):
        yield from paragraphs(1000, random.Random(f"paragraphs {seed}"))[0]


def _made(number: int, pool: Iterator[str]) -> Made:
    draft = _draft(number)
    drawn = look(random.Random(f"look {number}"))
    printed = drawn.model_copy(update={"contents": True, "size": max(drawn.size, 14)})
    return make(_text(draft, number, pool), "reportlab", printed)


def _draft(number: int) -> Draft:
    if number % 2:
        return clean(random.Random(f"filing {number}"))
    return planted(PLANTERS[number // 2 % len(PLANTERS)], number)[0]


def _text(draft: Draft, number: int, pool: Iterator[str]) -> ReportText:
    """What the draft says, as a report of its own unit and project."""
    cells, unit = draft.cells, number // 20
    long = [name for name in draft.sections if name.endswith(_LONG)]
    more = {name: "".join(f"{next(pool)}。" for _ in range(PARAGRAPHS)) for name in long}
    more = {name: _spent(draft) + added if name == MONEY else added for name, added in more.items()}
    sections = draft.sections | {name: draft.sections[name] + added for name, added in more.items()}
    headings = {name: heading for name in sections for _, heading in HEADINGS if heading.endswith(name)}
    analysis = cells["form"] == "analysis_report"
    return ReportText(
        form=cells["form"],
        project_name=f"第{number}号片区服务经费",
        unit=f"{102001 + unit}-云岭市第{unit}服务中心",
        department="102-云岭市管理局",
        fiscal_year=cells["fiscal_year"] or 2023,
        date="2024年2月" if analysis else None,
        report_date="2024-02" if analysis else None,
        budget_unit=cells["budget_unit"],
        budget=tuple(BudgetText(**_known(line)) for line in cells["budget"]),
        indicators=tuple(IndicatorText(**_known(row)) for row in cells["indicators"]),
        goals=tuple(GoalText(**goal) for goal in cells.get("goals", ())),
        sections={headings[name]: said for name, said in sections.items() if name in headings},
        stated=StatedText(**_known(draft.stated)),
    )


def _spent(draft: Draft) -> str:
    """The sentence from which a reader knows the year."""
    line = draft.total_line
    initial, executed = line["initial_compiled"], line["executed"]
    return f"2023年预算下达{initial}元，实际执行{executed}元。" if initial and executed else ""


def _known(cells: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in cells.items() if value is not None}


if __name__ == "__main__":
    where = Path(sys.argv[1])
    where.mkdir(parents=True, exist_ok=True)
    print(write(where, int(sys.argv[2]) if len(sys.argv) > 2 else REPORTS), "files")
