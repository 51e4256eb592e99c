"""The totals of the register: counted while its lines go by, exactly; what is not known is counted, not taken for 0."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from perfeval_core.register.lines import FINDING_STATES, STANDINGS, Line
from perfeval_core.spreadsheet import COUNT, MONEY, Column, Value
from perfeval_core.triage import TriageTable

AMOUNTS = ("initial_compiled", "full_year", "executed")

COLUMNS = (
    *(Column("汇总", 16), Column("项目", 34), Column("报告（份）", 11, COUNT), Column("疑点（条）", 11, COUNT)),
    *(Column(f"{name}（元）", 20, MONEY) for name in ("年初预算数", "全年预算数", "全年执行数")),
    Column("没有读到全年预算数的报告（份）", 18, COUNT),
)


@dataclass
class Tally:
    """Sums over some reports; ``amounts`` in yuan, of those that show them."""

    reports: int = 0
    findings: int = 0
    amounts: dict[str, Decimal] = field(default_factory=dict)
    unknown: int = 0
    """Reports without a full-year budget."""

    def add(self, one: Line) -> None:
        """One more report."""
        self.reports += 1
        self.findings += len(one.findings)
        for name in AMOUNTS:
            value = one.amount(name)
            if value is not None:
                self.amounts[name] = self.amounts.get(name, Decimal(0)) + value
        self.unknown += one.amount("full_year") is None

    @property
    def row(self) -> tuple[Value, ...]:
        """The numbers as cells."""
        return self.reports, self.findings, *(self.amounts.get(name) for name in AMOUNTS), self.unknown


class Totals:
    """All totals at once."""

    def __init__(self, table: TriageTable) -> None:
        self._table = table
        self._all = Tally()
        self._standings = {name: Tally() for name in STANDINGS.values()}
        self._years = dict[str, Tally]()
        self._units = dict[str, Tally]()
        self._findings: dict[str, dict[str, int]] = {"疑点按处理": dict.fromkeys(FINDING_STATES, 0)}

    def add(self, one: Line) -> None:
        """Counts one line."""
        report = one.dossier.report
        year = f"{report.fiscal_year}年度" if report.fiscal_year else "年度未读到"
        unit = report.unit_name or report.unit_code or "单位未读到"
        for tally in (
            self._all,
            self._standings[STANDINGS[one.case.standing]],
            self._years.setdefault(year, Tally()),
            self._units.setdefault(unit, Tally()),
        ):
            tally.add(one)
        for judged in one.findings:
            queue = self._table.queues[judged.queue] if judged.queue else "只留档"
            self._count("疑点按队列", queue)
            self._count("疑点按类型", self._table.kind_name(judged.finding.kind))
            self._count("疑点按处理", judged.state)

    def rows(self) -> Iterator[tuple[Value, ...]]:
        """The rows of the sheet of totals."""
        yield "全部", "报告", *self._all.row
        groups = {"按办理状态": self._standings, "按年度": self._years, "按单位": self._units}
        for name, group in groups.items():
            for label, tally in group.items():
                yield name, label, *tally.row
        for name in ("疑点按处理", "疑点按队列", "疑点按类型"):
            counted = self._findings.get(name, {})
            for label in sorted(counted, key=counted.__getitem__, reverse=True):
                yield name, label, None, counted[label], *(None for _ in AMOUNTS), None

    def _count(self, group: str, label: str) -> None:
        counts = self._findings.setdefault(group, {})
        counts[label] = counts.get(label, 0) + 1
