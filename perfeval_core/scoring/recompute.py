"""All scores of one report under one pack."""

from perfeval_core.domain.report import Report
from perfeval_core.domain.scores import ScoreSheet
from perfeval_core.rulebook.model import RuleSet
from perfeval_core.scoring.execution import execution_score
from perfeval_core.scoring.lines import score_line
from perfeval_core.scoring.totals import grades_touched, total


def recompute(report: Report, ruleset: RuleSet) -> ScoreSheet:
    """The score sheet of ``report`` under the pack of ``ruleset``.

    Exact on the inside; each line is rounded once, half up, and the total is the sum of rounded lines. Without a budget
    table or without indicators there is no total.
    """
    pack = ruleset.pack
    execution = execution_score(report, pack)
    indicators = tuple(score_line(figures, pack) for figures in report.indicators)
    whole = None
    if execution and indicators:
        whole = total([execution.points, *(line.points for line in indicators)])
    return ScoreSheet(
        pack=pack.id,
        pack_hash=ruleset.pack_hash,
        execution=execution,
        indicators=indicators,
        total=whole,
        stated_total=report.filing.stated.total,
        grade=grades_touched(whole, pack) if whole else (),
        stated_grade=report.filing.stated.grade,
    )
