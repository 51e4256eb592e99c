"""The upload page (报送): drag a file in, see its receipt; where the bureau allows it, the findings before filing."""

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, RedirectResponse, Response

from console.desk.form import BadForm
from console.desk.forms import check_origin, check_token
from console.desk.pace import too_fast
from console.desk.receiving import Sender, in_memory, received
from console.desk.refusals import Refused, wants_json
from console.desk.render import page
from console.desk.shown import ShownFinding, shown_findings
from console.desk.visitors import Uploading, Visitor, hidden, site_of
from perfeval_core.domain.findings import CheckedFile, CheckedFiling
from perfeval_core.domain.people import EVERY_UNIT_BELOW
from perfeval_core.dropfolder import receipts_of
from perfeval_core.extraction.extractor import ExtractorPool
from perfeval_core.pipeline import evaluate

room = APIRouter()
"""``GET|POST /upload``, ``GET /upload/{sha256}``, ``POST /precheck``."""


@room.get("/upload")
def ask(request: Request, visitor: Uploading) -> Response:
    return page(request, visitor, "upload.html", own_units=_own_units(visitor), listed=_listed(visitor))


@room.post("/upload")
async def take(request: Request, visitor: Uploading) -> Response:
    check_origin(request)
    made = await received(request, site_of(request), _sender(request, visitor))
    address = f"/upload/{made.sha256}"
    if wants_json(request):
        return JSONResponse({"receipt": address, "message": made.message}, 202)
    return RedirectResponse(address, 303)


@room.get("/upload/{sha256}")
def receipt(request: Request, visitor: Uploading, sha256: str) -> Response:
    every = receipts_of(site_of(request), sha256)
    if every is None:
        raise hidden()
    found = [one for one in every if one.submitted_by == visitor.name or visitor.account.sees(one.unit, one.unit)]
    if every and not found:
        raise hidden()
    return page(request, visitor, "receipt.html", receipts=found, sha256=sha256)


@room.post("/precheck")
async def precheck(request: Request, visitor: Uploading) -> Response:
    here = site_of(request)
    check_origin(request)
    if not here.settings.self_check:
        raise Refused(409, "no_self_check", "不能预检", "财政部门没有开放报送前的预检", "请直接报送")
    if too_fast(request, "precheck", visitor.name):
        raise Refused(429, "too_often", "没有预检", "预检太频繁", "请一分钟后再试")
    _, name, content = await in_memory(request, visitor)
    checked = await run_in_threadpool(_evaluated, request, name, content)
    return page(request, visitor, "precheck.html", checked=checked, reports=_reports(checked))


def _evaluated(request: Request, name: str, content: bytes) -> CheckedFile:
    checkers: ExtractorPool = request.app.state.checkers
    with checkers.one() as extractor:
        return evaluate(content, name, extractor, site_of(request).rules)


def _reports(checked: CheckedFile) -> list[tuple[CheckedFiling, list[ShownFinding]]]:
    return [(one, shown_findings(one.findings, one)) for one in checked.reports]


def _own_units(visitor: Visitor) -> list[str]:
    """The units for which the visitor may hand in, if they are counted; empty where he may for all."""
    return [one for one in visitor.account.units or () if not one.endswith(EVERY_UNIT_BELOW)]


def _listed(visitor: Visitor) -> bool:
    """Whether the units for which the visitor may hand in are all counted."""
    return visitor.account.units is not None and len(_own_units(visitor)) == len(visitor.account.units)


def _sender(request: Request, visitor: Visitor) -> Sender:
    people = site_of(request).ledger.people

    def check(fields: dict[str, str]) -> None:
        check_token(fields, visitor)
        if "submitted_by" in fields:
            raise BadForm("报送人就是登录的账号，不能另写")

    def unit_of(said: str | None) -> str | None:
        own = _own_units(visitor)
        unit = said or (own[0] if len(own) == 1 and _listed(visitor) else None)
        if visitor.account.units is not None and not visitor.account.sees(unit, unit):
            why = "要写明为哪个单位报送" if unit is None else f"“{visitor.name}”不能为单位 {unit} 报送"
            raise Refused(403, "wrong_unit", "没有收下", why, f"可以报送的单位：{'、'.join(visitor.account.units)}")
        return unit

    def note(sha256: str, name: str, size: int) -> None:
        people.uploaded(visitor.name, sha256, name, size)

    return Sender(lambda _fields: visitor.name, check, unit_of, note)
