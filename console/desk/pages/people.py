"""Accounts, tokens and the log (账号、令牌、日志), for administrators."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from console.desk.forms import Fields, Own
from console.desk.paging import SIZE, Paging, offset
from console.desk.render import page
from console.desk.visitors import Governing, Visitor, site_of
from console.desk.words import word
from perfeval_core.domain.people import ROLES
from perfeval_core.domain.review import Refused
from perfeval_core.ledger import SCOPES, NameTaken

room = APIRouter()
"""``GET /people``, ``GET /log``, and ``POST`` below them."""


@room.get("/people")
def people(request: Request, visitor: Governing) -> Response:
    return _shown(request, visitor)


@room.post("/people/create")
def create(request: Request, visitor: Governing, fields: Own) -> Response:
    role = word(fields.get("role"), ROLES)
    if role is None:
        return _shown(request, visitor, problem="请选择角色")
    name = fields.get("name", "")
    made = site_of(request).ledger.people.create(name, role, _units(fields), visitor.name)
    return _told(request, visitor, name, made)


@room.post("/people/reset")
def reset(request: Request, visitor: Governing, fields: Own) -> Response:
    name = fields.get("name", "")
    return _told(request, visitor, name, site_of(request).ledger.people.reset(name, visitor.name))


@room.post("/people/change")
def change(request: Request, visitor: Governing, fields: Own) -> Response:
    role = word(fields.get("role"), ROLES)
    if role is None:
        return _shown(request, visitor, problem="请选择角色")
    people_, disabled = site_of(request).ledger.people, "disabled" in fields
    made = people_.change(fields.get("name", ""), visitor.name, role, _units(fields), disabled)
    if isinstance(made, Refused):
        return _shown(request, visitor, problem=made.message)
    return RedirectResponse("/people?said=changed", 303)


@room.post("/tokens/create")
def create_token(request: Request, visitor: Governing, fields: Own) -> Response:
    name, scope = fields.get("name", ""), word(fields.get("scope"), SCOPES)
    if not name or scope is None:
        return _shown(request, visitor, problem="令牌要写明给谁用、用途")
    unit = fields.get("unit") or None
    if unit is not None and scope != "upload":
        return _shown(request, visitor, problem="只有报送用的令牌才能限定单位")
    try:
        secret, _ = site_of(request).ledger.tokens.create(name, scope, unit, visitor.name)
    except NameTaken:
        return _shown(request, visitor, problem=f"已有名为“{name}”的令牌；换一个名称，或先吊销它")
    return _shown(request, visitor, told=("令牌", name, secret))


@room.post("/tokens/revoke")
def revoke(request: Request, visitor: Governing, fields: Own) -> Response:
    site_of(request).ledger.tokens.revoke(fields.get("token", ""), visitor.name)
    return RedirectResponse("/people?said=revoked", 303)


@room.get("/log")
def log(
    request: Request,
    visitor: Governing,
    who: Annotated[str, Query(max_length=100)] = "",
    kind: Annotated[str, Query(max_length=40)] = "",
    number: Annotated[int, Query(ge=1, le=1_000_000, alias="page")] = 1,
) -> Response:
    found, total = site_of(request).ledger.browse.events(who.strip(), kind.strip(), SIZE, offset(number))
    paging = Paging(number, total, "/log", (("who", who), ("kind", kind)))
    return page(request, visitor, "log.html", events=found, paging=paging, who=who, kind=kind)


def _shown(
    request: Request, visitor: Visitor, problem: str | None = None, told: tuple[str, str, str] | None = None
) -> Response:
    ledger = site_of(request).ledger
    return page(
        request,
        visitor,
        "people.html",
        409 if problem else 200,
        accounts=ledger.people.everything(),
        tokens=ledger.tokens.everything(),
        problem=problem,
        told=told,
    )


def _told(request: Request, visitor: Visitor, name: str, made: str | Refused) -> Response:
    """A one-time password, shown this once."""
    if isinstance(made, Refused):
        return _shown(request, visitor, problem=made.message)
    return _shown(request, visitor, told=("一次性口令", name, made))


def _units(fields: Fields) -> list[str] | None:
    """Units as a person lists them: by commas, white space or lines. None means all."""
    said = fields.get("units", "").replace("，", ",").replace("、", ",").replace(",", " ").split()
    return said or None
