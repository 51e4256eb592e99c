"""Corrections (更正): a cell that the program misread, mended by a person. The machine's reading is kept beside it."""

from collections.abc import Iterable
from datetime import datetime

from perfeval_core.domain.base import Frozen
from perfeval_core.domain.place import At


class Correction(Frozen):
    """One corrected cell. ``field`` names it as the dossier does, rows counted from 1: ``indicators.3.points``.

    ``machine`` is what the machine read (``None``: nothing), ``machine_at`` where and how; ``corrected`` is what the
    document shows, in the same spelling as all cells.
    """

    correction_id: str
    field: str
    machine: str | None
    machine_at: At | None = None
    corrected: str
    reason: str
    reviewer: str
    made_at: datetime


def newest(corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """The last correction of each field, out of ``corrections`` in the order in which they were made."""
    return tuple({one.field: one for one in corrections}.values())
