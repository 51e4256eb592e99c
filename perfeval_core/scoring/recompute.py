"""All scores of one report under one pack."""

from perfeval_core.domain.report import Report
from perfeval_core.domain.scores import ExecutionBasis, Interval, ScoreSheet, Totals
from perfeval_core.rulebook.model import Pack, RuleSet
from perfeval_core.scoring.correction import minimal_correction
from perfeval_core.scoring.execution import execution_score
from perfeval_core.scoring.lights import warning_lights
from perfeval_core.scoring.lines import score_line
from perfeval_core.scoring.parameters import parameters
from perfeval_core.scoring.totals import grades_touched, total


def recompute(report: Report, ruleset: RuleSet) -> ScoreSheet:
    """The score sheet of ``report`` under the pack of ``ruleset``.

    Exact on the inside; each line is rounded once, half up, and the total is the sum of rounded lines. Without a budget
    table or without indicators there is no total.
    """
    pack = ruleset.pack
    execution = execution_score(report, pack)
    indicators = tuple(score_line(figures, pack) for figures in report.indicators)
    lines = total(line.points for line in indicators)
    whole = _totals(execution, lines, pack)
    return ScoreSheet(
        pack=pack.id,
        pack_hash=ruleset.pack_hash,
        execution=execution,
        indicators=indicators,
        total=whole.total,
        stated_total=report.filing.stated.total,
        grade=whole.grade,
        stated_grade=report.filing.stated.grade,
        on_initial_budget=_totals(execution.on_initial_budget if execution else None, lines, pack),
        warning_lights=warning_lights(execution, lines, pack),
        correction=minimal_correction(report, execution, indicators, pack),
        parameters=parameters(pack),
    )


def _totals(execution: ExecutionBasis | None, lines: Interval | None, pack: Pack) -> Totals:
    whole = total([execution.points, lines]) if execution else None
    return Totals(total=whole, grade=grades_touched(whole, pack) if whole else ())
