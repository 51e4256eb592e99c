"""A project list (项目清单) as a whole: every row that can be imported, and every one that cannot, with the reason."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from perfeval_core.domain.reference import OfficialRow
from perfeval_core.reference.header import Header, find_header
from perfeval_core.reference.matching import alike, same_unit
from perfeval_core.reference.rows import Fault, Money, Parsed, is_total, read_row, texts_of
from perfeval_core.reference.sheets import ListUnreadable, Sheet, read_sheets
from perfeval_core.reference.words import Field


@dataclass(frozen=True)
class ProjectList:
    """What a list says. ``used`` and ``unused`` are the headers of its columns."""

    rows: tuple[OfficialRow, ...]
    faults: tuple[Fault, ...]
    used: tuple[str, ...]
    unused: tuple[str, ...]

    @property
    def bad_rows(self) -> int:
        """How many rows have a fault."""
        return len({(fault.sheet, fault.row) for fault in self.faults})


def read_list(data: bytes, year: int | None = None) -> ProjectList:
    """The list in ``data``; ``year`` is the fiscal year of one that does not say it.

    Raises ``ListUnreadable`` if it is no list, or if what a whole column means cannot be told.
    """
    found = [(sheet, header) for sheet in read_sheets(data) if (header := find_header(sheet)) is not None]
    if not found:
        raise ListUnreadable("没有找到表头：要有“项目名称”，以及“单位编码”或“单位名称”，写在同一行")
    parsed: list[Parsed] = []
    faults: list[Fault] = []
    for sheet, header in found:
        for row, wrong in _rows(sheet, header, year):
            faults += wrong
            parsed += [row] if row else []
    rows, twice = _each_once(_official(parsed), {sheet.name: header for sheet, header in found})
    if not rows and not faults:
        raise ListUnreadable("表头下面没有数据")
    return ProjectList(
        rows=tuple(rows),
        faults=tuple(sorted((*faults, *twice), key=lambda fault: (fault.sheet, fault.row))),
        used=_once(text for _, header in found for text in header.texts.values()),
        unused=_once(text for _, header in found for text in header.unused),
    )


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _rows(sheet: Sheet, header: Header, year: int | None) -> Iterator[tuple[Parsed | None, tuple[Fault, ...]]]:
    for number, cells in sheet.rows:
        texts = texts_of(header, cells)
        if number > header.row and not is_total(texts, cells):
            yield read_row(sheet.name, number, texts, header, year)


def _official(parsed: Iterable[Parsed]) -> list[OfficialRow]:
    """The rows, each amount at the precision of its column: its finest cell shows how far the list is rounded."""
    rows = list(parsed)
    places: Counter[tuple[Field, str]] = Counter()
    for row in rows:
        for field, money in row.amounts.items():
            if money is not None:
                places[field, money.unit] = max(places[field, money.unit], money.places)

    def amount(row: Parsed, field: Field) -> str | None:
        money: Money | None = row.amounts.get(field)
        return None if money is None else f"{money.value:.{places[field, money.unit]}f}{money.unit}"

    return [
        OfficialRow(
            fiscal_year=row.fiscal_year,
            unit_code=row.unit[0],
            unit_name=row.unit[1],
            project_name=row.project_name,
            initial_compiled=amount(row, "initial_compiled"),
            full_year=amount(row, "full_year"),
            executed=amount(row, "executed"),
            sheet=row.sheet,
            row=row.row,
        )
        for row in rows
    ]


def _each_once(rows: Iterable[OfficialRow], headers: dict[str, Header]) -> tuple[list[OfficialRow], list[Fault]]:
    """The first row about each year, unit and project, and what is wrong with the others."""
    kept: dict[tuple[int, str], list[OfficialRow]] = {}
    faults = []
    for row in rows:
        others = kept.setdefault((row.fiscal_year, alike(row.project_name)), [])
        first = next((other for other in others if same_unit(other, row)), None)
        if first is None:
            others.append(row)
            continue
        where = f"工作表“{first.sheet}”第{first.row}行" if first.sheet != row.sheet else f"第{first.row}行"
        faults.append(
            Fault(
                sheet=row.sheet,
                row=row.row,
                column=headers[row.sheet].texts["project_name"],
                value=row.project_name,
                why=f"与{where}是同一年度、同一单位、同一项目",
                todo="只留一行；确是两个项目的，把项目名称或单位编码写得能区分",
            )
        )
    return [row for others in kept.values() for row in others], faults
