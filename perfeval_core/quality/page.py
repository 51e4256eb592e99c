"""The page itself: numbers, charts and tables in one HTML file. What documents say is escaped."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from perfeval_core.domain.names import STATUS_NAMES
from perfeval_core.quality import charts
from perfeval_core.quality.facts import Facts, Rows
from perfeval_core.rulebook.names import SEVERITIES

ROUTES = {"text": "文字版", "fallback": "备用路线", "ocr": "文字识别", "native": "Word、Excel", "person": "人工更正"}
_TEN_THOUSAND = Decimal(10000)
_MOST_LISTED = 200


@dataclass(frozen=True)
class Names:
    """How kinds of findings (疑点类型) and reasons of quarantine (隔离原因) are called."""

    kind: Callable[[str], str]
    reason: Callable[[str | None], str]


def render(facts: Facts, names: Names, *, title: str, at: datetime) -> str:
    """The page as HTML; ``at`` is when it was made."""
    status = Counter(row["status"] for row in facts.files)
    return (
        environment()
        .get_template("page.html")
        .render(
            title=title,
            at=at,
            numbers=_numbers(facts, status),
            charts={name: Markup(svg) for name, svg in _charts(facts, names, status).items()},
            unread=[
                {"name": row["file_name"], "status": STATUS_NAMES[row["status"]], "reason": _why(row, names)}
                for row in facts.files
                if row["status"] != "extracted"
            ][:_MOST_LISTED],
            expectations=[{**row, "severity": SEVERITIES[row["severity"]]} for row in facts.expectations],
            changed=changed(facts.reports)[:_MOST_LISTED],
            cut=_cut(facts.reports)[:_MOST_LISTED],
        )
    )


def environment(*packages: str) -> Environment:
    """Renders the templates of this package, and those of other ``packages`` that build on them; escapes all text."""
    loaders = [PackageLoader(package, "") for package in ("perfeval_core.quality", *packages)]
    return Environment(loader=ChoiceLoader(loaders), autoescape=True, undefined=StrictUndefined)


def _why(row: dict[str, Any], names: Names) -> str:
    return names.reason(row["reason"]) if row["status"] == "quarantined" else str(row["reason"] or "")


def _numbers(facts: Facts, status: Counter[str]) -> list[tuple[str, str]]:
    partial = sum(row["status"] == "partial" for row in facts.reports)
    doubted = sum(row["rows"] for row in facts.routes if not row["sure"])
    rows = sum(row["rows"] for row in facts.routes)
    unclaimed = sum(row["table_text_unclaimed"] or 0 for row in facts.files)
    grades = sum(grade_changes(row) for row in facts.reports)
    return [
        ("文件", f"{len(facts.files)} 个，{STATUS_NAMES['quarantined']} {status['quarantined']} 个"),
        ("报告", f"{len(facts.reports)} 份，{STATUS_NAMES['partial']} {partial} 份"),
        ("表格行", f"{rows} 行，须核对 {doubted} 行；未认文字 {unclaimed} 字"),
        ("疑点", f"{sum(row['findings'] for row in facts.kinds)} 条"),
        ("复算总分与自评不同", f"{len(changed(facts.reports))} 份，等级改变 {grades} 份"),
        ("压减预算", f"{len(_cut(facts.reports))} 份"),
        ("数据校验未通过", f"{sum(row['rows'] for row in facts.expectations)} 行"),
        ("应报未报", "；".join(map(_filed, facts.filed)) or "没有导入项目清单"),
    ]


def _filed(row: dict[str, Any]) -> str:
    return f"{row['fiscal_year']} 年度应报 {row['due']} 个，未报 {row['missing']} 个"


def _charts(facts: Facts, names: Names, status: Counter[str]) -> dict[str, str]:
    files = [{"label": STATUS_NAMES[one], "files": status[one]} for one in STATUS_NAMES]
    routes = [{**row, "label": ROUTES[row["route"]]} for row in facts.routes]
    kinds = [{**row, "label": names.kind(row["kind"])} for row in facts.kinds]
    units = [{**row, "label": row["unit"]} for row in facts.units]
    points = [row for row in scored(facts.reports) if row["low"] is not None]
    cut = [{"label": row["label"], **_in_ten_thousand(row)} for row in _cut(facts.reports)]
    drawn = {"files": charts.bars(files, "label", "files")}
    if routes:
        drawn["routes"] = charts.by_sureness(routes)
    if kinds:
        drawn["kinds"] = charts.stacked(kinds, "label", "findings", "severity", charts.COLOURS, SEVERITIES)
        drawn["units"] = charts.stacked(units, "label", "findings", "severity", charts.COLOURS, SEVERITIES)
    if points:
        drawn["scores"] = charts.stated_against_recomputed(points)
    if cut:
        drawn["cut"] = charts.trimmed(cut)
    return drawn


def scored(reports: Rows) -> list[dict[str, float | None]]:
    """Totals as places on a chart, where exactness ends."""
    return [
        {"stated": float(row["stated_total"]), "low": _place(row["total_low"]), "high": _place(row["total_high"])}
        for row in reports
        if row["stated_total"] is not None
    ]


def _in_ten_thousand(row: dict[str, Any]) -> dict[str, float]:
    return {name: float(row[name] / _TEN_THOUSAND) for name in ("initial_compiled", "full_year")}


def _place(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def changed(reports: Rows) -> Rows:
    """Reports whose stated total lies outside the recomputed one, the widest apart first."""
    found = [row for row in reports if apart(row) > 0]
    return sorted(found, key=apart, reverse=True)


def apart(row: dict[str, Any]) -> Decimal:
    """How far a report's stated total is from the recomputed one; 0 within it, or where either is missing."""
    stated, low, high = row["stated_total"], row["total_low"], row["total_high"]
    if stated is None or low is None or high is None:
        return Decimal(0)
    return Decimal(max(low - stated, stated - high, 0))


def grade_changes(row: dict[str, Any]) -> bool:
    """Whether the recomputed total cannot earn a report the grade that it states."""
    grades = (row["recomputed_grades"] or "").split("/")
    return bool(row["stated_grade"]) and grades != [""] and row["stated_grade"] not in grades


def _cut(reports: Rows) -> Rows:
    """Reports whose full-year budget is below the initial one and was spent to the last yuan, the largest cut first."""
    found = [
        {
            **row,
            "label": f"{row['project'] or '（项目名称未读到）'} {row['report_id']}",
            "less": row["initial_compiled"] - row["full_year"],
        }
        for row in reports
        if None not in (row["initial_compiled"], row["full_year"], row["executed"])
        and row["full_year"] < row["initial_compiled"]
        and row["full_year"] == row["executed"]
    ]
    return sorted(found, key=lambda row: row["less"], reverse=True)
