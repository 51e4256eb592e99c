"""Makes report documents, each with its truth, from a plain description.

made = make(ReportText(...), "reportlab", Look(size=12))
made.pdf      # bytes
made.truth    # what a perfect reader would say: one dict a report, the shape of `perfeval extract --json`
compiled([made, another])  # several reports in one file
"""

from tests.makers.description import BudgetText, GoalText, IndicatorText, ReportText, StatedText
from tests.makers.document import Look
from tests.makers.making import PRODUCERS, Made, compiled, make, missing

__all__ = [
    "PRODUCERS",
    "BudgetText",
    "GoalText",
    "IndicatorText",
    "Look",
    "Made",
    "ReportText",
    "StatedText",
    "compiled",
    "make",
    "missing",
]
