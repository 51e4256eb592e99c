"""One's own account (我的账号): the password."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from console.desk.forms import Own
from console.desk.pace import too_fast
from console.desk.render import page
from console.desk.visitors import COOKIE, Anybody, site_of

room = APIRouter()
"""``GET|POST /password``."""


@room.get("/password")
def ask(request: Request, visitor: Anybody) -> Response:
    return page(request, visitor, "password.html", problem=None)


@room.post("/password")
def change(request: Request, visitor: Anybody, fields: Own) -> Response:
    new = fields.get("new", "")
    problem = None
    if too_fast(request, "password", visitor.name):
        problem = "太频繁，请一分钟后再试"
    elif new != fields.get("again", ""):
        problem = "两次输入的新口令不一样"
    else:
        refused = site_of(request).ledger.people.set_password(visitor.name, fields.get("old", ""), new)
        problem = refused.message if refused else None
    if problem:
        return page(request, visitor, "password.html", 409, problem=problem)
    answer = RedirectResponse("/login?said=password", 303)
    answer.delete_cookie(COOKIE)
    return answer
