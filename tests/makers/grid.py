"""Tables as data: cells that may span rows and columns, as in HTML (a covered place has no cell of its own)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter

from tests.makers.description import BudgetText, GoalText, IndicatorText, ReportText


@dataclass(frozen=True)
class Cell:
    """One cell; ``rows`` and ``columns`` are its spans."""

    text: str = ""
    rows: int = 1
    columns: int = 1
    bold: bool = False
    left: bool = False


Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Grid:
    """A ruled table; ``widths`` are shares of the text width, ``header`` counts the header's rows."""

    widths: tuple[float, ...]
    rows: tuple[Row, ...]
    header: int = 0

    def placed(self) -> Iterator[tuple[int, int, Cell]]:
        """Every cell with its row and column."""
        taken: set[tuple[int, int]] = set()
        for at_row, row in enumerate(self.rows):
            column = 0
            for cell in row:
                while (at_row, column) in taken:
                    column += 1
                yield at_row, column, cell
                taken |= {(at_row + r, column + c) for r in range(cell.rows) for c in range(cell.columns)}
                column += cell.columns

    def map_text(self, change: Callable[[str], str]) -> "Grid":
        """The same grid with every text changed."""
        return replace(self, rows=tuple(tuple(replace(c, text=change(c.text)) for c in row) for row in self.rows))


def _head(text: str, rows: int = 1, columns: int = 1) -> Cell:
    return Cell(text, rows, columns, bold=True)


def budget_grid(report: ReportText, widths: tuple[float, ...]) -> Grid:
    """预算执行情况 of the analysis report, with its header in two rows."""
    top = (
        _head("资金来源", rows=2),
        _head("年初预算数", columns=2),
        *(_head(text, rows=2) for text in ("全年预算数(元)", "全年执行数(元)", "资金结(转)余(元)", "执行率", "得分")),
    )
    below = (_head("目标申报(元)"), _head("预算编制(元)"))
    return Grid(widths, (top, below, *map(_budget_row, report.budget)), header=2)


def _budget_row(line: BudgetText) -> Row:
    amounts = (line.initial_declared, line.initial_compiled, line.full_year, line.executed, line.carry_over)
    return tuple(map(Cell, (line.source, *amounts, line.execution_rate, line.points)))


def indicator_grid(report: ReportText, widths: tuple[float, ...]) -> Grid:
    """绩效指标完成情况 of the analysis report, with its header in two rows and merged levels."""
    top = (
        *(_head(text, rows=2) for text in ("一级指标", "二级指标", "指标名称")),
        _head("年度指标", columns=2),
        *(_head(text, rows=2) for text in ("实际完成值", "权重", "得分", "偏差原因分析及改进措施")),
    )
    below = (_head("年初指标"), _head("调整后指标"))
    fields = ("target_initial", "target", "actual", "weight", "points")
    return Grid(widths, (top, below, *_indicator_rows(report.indicators, fields)), header=2)


def _indicator_rows(indicators: tuple[IndicatorText, ...], fields: tuple[str, ...]) -> Iterator[Row]:
    for level1, group in groupby(indicators, attrgetter("level1")):
        group1 = list(group)
        first = [Cell(level1, rows=len(group1))]
        for level2, rows in groupby(group1, attrgetter("level2")):
            group2 = list(rows)
            first.append(Cell(level2, rows=len(group2)))
            for row in group2:
                own = (Cell(row.name, left=True), *(Cell(getattr(row, name)) for name in fields))
                yield (*first, *own, Cell(row.reason, left=True))
                first = []


def form_grid(report: ReportText, widths: tuple[float, ...]) -> Grid:
    """The whole 项目支出绩效自评表: one table of nine columns."""
    rows = (
        (_head("项目名称", columns=2), Cell(report.project_name, columns=7)),
        (
            *(_head("主管部门", columns=2), Cell(report.department, columns=3)),
            *(_head("实施单位"), Cell(report.unit, columns=3)),
        ),
        *_money_rows(report),
        *(row for goal in report.goals for row in _goal_rows(goal)),
        *_form_indicator_rows(report),
        (
            _head("总分", columns=6),
            *(Cell(report.stated.total_weight), Cell(report.stated.total or ""), Cell("")),
        ),
    )
    return Grid(widths, rows)


def _money_rows(report: ReportText) -> Iterator[Row]:
    heads = ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
    side = _head(f"项目资金（{report.budget_unit}）", rows=len(report.budget) + 1)
    yield (side, Cell(columns=2), *map(_head, heads))
    for line in report.budget:
        amounts = (line.initial_compiled, line.full_year, line.executed)
        cells = map(Cell, (*amounts, line.max_points, line.execution_rate, line.points))
        yield (Cell(line.source, columns=2, left=True), *cells)


def _goal_rows(goal: GoalText) -> Iterator[Row]:
    yield (_head("年度总体目标", rows=2), _head("预期目标", columns=4), _head("实际完成情况", columns=4))
    yield (Cell(goal.expected, columns=4, left=True), Cell(goal.actual, columns=4, left=True))


def _form_indicator_rows(report: ReportText) -> Iterator[Row]:
    heads = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施")
    yield (_head("绩效指标", rows=len(report.indicators) + 1), *map(_head, heads))
    yield from _indicator_rows(report.indicators, ("target", "actual", "weight", "points"))
