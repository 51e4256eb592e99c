"""The register as an Excel workbook (台账导出): totals, one line a report, one a finding, one a letter."""

from collections.abc import Callable, Sequence
from pathlib import Path

from perfeval_core.register.columns import Filled, Row, of_finding, of_letter, of_report
from perfeval_core.register.correspondence import correspondence
from perfeval_core.register.lines import STANDINGS, Choice, cases, lines
from perfeval_core.register.totals import COLUMNS, Totals
from perfeval_core.site import Site
from perfeval_core.spreadsheet import Book, Column, Sheet, Value, workbook

Step = Callable[[int, int], None]
"""Is told how many reports of how many are done."""


class Exported(Choice):
    """What was written: how many reports and findings of which choice."""

    version: int = 1
    reports: int
    findings: int


def export(
    site: Site, choice: Choice, out: Path, step: Callable[[int, int], None] = lambda done, all_: None
) -> Exported:
    """Writes the chosen reports to ``out`` (.xlsx), all or nothing.

    Raises ``OSError``, ``TooManyRows``, ``NotArchived`` and ``ArchiveDamaged``.
    """
    chosen, findings = cases(site, choice), 0
    with workbook(out) as book:
        totals_sheet, totals = book.sheet("汇总", COLUMNS), Totals(site.table)
        reports, of_reports = _sheet(book, "报告", of_report())
        found, of_findings = _sheet(book, "疑点", of_finding(site.table))
        for number, line in enumerate(lines(site, chosen, choice.queue), start=1):
            reports.add(of_reports(line))
            for judged in line.findings:
                found.add(of_findings((line, judged)))
            totals.add(line)
            findings += len(line.findings)
            step(number, len(chosen))
        letters, of_letters = _sheet(book, "整改通知", of_letter())
        for one in correspondence(site, chosen):
            letters.add(of_letters(one))
        for row in totals.rows():
            totals_sheet.add(row)
        _explain(site, choice, book)
    return Exported(**choice.model_dump(), reports=len(chosen), findings=findings)


def _sheet(book: Book, title: str, columns: Sequence[Filled[Row]]) -> tuple[Sheet, Callable[[Row], list[Value]]]:
    """A sheet with these columns, and what makes its rows."""
    sheet = book.sheet(title, [one.column for one in columns])
    return sheet, lambda row: [one.value(row) for one in columns]


def _explain(site: Site, choice: Choice, book: Book) -> None:
    """What was chosen, when, and what does not stand in these sheets."""
    sheet = book.sheet("说明", (Column("事项", 20), Column("内容", 90)))
    unread = site.ledger.counts().submissions.get("quarantined", 0)
    for row in (
        ("生成日期", str(site.ledger.today())),
        ("队列", site.table.queues[choice.queue] if choice.queue else "全部"),
        ("单位", choice.unit or "全部"),
        ("年度", str(choice.year) if choice.year else "全部"),
        ("办理状态", STANDINGS[choice.standing] if choice.standing else "全部"),
        ("范围", "只列现行有效的报告：重新报送的以后来的为准，重新复算的以最后一版为准。"),
        ("金额", "单位为元，取预算执行情况表的合计行；没有读到的留空，不当作0，也不计入合计。"),
        ("复算总分", "有判断余地的是一个区间，列出低、高两端；能确定的两端相同。"),
        ("不在表中的", f"不能读取的文件 {unread} 个；多份报告放在一起才看得出的疑点（规则编号以 PF 开头）。"),
        ("文字", "报告里的文字以 = + - @ 开头的，前面加了一个单引号，防止被当作公式。"),
    ):
        sheet.add(row)
