"""Corrections (更正) and a report: the machine's reading with what people read instead, and what comes of that."""

from collections.abc import Sequence

from perfeval_core.domain.correction import Correction, newest
from perfeval_core.domain.dossier import Dossier
from perfeval_core.domain.filing import ExtractedFile, Filing
from perfeval_core.domain.place import CERTAIN, places
from perfeval_core.domain.review import Refused
from perfeval_core.extraction.cells import Cell, by_hand, cell, readable, with_cell
from perfeval_core.extraction.extract import worst
from perfeval_core.extraction.status import with_corrections
from perfeval_core.pipeline import Rules, check_report
from perfeval_core.rescoring import Change, difference, filing_of


def machine_reading(dossier: Dossier) -> Filing:
    """The report as the machine read it, whatever was corrected since."""
    read = filing_of(dossier.report)
    for one in dossier.corrections:
        read = with_cell(read, one.field, one.machine, one.machine_at)
    return with_corrections(read, filing_of(dossier.report)) if dossier.corrections else read


def proposed(dossier: Dossier, field: str, value: str) -> tuple[Cell, str] | Refused:
    """The cell as the machine read it, and ``value`` in the spelling of all cells; refused if that corrects nothing."""
    found = cell(machine_reading(dossier), field)
    if isinstance(found, Refused):
        return found
    text = readable(found, value)
    if isinstance(text, Refused):
        return text
    doubted = any(place.confidence < CERTAIN for place in places(found.at))
    again = any(one.field == field for one in dossier.corrections)
    if text == (found.text or "") and not doubted and not again:
        return Refused(f"{found.label}读到的就是“{found.text or '（空）'}”，不用更正")
    return found, text


def corrected(read: Filing, corrections: Sequence[Correction]) -> tuple[Filing, tuple[Correction, ...]] | Refused:
    """``read``, the machine's reading, with the newest of ``corrections`` of each cell, and these as they were applied.

    Refused if one of them is about a cell that is not there, or that the machine reads otherwise than it did.
    """
    filing, applied = read, []
    for one in newest(corrections):
        found = cell(read, one.field)
        if isinstance(found, Refused):
            return found
        if found.text != one.machine:
            was, now = one.machine or "（空）", found.text or "（空）"
            return Refused(f"{found.label}更正时机器读到“{was}”，现在读到“{now}”，请重新更正")
        blank = one.corrected == "" and one.field.startswith("stated.")
        filing = with_cell(filing, one.field, None if blank else one.corrected, by_hand(found, read))
        applied.append(one.model_copy(update={"machine_at": found.at}))
    return with_corrections(filing, read), tuple(applied)


def preview(dossier: Dossier, corrections: Sequence[Correction], rules: Rules) -> Change | Refused:
    """What ``corrections``, all that hold of this report, would change about its scores and findings (预览)."""
    made = corrected(machine_reading(dossier), corrections)
    if isinstance(made, Refused):
        return made
    again, _ = check_report(made[0], dossier.report_id, rules(made[0]))
    return difference(dossier.report_id, dossier.report, again)


def with_reports(file: ExtractedFile, reports: Sequence[Filing]) -> ExtractedFile:
    """``file`` with ``reports`` in place of its own; what of it is left for a person to see follows from them."""
    said = worst(reports)
    return file.model_copy(update={"reports": tuple(reports), "status": said.status, "reason": said.reason})
