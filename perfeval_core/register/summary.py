"""The summary for the leader (领导摘要): one page for a browser, offline, with charts and parts of the quality page."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from markupsafe import Markup

from perfeval_core.domain.numbers import round_half_up
from perfeval_core.quality import charts
from perfeval_core.quality.page import apart, changed, environment, grade_changes, scored
from perfeval_core.register.export import Step
from perfeval_core.register.facts import LETTERS, SummaryFacts, gather
from perfeval_core.register.lines import FINDING_STATES, STANDINGS, Choice, cases
from perfeval_core.rulebook.names import SEVERITIES
from perfeval_core.site import Site

Counted = Mapping[Any, int]
"""Numbers by bar and part of it."""

_TEN_THOUSAND = Decimal(10000)
_MOST_LISTED = 50
_STANDING_COLOURS = {
    "open": "#edae49",
    "passed": "#66a182",
    "returned": "#d1495b",
    "handed_over": "#2e6f95",
    "clean": "#9aa5b1",
}
_ITEMS = {"open": "待办", "decided": "已决定"}
_ITEM_COLOURS = {"open": "#edae49", "decided": "#66a182"}
_STATE_COLOURS = dict(
    zip(FINDING_STATES, ("#edae49", "#d1495b", "#66a182", "#8fb8a0", "#2e6f95", "#c5ccd3", "#9aa5b1"), strict=True)
)


def write_summary(site: Site, choice: Choice, out: Path, step: Step = lambda done, total: None) -> SummaryFacts:
    """Writes the page about the chosen reports, and returns what it says.

    Raises ``OSError``, ``NotArchived`` and ``ArchiveDamaged``.
    """
    out.parent.stat()  # a folder that is not there is told before the work, not after it
    facts = gather(site, cases(site, choice), step)
    year = f"{choice.year}年度" if choice.year else ""
    title = f"{year}项目支出绩效自评复核情况" + (f"：{choice.unit}" if choice.unit else "")
    out.write_text(render(facts, title=title, at=datetime.now().astimezone()), encoding="utf-8")
    return facts


def render(facts: SummaryFacts, *, title: str, at: datetime) -> str:
    """The page as HTML; ``at`` is when it was made."""
    by_money = sorted(facts.units.items(), key=lambda unit: unit[1].concerned, reverse=True)
    return (
        environment("perfeval_core.register")
        .get_template("summary.html")
        .render(
            title=title,
            at=at,
            numbers=_numbers(facts),
            charts={name: Markup(svg) for name, svg in _charts(facts).items()},
            units=[(name, one, _in_ten_thousand(one.concerned)) for name, one in by_money],
            kinds=[(kind, _of_kind(facts, kind), reports) for kind, reports in facts.kind_reports.most_common()],
            changed=changed(facts.reports)[:_MOST_LISTED],
        )
    )


def _numbers(facts: SummaryFacts) -> list[tuple[str, str]]:
    whole, letters = facts.whole, facts.letters
    sent = sum(letters[name] for name in LETTERS[1:])
    above = sum(apart(row) > 0 and row["stated_total"] > row["total_high"] for row in facts.reports)
    unknown = f"，另有 {whole.unknown} 份没有读到金额" if whole.unknown else ""
    items = facts.items.items()
    decided, waiting = (sum(n for (_, one), n in items if one == status) for status in ("decided", "open"))
    return [
        ("报告", f"{sum(whole.reports.values())} 份，{len(facts.units)} 个单位"),
        ("不能读取的文件", f"{facts.unread} 个（不分单位和年度）"),
        ("疑点", f"{sum(whole.findings.values())} 条，其中确定 {facts.certain} 条"),
        ("待办或已确认的疑点", f"{whole.standing} 条"),
        ("涉及金额", f"{_in_ten_thousand(whole.concerned)} 万元{unknown}"),
        ("自评总分偏高", f"{above} 份；等级改变 {sum(grade_changes(row) for row in facts.reports)} 份"),
        ("复核任务", f"已决定 {decided} 个，待办 {waiting} 个（逾期 {facts.overdue} 个）"),
        ("退回", f"{whole.reports['returned']} 份，通知待发出 {letters['待发出']} 份"),
        ("整改通知", f"发出 {sent} 份，已反馈 {letters['已反馈']} 份，逾期未反馈 {letters['待反馈（逾期）']} 份"),
    ]


def _charts(facts: SummaryFacts) -> dict[str, str]:
    units = facts.units.items()
    standings: dict[str, str] = {standing: name for standing, name in STANDINGS.items()}
    stacks: dict[str, tuple[Counted, Mapping[str, str], Mapping[str, str]]] = {
        "reports": (_by_unit((unit, one.reports) for unit, one in units), _STANDING_COLOURS, standings),
        "findings": (_by_unit((unit, one.findings) for unit, one in units), charts.COLOURS, SEVERITIES),
        "kinds": (facts.kinds, charts.COLOURS, SEVERITIES),
        "items": (facts.items, _ITEM_COLOURS, _ITEMS),
        "queues": (facts.queues, _STATE_COLOURS, {name: name for name in FINDING_STATES}),
    }
    drawn = {
        name: charts.stacked(_rows(counted), "label", "count", "part", colours, names)
        for name, (counted, colours, names) in stacks.items()
        if counted
    }
    bars = {
        "standings": [{"label": STANDINGS[one], "count": facts.whole.reports[one]} for one in STANDINGS],
        "letters": [{"label": one, "count": facts.letters[one]} for one in LETTERS],
        "money": _money(facts),
    }
    drawn |= {name: charts.bars(rows, "label", "count") for name, rows in bars.items() if any(r["count"] for r in rows)}
    points = [row for row in scored(facts.reports) if row["low"] is not None]
    if points:
        drawn["scores"] = charts.stated_against_recomputed(points)
    return drawn


def _by_unit(counted: Iterable[tuple[str, Counter[Any]]]) -> dict[tuple[str, str], int]:
    return {(unit, part): count for unit, parts in counted for part, count in parts.items()}


def _rows(counted: Counted) -> list[dict[str, Any]]:
    return [{"label": label, "part": part, "count": count} for (label, part), count in counted.items()]


def _money(facts: SummaryFacts) -> Sequence[dict[str, Any]]:
    """The units with the most money concerned, in whole 万元: a bar is no place for more."""
    most = sorted(facts.units.items(), key=lambda unit: unit[1].concerned, reverse=True)[: charts.MOST]
    rows = [{"label": name, "count": int(round_half_up(one.concerned / _TEN_THOUSAND, 0))} for name, one in most]
    return [row for row in rows if row["count"]]


def _of_kind(facts: SummaryFacts, kind: str) -> int:
    return sum(count for (name, _), count in facts.kinds.items() if name == kind)


def _in_ten_thousand(yuan: Decimal) -> str:
    return f"{round_half_up(yuan / _TEN_THOUSAND, 2):,}"
