"""A dossier to rows: what was recomputed and what was found."""

import json
from collections.abc import Iterator

from perfeval_core.domain.dossier import Dossier
from perfeval_core.domain.findings import Finding
from perfeval_core.domain.numbers import points
from perfeval_core.domain.report import StatedFigures
from perfeval_core.domain.scores import ExecutionScore, IndicatorScore, Interval, Proof, ScoreSheet
from perfeval_core.warehouse.frames import Row, Value
from perfeval_core.warehouse.inputs import LoadedReport

EMPTY: dict[str, Value] = dict.fromkeys(
    (
        *("indicator_row", "method", "rate", "low", "high", "low_included", "high_included", "points_text"),
        *("stated", "stated_text", "agrees", "grades", "inputs", "exact", "citation", "note"),
    )
)

_AS_IS = {
    *("rule", "kind", "severity", "certainty", "sureness"),
    *("indicator", "field", "stated", "expected", "message", "citation"),
}


def score_rows(loaded: LoadedReport) -> Iterator[Row]:
    """The rows of the table ``score``, without lineage and row number: execution, indicators, total."""
    sheet = loaded.dossier.report.scores
    if sheet is None:
        return
    if sheet.execution is not None:
        yield from _execution_rows(sheet.execution)
    for row, indicator in enumerate(sheet.indicators):
        yield _indicator_row(row, indicator)
    yield _total_row(sheet, loaded.report.stated)


def _execution_rows(score: ExecutionScore) -> Iterator[Row]:
    stated = points(score.stated)
    yield {
        **EMPTY,
        "line": "execution_full_year",
        "name": "预算执行率",
        "rate": score.rate,
        **_interval(score.points),
        "stated": stated,
        "stated_text": score.stated,
        "agrees": score.points.holds(stated) if score.points and stated is not None else None,
        **_proof(score.proof),
    }
    initial = score.on_initial_budget
    yield {
        **EMPTY,
        "line": "execution_initial",
        "name": "预算执行率",
        "rate": initial.rate,
        **_interval(initial.points),
    }


def _indicator_row(row: int, score: IndicatorScore) -> Row:
    return {
        **EMPTY,
        "line": "indicator",
        "indicator_row": row,
        "name": score.name,
        "method": score.method,
        **_interval(score.points),
        "stated": points(score.stated),
        "stated_text": score.stated,
        "agrees": score.agrees,
        **_proof(score.proof),
    }


def _total_row(sheet: ScoreSheet, stated: StatedFigures) -> Row:
    return {
        **EMPTY,
        "line": "total",
        "name": "总分",
        **_interval(sheet.total),
        "stated": stated.total,
        "stated_text": sheet.stated_total,
        "agrees": sheet.total.holds(stated.total) if sheet.total and stated.total is not None else None,
        "grades": "/".join(sheet.grade) or None,
    }


def _interval(interval: Interval | None) -> dict[str, Value]:
    if interval is None:
        return {}
    return {**interval.model_dump(), "points_text": str(interval)}


def _proof(proof: Proof) -> dict[str, Value]:
    inputs = json.dumps(proof.inputs, ensure_ascii=False, sort_keys=True)
    return {"inputs": inputs, "exact": proof.exact, "citation": proof.citation, "note": proof.note}


def finding_row(finding: Finding) -> Row:
    """The row of the table ``finding``, without lineage."""
    return {
        **finding.model_dump(include=_AS_IS),
        "finding_id": finding.id,
        "other_text": finding.other.text if finding.other else None,
        "other_page": finding.other.page if finding.other else None,
        "page": finding.at[0].page if finding.at else None,
        "caused_by": list(finding.caused_by),
    }


def failure_rows(dossier: Dossier) -> Iterator[Row]:
    """The rows of the table ``rule_failure``, without lineage and row number."""
    for failure in dossier.failures:
        yield {"rule": failure.rule, "error": failure.error}
