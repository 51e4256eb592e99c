"""The charts of the quality page, as SVG: drawn here, so that the page needs no script and no network."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

Rows = Sequence[Mapping[str, Any]]

_FONT = "Noto Sans CJK SC, Microsoft YaHei, PingFang SC, sans-serif"
_WIDTH = 560
_BAR = 22
MOST = 20
"""Bars in one chart; the rest is in the tables."""
_SQUARE = 360
_TICKS = 8
COLOURS = {
    "critical": "#8c1c13",
    "high": "#d1495b",
    "medium": "#edae49",
    "low": "#66a182",
    "info": "#9aa5b1",
}
_SURENESS = {"sure": "#2e6f95", "unsure": "#edae49"}


def bars(rows: Rows, label: str, value: str, *, colour: str = "#2e6f95") -> str:
    """One horizontal bar for each row, in their order."""
    chart = (
        _base(rows)
        .mark_bar(color=colour)
        .encode(y=_names(label), x=_count(value, max((row[value] for row in rows), default=0)))
    )
    return _svg(_labelled(chart, value), len(rows))


def stacked(rows: Rows, label: str, value: str, part: str, colours: Mapping[str, str], names: Mapping[str, str]) -> str:
    """Horizontal bars in ``part``s, the longest bars first, at most as many as can be looked at."""
    sums = Counter[str]()
    for row in rows:
        sums[row[label]] += row[value]
    shown = [name for name, _ in sums.most_common(MOST)]
    order = {name: place for place, name in enumerate(names)}
    parts = [
        {**row, "part": names[row[part]], "order": order[row[part]]} for row in rows if row[label] in shown
    ]  # fmt: skip
    domain = [names[key] for key in colours]
    scale = alt.Scale(domain=domain, range=list(colours.values()))
    chart = _base(parts).mark_bar().encode(
        y=alt.Y(f"{label}:N", sort=shown, title=None),
        x=_count(value, max(sums.values())),
        color=alt.Color("part:N", scale=scale, title=None, legend=alt.Legend(orient="bottom")),
        order="order:Q",
    )  # fmt: skip
    return _svg(chart, len(shown))


def by_sureness(rows: Rows) -> str:
    """Rows of tables by the way in which they were read."""
    parts = [{**row, "part": "sure" if row["sure"] else "unsure"} for row in rows]
    return stacked(parts, "label", "rows", "part", _SURENESS, {"sure": "有把握", "unsure": "须人工核对"})


def stated_against_recomputed(rows: Rows) -> str:
    """Stated totals across, recomputed ones upright (a line where they are an interval); equal ones on the diagonal."""
    scale = alt.Scale(domain=[0, 100])
    across = alt.X("stated:Q", title="自评总分", scale=scale)
    base = _base(rows)
    diagonal = _base([{"a": 0}, {"a": 100}]).mark_line(color="#9aa5b1", strokeDash=[4, 4])
    spans = base.mark_rule(color="#d1495b", opacity=0.6).encode(
        x=across, y=alt.Y("low:Q", title="复算总分", scale=scale), y2="high:Q"
    )
    points = base.mark_point(color="#d1495b", filled=True, size=36).encode(x=across, y=alt.Y("high:Q", scale=scale))
    chart = diagonal.encode(x="a:Q", y="a:Q") + spans + points
    return _drawn(chart.properties(width=_SQUARE, height=_SQUARE))


def trimmed(rows: Rows) -> str:
    """Initial and full-year budget of the reports that cut most, in 万元."""
    order = [row["label"] for row in rows[:MOST]]
    parts = [
        {"label": row["label"], "part": part, "value": row[field]}
        for row in rows[:MOST]
        for part, field in (("年初预算", "initial_compiled"), ("全年预算", "full_year"))
    ]
    scale = alt.Scale(domain=["年初预算", "全年预算"], range=["#9aa5b1", "#2e6f95"])
    chart = _base(parts).mark_bar().encode(
        y=alt.Y("label:N", sort=order, title=None),
        yOffset=alt.YOffset("part:N", sort=["年初预算", "全年预算"]),
        x=alt.X("value:Q", title="万元"),
        color=alt.Color("part:N", scale=scale, title=None, legend=alt.Legend(orient="bottom")),
    )  # fmt: skip
    return _svg(chart, 2 * len(order))


def _base(rows: Rows) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=list(rows)))


def _names(label: str) -> alt.Y:
    return alt.Y(f"{label}:N", sort=None, title=None)


def _count(value: str, most: int) -> alt.X:
    return alt.X(f"sum({value}):Q", title=None, axis=alt.Axis(tickCount=min(most, _TICKS), format="d"))


def _labelled(chart: alt.Chart, value: str) -> Any:
    return chart + chart.mark_text(align="left", dx=4).encode(text=f"{value}:Q")


def _svg(chart: Any, rows: int) -> str:
    return _drawn(chart.properties(width=_WIDTH, height=_BAR * max(rows, 1)))


def _drawn(chart: Any) -> str:
    import vl_convert  # an engine of its own: loaded when something is drawn

    whole = chart.configure(font=_FONT, background="transparent").configure_view(stroke=None)
    return str(vl_convert.vegalite_to_svg(whole.configure_axis(labelLimit=260).to_dict()))
