"""Reference data as people and programs see it."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from console import output
from perfeval_core.domain.base import Frozen
from perfeval_core.domain.numbers import money
from perfeval_core.domain.reference import OfficialFigures
from perfeval_core.reference.official import Standing, keep, standings
from perfeval_core.reference.reading import ProjectList, read_list
from perfeval_core.reference.rows import Fault
from perfeval_core.site import Site, copy_reference
from perfeval_core.spreadsheet import MONEY, Column, Value, write_sheet

_SHOWN = 50
"""Lines that a screen takes; the rest goes to a file."""
_HEADER = (
    *(Column("年度", 8), Column("单位编码", 12), Column("单位名称", 28), Column("项目名称", 40)),
    *(Column(f"{name}（元）", 18, MONEY) for name in ("年初预算数", "全年预算数", "全年执行数")),
    *(Column("已报报告", 20), Column("出处", 40)),
)


class Imported(Frozen):
    """The answer of ``reference import --json``; ``import_id`` is ``null`` if nothing was imported.

    ``rows`` were taken, ``effective`` of them say something new, ``skipped`` bad ones were left out.
    """

    version: Literal[1] = 1
    file: str
    import_id: int | None
    new: bool
    rows: int
    effective: int
    skipped: int
    used_columns: tuple[str, ...]
    unused_columns: tuple[str, ...]
    faults: tuple[Fault, ...]
    reports_concerned: int
    """Reports already filed on projects for which something is new."""


class Listed(Frozen):
    """One project of ``reference list`` and ``missing``; ``reports`` are the ids of its current reports."""

    official: OfficialFigures
    reports: tuple[str, ...]


class ReferenceList(Frozen):
    """The answer of ``reference list --json`` and ``missing --json``; ``due`` projects, ``filed`` of them reported."""

    version: Literal[1] = 1
    year: int | None
    due: int
    filed: int
    missing: int
    projects: tuple[Listed, ...]


def imported(here: Site, name: str, data: bytes, year: int | None, skip_bad: bool) -> Imported:
    """Imports the list ``data``, all of it or nothing, unless ``skip_bad``. Raises ``ListUnreadable``."""
    found = read_list(data, year)
    if found.faults and not (skip_bad and found.rows):
        return _answer(name, found, None)
    made, new = keep(here.ledger, name, data, found.rows, found.bad_rows)
    copy_reference(here)
    effective = [one for one in standings(here.ledger) if new and one.official.import_id == made.import_id]
    return _answer(name, found, made.import_id, new, len(effective), sum(len(one.reports) for one in effective))


def _answer(
    name: str, found: ProjectList, import_id: int | None, new: bool = False, effective: int = 0, concerned: int = 0
) -> Imported:
    return Imported(
        file=name,
        import_id=import_id,
        new=new,
        rows=len(found.rows) if import_id is not None else 0,
        effective=effective,
        skipped=found.bad_rows if import_id is not None else 0,
        used_columns=found.used,
        unused_columns=found.unused,
        faults=found.faults,
        reports_concerned=concerned,
    )


def show_import(done: Imported) -> None:
    """What was imported, or why nothing was."""
    if done.faults:
        rows = ((fault.sheet, fault.row, fault.column, fault.value, fault.why, fault.todo) for fault in done.faults)
        output.table(
            f"{done.file}：{len(done.faults)} 处不合格" + _at_most(len(done.faults)),
            ("工作表", "行", "列", "内容", "为什么", "怎么改"),
            list(rows)[:_SHOWN],
        )
    if done.import_id is None:
        output.say("一行也没有导入。改好后再导入；或加 --skip-bad，跳过这些行。", "red")
        return
    output.say(f"读取的列：{'、'.join(done.used_columns)}；没有用到的列：{'、'.join(done.unused_columns) or '无'}")
    if not done.new:
        output.say("与上一次导入的完全相同，没有变化。")
        return
    skipped = f"，跳过不合格的 {done.skipped} 行" if done.skipped else ""
    taken = f"第 {done.import_id} 次导入：{done.rows} 行，其中新增或有变化的 {done.effective} 行"
    output.say(f"{taken}{skipped}。", "green")
    if done.reports_concerned:
        output.say(f"涉及已收的 {done.reports_concerned} 份报告；运行 perfeval rescore，按新的数据重新核对。")


def listed(year: int | None, everything: Sequence[Standing], shown: Sequence[Standing]) -> ReferenceList:
    """The document of ``list`` and ``missing``."""
    filed = sum(bool(one.reports) for one in everything)
    return ReferenceList(
        year=year,
        due=len(everything),
        filed=filed,
        missing=len(everything) - filed,
        projects=tuple(Listed(official=one.official, reports=one.reports) for one in shown),
    )


def show_list(everything: Sequence[Standing], shown: Sequence[Standing], only_missing: bool) -> None:
    """The projects as a table, as far as a screen takes it."""
    if not everything:
        output.say("还没有导入项目清单；perfeval reference import --help")
        return
    filed = sum(bool(one.reports) for one in everything)
    counts = f"应报 {len(everything)} 个项目，已报 {filed} 个，未报 {len(everything) - filed} 个"
    if not shown:
        output.say(f"{counts}。", "green")
        return
    columns = [column.name for column in _HEADER][: 4 if only_missing else -1]
    rows = (row[: len(columns)] for row in _rows(shown[:_SHOWN]))
    output.table(counts + _at_most(len(shown)), columns, rows)


def export(path: Path, shown: Iterable[Standing], only_missing: bool) -> None:
    """The same as an Excel file. Raises ``OSError``."""
    write_sheet(path, "应报未报" if only_missing else "应报项目", _HEADER, _rows(shown))


def _rows(shown: Iterable[Standing]) -> Iterable[tuple[Value, ...]]:
    for one in shown:
        row = one.official
        amounts = (money(row.initial_compiled), money(row.full_year), money(row.executed))
        filed = "、".join(one.reports) or "未报"
        yield row.fiscal_year, row.unit_code, row.unit_name, row.project_name, *amounts, filed, row.cited


def _at_most(count: int) -> str:
    return f"（先列 {_SHOWN} 个，全部请用 --json 或 -o）" if count > _SHOWN else ""
