"""Reports (报告): search, one report whole, what changed between two, waivers, and its letter."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from console.desk.case import others_of, report_of
from console.desk.forms import Fields, Own
from console.desk.paging import SIZE, Paging, offset
from console.desk.render import page
from console.desk.visitors import Leading, Viewing, Visitor, hidden, sees_report, site_of
from console.differences import excerpts
from perfeval_core.casework import waive
from perfeval_core.ledger import RecordedVersion
from perfeval_core.refiling import between

_LONGEST_REASON = 500


room = APIRouter()
"""``GET /reports`` and below."""


@room.get("/reports")
def search(
    request: Request,
    visitor: Viewing,
    q: Annotated[str, Query(max_length=100)] = "",
    number: Annotated[int, Query(ge=1, le=100_000, alias="page")] = 1,
) -> Response:
    text = q.strip()
    found = site_of(request).ledger.browse.reports(text, visitor.account.units, SIZE, offset(number))
    paging = Paging(number, found.total, "/reports", (("q", text),))
    return page(request, visitor, "reports.html", found=found, paging=paging, text=text)


@room.get("/reports/{report_id}")
def report(request: Request, visitor: Viewing, report_id: str, version: str | None = None) -> Response:
    return shown_report(request, visitor, report_id, version)


@room.get("/reports/{report_id}/diff")
def diff(request: Request, visitor: Viewing, report_id: str, before: str, after: str) -> Response:
    old, new = (_version(request, visitor, name) for name in (before, after))
    change = between(site_of(request), old, new)
    cells = [(one, *excerpts(one.before, one.after)) for one in change.cells]
    return page(request, visitor, "diff.html", change=change, cells=cells, report_id=report_id)


@room.post("/reports/{report_id}/waive")
def set_aside(request: Request, visitor: Leading, report_id: str, fields: Own) -> Response:
    _versions(request, visitor, report_id)
    problem = _waived(request, visitor, report_id, fields)
    if problem is not None:
        return shown_report(request, visitor, report_id, None, 409, problem)
    return RedirectResponse(f"/reports/{report_id}?said=waived", 303)


def _waived(request: Request, visitor: Visitor, report_id: str, fields: Fields) -> str | None:
    """Sets a rule aside; why not, if it is not done."""
    here, rule, reason = site_of(request), fields.get("rule", ""), fields.get("reason", "")[:_LONGEST_REASON]
    dossier = here.archive.get_dossier(current(request, visitor, report_id).version.dossier_sha256)
    if rule not in {one.rule for one in dossier.report.findings}:
        return "这份报告没有这条规则的疑点"
    if not reason:
        return "豁免必须写明理由"
    try:
        expires = date.fromisoformat(fields["expires"]) if fields.get("expires") else None
    except ValueError:
        return "到期日要写成 2026-12-31 这样的日期"
    if expires is not None and expires < here.ledger.today():
        return "到期日已经过了"
    waive(here, report_id, rule, reason, visitor.name, expires)
    return None


def shown_report(
    request: Request,
    visitor: Visitor,
    report_id: str,
    version: str | None,
    status: int = 200,
    problem: str | None = None,
) -> Response:
    """The page of one version, or of the current one."""
    here, every = site_of(request), _versions(request, visitor, report_id)
    one = _chosen(every, version)
    dossier = here.archive.get_dossier(one.version.dossier_sha256)
    added = [
        finding for about, finding in here.ledger.validation(one.submission) if about == one.version.report_version
    ]
    here.ledger.people.viewed(visitor.name, report_id)
    return page(
        request,
        visitor,
        "report.html",
        status,
        one=one,
        versions=every,
        report=report_of(here, request.app.state.pictures, dossier, [*dossier.report.findings, *added]),
        items=here.ledger.browse.of_report(report_id),
        waivers=here.ledger.waivers(report_id),
        replaced=here.ledger.replaced([report_id]),
        others=others_of(here, dossier, visitor.account),
        submission=here.ledger.submission(one.submission),
        problem=problem,
    )


def _versions(request: Request, visitor: Visitor, report_id: str) -> list[RecordedVersion]:
    """All versions of a report that the visitor may see. Raises ``Refused`` if there are none."""
    if not sees_report(request, visitor, report_id):
        raise hidden()
    return site_of(request).ledger.browse.versions_of(report_id)


def current(request: Request, visitor: Visitor, report_id: str) -> RecordedVersion:
    """The current version of a report that the visitor may see. Raises ``Refused`` if there is none."""
    return _chosen(_versions(request, visitor, report_id), None)


def _chosen(every: list[RecordedVersion], version: str | None) -> RecordedVersion:
    found = [one for one in every if (one.current if version is None else one.version.report_version == version)]
    if not found:
        raise hidden()
    return found[0]


def _version(request: Request, visitor: Visitor, name: str) -> RecordedVersion:
    """``report`` or ``report@version``, if the visitor may see it."""
    report_id, _, version = name.partition("@")
    return _chosen(_versions(request, visitor, report_id), version or None)
