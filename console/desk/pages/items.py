"""One review item (复核任务): the report's pages beside its findings; claim, correct, decide."""

from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from console.desk.case import case_of
from console.desk.files import DOCX, attachment, paper
from console.desk.forms import Fields, Own
from console.desk.render import page
from console.desk.visitors import Reviewing, Viewing, Visitor, hidden, sees_report, site_of
from console.desk.words import word
from console.waking import wake
from perfeval_core import reviewing
from perfeval_core.domain.review import (
    FINDING_OUTCOMES,
    REPORT_OUTCOMES,
    FindingOutcome,
    Missed,
    Refused,
)
from perfeval_core.ledger import Claim, Decision, QueuedItem, Wanted
from perfeval_core.letters.opinion import opinion as compose

room = APIRouter()
"""``GET /items/{item}``, and ``POST`` for each thing that a reviewer does."""


@room.get("/items/{item_id}")
def show(request: Request, visitor: Viewing, item_id: str) -> Response:
    return _shown(request, visitor, _found(request, visitor, item_id))


@room.post("/items/{item_id}/claim")
def claim(request: Request, visitor: Reviewing, item_id: str, _fields: Own) -> Response:
    found = _found(request, visitor, item_id)
    held = reviewing.claim(site_of(request), item_id, visitor.name)
    return _after(request, visitor, found, held, f"/items/{item_id}")


@room.post("/items/{item_id}/release")
def release(request: Request, visitor: Reviewing, item_id: str, _fields: Own) -> Response:
    found = _found(request, visitor, item_id)
    refused = site_of(request).ledger.reviews.release(item_id, visitor.name)
    return _after(request, visitor, found, refused, f"/queue?queue={found.item.queue}&said=released")


@room.post("/items/{item_id}/correct")
def correct(request: Request, visitor: Reviewing, item_id: str, fields: Own) -> Response:
    here, found = site_of(request), _found(request, visitor, item_id)
    made = reviewing.claim(here, item_id, visitor.name)
    if isinstance(made, Claim):
        reason = fields.get("why", "")
        answer = (
            reviewing.correct(here, made, fields.get("field", ""), fields.get("value", ""), reason)
            if reason
            else Refused("更正必须写明理由，例如：原件第5页是18")
        )
        return _after(request, visitor, found, answer, f"/items/{item_id}?said=corrected#corrections", fields)
    return _after(request, visitor, found, made, "", fields)


@room.post("/items/{item_id}/decide")
def decide(request: Request, visitor: Reviewing, item_id: str, fields: Own) -> Response:
    here, found = site_of(request), _found(request, visitor, item_id)
    made = _decided(request, visitor, found, fields)
    if isinstance(made, Refused):
        return _after(request, visitor, found, made, "", fields)
    if made.final and made.corrections:
        wake()
    wanted = Wanted(queue=found.item.queue)
    following = here.ledger.browse.next_item(wanted, visitor.account.units, item_id, visitor.name)
    said = "decided" if made.final else "second"
    address = f"/items/{following}" if following else "/queue"
    return RedirectResponse(f"{address}?{urlencode({'said': said})}", 303)


@room.post("/items/{item_id}/reopen")
def reopen(request: Request, visitor: Reviewing, item_id: str, fields: Own) -> Response:
    found = _found(request, visitor, item_id)
    refused = site_of(request).ledger.reviews.reopen(item_id, visitor.name, fields.get("why", ""))
    return _after(request, visitor, found, refused, f"/items/{item_id}?said=reopened", fields)


@room.get("/items/{item_id}/opinion.docx")
def opinion(request: Request, visitor: Viewing, item_id: str) -> Response:
    """The review opinion (复核意见表), as far as the visitor may see it."""
    here, found = site_of(request), _found(request, visitor, item_id)
    document = paper(compose(here, found, visitor.name), here.settings.opinion_template, "opinion", "复核意见表")
    return attachment(document, f"复核意见表_{item_id}.docx", DOCX)


def _decided(request: Request, visitor: Visitor, found: QueuedItem, fields: Fields) -> Decision | Refused:
    """What the form decides, submitted under the visitor's own claim."""
    here, item_id = site_of(request), found.item.item_id
    outcome = word(fields.get("report"), REPORT_OUTCOMES)
    if outcome is None:
        return Refused("请选择对整份报告的结论：通过、退回或转交")
    held = reviewing.claim(here, item_id, visitor.name)
    if isinstance(held, Refused):
        return held
    said: dict[str, tuple[FindingOutcome, str | None]] = {}
    for name in found.item.findings:
        outcome_: FindingOutcome | None = word(fields.get(f"finding-{name}"), FINDING_OUTCOMES)
        if outcome_ is not None:
            said[name] = (outcome_, fields.get(f"reason-{name}") or None)
    return reviewing.decide(here, held, outcome, said, fields.get("reason") or None, _missed(fields))


def _missed(fields: Fields) -> list[Missed]:
    """What the program should have found: one line of kind and words for each that was filled in."""
    kinds = [(fields.get(f"missed-{number}", ""), fields.get(f"missed-detail-{number}", "")) for number in (1, 2, 3)]
    return [Missed(kind=kind, detail=detail) for kind, detail in kinds if kind]


def _found(request: Request, visitor: Visitor, item_id: str) -> QueuedItem:
    """The item, if the visitor may see it."""
    found = site_of(request).ledger.item(item_id)
    if found is None:
        raise hidden()
    report = found.item.report_id
    # what is about no single report is for who sees all
    if visitor.account.units is not None and (report is None or not sees_report(request, visitor, report)):
        raise hidden()
    return found


def _after(
    request: Request, visitor: Visitor, found: QueuedItem, answer: object, then: str, fields: Fields | None = None
) -> Response:
    """On to ``then``; what was refused is said on the item's page, with what was filled in."""
    if isinstance(answer, Refused):
        fresh = site_of(request).ledger.item(found.item.item_id) or found
        return _shown(request, visitor, fresh, 409, answer.message, fields)
    return RedirectResponse(then, 303)


def _shown(
    request: Request,
    visitor: Visitor,
    found: QueuedItem,
    status: int = 200,
    problem: str | None = None,
    fields: Fields | None = None,
) -> Response:
    case = case_of(site_of(request), request.app.state.pictures, found, visitor.account)
    site_of(request).ledger.people.viewed(visitor.name, found.item.report_id or found.item.item_id)
    mine = found.holder is not None and found.holder.by == visitor.name
    return page(
        request,
        visitor,
        "item.html",
        status,
        one=found,
        case=case,
        mine=mine,
        may_decide=visitor.account.may("review") and found.status == "open" and (mine or found.holder is None),
        problem=case.in_words(problem) if problem else None,
        entered=fields or {},
    )
