"""Letters to units (整改通知): what waits to go out, what was answered, and how it ended (整改反馈)."""

from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from console.desk.files import DOCX, attachment, paper
from console.desk.forms import Fields, Own
from console.desk.pages.reports import current, shown_report
from console.desk.refusals import Refused
from console.desk.render import page
from console.desk.visitors import Reviewing, Viewing, Visitor, hidden, sees_report, site_of
from console.desk.words import word
from perfeval_core import letters
from perfeval_core.domain import review
from perfeval_core.domain.letter import STANCES, UnitAnswer
from perfeval_core.ledger import IssuedLetter
from perfeval_core.letters.following import findings_of

room = APIRouter()
"""``GET /letters`` and below, ``GET /reports/{report}/letter.docx``, ``POST /reports/{report}/issue``."""


@room.get("/letters")
def every_letter(request: Request, visitor: Viewing, all: bool = False) -> Response:
    """What waits to go out, and the letters that are open, or all."""
    ledger = site_of(request).ledger
    found = [one for one in ledger.letters.everything() if (all or one.open) and _seen(request, visitor, one.report_id)]
    unsent = [one for one in ledger.letters.unsent() if _seen(request, visitor, one.report_id)]
    return page(request, visitor, "letters.html", letters=found, unsent=unsent, all=all)


@room.get("/letters/{letter_id}")
def one_letter(request: Request, visitor: Viewing, letter_id: str) -> Response:
    """One letter: what it asks, what the unit answered, what it filed since."""
    return _shown(request, visitor, _found(request, visitor, letter_id))


@room.post("/letters/{letter_id}/reply")
def reply(request: Request, visitor: Reviewing, letter_id: str, fields: Own) -> Response:
    """What the unit answered, for ever."""
    found = _found(request, visitor, letter_id)
    made = _replied(request, visitor, found, fields)
    if isinstance(made, review.Refused):
        return _shown(request, visitor, found, made.message, fields)
    return RedirectResponse(f"/letters/{letter_id}?said=replied", 303)


@room.post("/letters/{letter_id}/close")
def close(request: Request, visitor: Reviewing, letter_id: str, fields: Own) -> Response:
    """The end of a letter."""
    found = _found(request, visitor, letter_id)
    refused = site_of(request).ledger.letters.close(letter_id, visitor.name, fields.get("reason", ""))
    if refused is not None:
        return _shown(request, visitor, found, refused.message, fields)
    return RedirectResponse(f"/letters/{letter_id}?said=closed", 303)


@room.get("/reports/{report_id}/letter.docx")
def draft(request: Request, visitor: Reviewing, report_id: str) -> Response:
    """The letter as it would go out today."""
    name, document = _composed(request, visitor, report_id)
    return attachment(document, name, DOCX)


@room.post("/reports/{report_id}/issue")
def issue(request: Request, visitor: Reviewing, report_id: str, _fields: Own) -> Response:
    """The letter, noted to go out today; the answer is the file whose hash is on record."""
    here = site_of(request)
    name, document = _composed(request, visitor, report_id)
    dossier = here.archive.get_dossier(current(request, visitor, report_id).version.dossier_sha256)
    made = letters.issue(here, dossier, document, here.ledger.today(), visitor.name)
    if isinstance(made, review.Refused):
        return shown_report(request, visitor, report_id, None, 409, made.message)
    return attachment(document, name, DOCX)


def _composed(request: Request, visitor: Visitor, report_id: str) -> tuple[str, bytes]:
    """Name and content of the letter. Raises ``Refused`` if there is nothing to ask."""
    here = site_of(request)
    dossier = here.archive.get_dossier(current(request, visitor, report_id).version.dossier_sha256)
    content = letters.compose(here, dossier, here.ledger.today())
    if content is None:
        why = "这份报告没有要单位更正或说明的疑点"
        raise Refused(409, "nothing_to_ask", "不需要整改通知", why, "已豁免、已定为不成立或说明的不列入通知")
    document = paper(content, here.settings.letter_template, "rectification", "整改通知")
    return f"整改通知_{content.unit}_{content.project}.docx", document


def _replied(request: Request, visitor: Visitor, found: IssuedLetter, fields: Fields) -> review.Refused | None:
    try:
        on = date.fromisoformat(fields.get("on", ""))
    except ValueError:
        return review.Refused("反馈日期要写成 2026-12-31 这样的日期")
    answers = []
    for one in found.asked:
        stance = word(fields.get(f"stance-{one.finding_id}"), STANCES)
        if stance is not None:
            why = fields.get(f"why-{one.finding_id}") or None
            answers.append(UnitAnswer(finding_id=one.finding_id, stance=stance, reason=why))
    ledger = site_of(request).ledger
    made = ledger.letters.reply(found.letter_id, visitor.name, on, fields.get("text", ""), answers)
    return made if isinstance(made, review.Refused) else None


def _found(request: Request, visitor: Visitor, letter_id: str) -> IssuedLetter:
    found = site_of(request).ledger.letters.find(letter_id)
    if found is None or not _seen(request, visitor, found.report_id):
        raise hidden()
    return found


def _seen(request: Request, visitor: Visitor, report_id: str) -> bool:
    return visitor.account.units is None or sees_report(request, visitor, report_id)


def _shown(
    request: Request, visitor: Visitor, found: IssuedLetter, problem: str | None = None, entered: Fields | None = None
) -> Response:
    here = site_of(request)
    return page(
        request,
        visitor,
        "letter.html",
        409 if problem else 200,
        letter=found,
        findings=findings_of(here, found),
        replies=here.ledger.letters.replies(found.letter_id),
        follow_up=letters.follow_up(here, found),
        problem=problem,
        entered=entered or {},
        today=here.ledger.today(),
    )
