"""指标重复: one thing is measured and scored twice."""

from collections.abc import Iterator

from perfeval_core.domain.filing import Indicator
from perfeval_core.domain.findings import Evidence
from perfeval_core.rules.judgement.evidence import on_indicator
from perfeval_core.rules.judgement.naming import normal
from perfeval_core.rules.subject import Subject


def check(subject: Subject) -> Iterator[Evidence]:
    """Same name (in whatever order of characters) and target; reported on the later row, against the first."""
    first: dict[tuple[str, ...], Indicator] = {}
    for row, figures in enumerate(subject.report.indicators):
        cells = figures.cells
        name = normal(cells.name)
        if not name:
            continue
        letters = "".join(sorted(name))
        keys = [(letters, "level2", cells.level2), (letters, "target", cells.target or cells.target_initial or "")]
        earlier = next((first[key] for key in keys if key in first and _same_target(first[key], cells)), None)
        if earlier is not None:
            yield on_indicator(subject, row, "name", earlier=f"{earlier.level2}“{earlier.name}”")
            continue
        for key in keys:
            first.setdefault(key, cells)


def _same_target(one: Indicator, other: Indicator) -> bool:
    return (one.target or one.target_initial) == (other.target or other.target_initial)
