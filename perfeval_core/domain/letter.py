"""What stands in a letter of rectification (整改通知) that went out, and what the unit says to it (整改反馈)."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from perfeval_core.domain.base import Frozen
from perfeval_core.domain.review import DueDate

LetterState = Literal["issued", "answered", "closed", "superseded"]

LETTER_STATES: dict[LetterState, str] = {
    "issued": "待反馈",
    "answered": "已反馈",
    "closed": "已关闭",
    "superseded": "已再次发出",
}

Demand = Literal["correct", "explain"]
"""须更正 (it follows from the report's own figures), 须说明 (the unit has to say what the matter is)."""

DEMANDS: dict[Demand, str] = {"correct": "须更正", "explain": "须说明"}

Stance = Literal["accepted", "contested"]
"""接受; 申辩 (the unit's right to state and defend itself), which needs a reason."""

STANCES: dict[Stance, str] = {"accepted": "接受", "contested": "申辩"}


class Asked(Frozen):
    """One finding that a letter asks about; ``stated`` and ``expected`` are the finding's own at that time."""

    finding_id: str
    demand: Demand
    stated: str | None
    expected: str | None


class UnitAnswer(Frozen):
    """What the unit says of one finding."""

    finding_id: str
    stance: Stance
    reason: str | None = None


@dataclass(frozen=True)
class Outgoing:
    """A letter that is to go out: about which version of a report, on which day, answered by when, asking what.

    ``document`` is the sha256 of the file that the unit gets, ``days`` the working days that it has.
    """

    report_version: str
    document: str
    on: date
    due: DueDate
    days: int
    asked: tuple[Asked, ...]
