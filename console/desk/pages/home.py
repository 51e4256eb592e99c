"""My work (我的工作): what I hold, what waits for my second look, and how full the queues are."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from console.desk.render import page
from console.desk.visitors import Anybody, named, site_of
from perfeval_core.ledger import Wanted

_MOST = 20


room = APIRouter()
"""``GET /``."""


@room.get("/")
def home(request: Request, visitor: Anybody) -> Response:
    if visitor.account.must_change and named(request) is None:
        return RedirectResponse("/password", 303)
    if not visitor.account.may("view"):
        return RedirectResponse("/upload", 303)
    browse, units = site_of(request).ledger.browse, visitor.account.units
    return page(
        request,
        visitor,
        "home.html",
        mine=browse.items(Wanted(held_by=visitor.name), units, _MOST),
        second=browse.items(Wanted(second_for=visitor.name), units, _MOST),
        urgent=browse.first(Wanted(), units, _MOST),
        queues=browse.open_items(units),
    )
