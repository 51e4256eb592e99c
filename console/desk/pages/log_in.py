"""Log-in (登录) and log-out (退出)."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from console.desk.answers import WANTED
from console.desk.forms import Own, Plain
from console.desk.pace import too_fast
from console.desk.refusals import Refused
from console.desk.render import page
from console.desk.visitors import COOKIE, Anybody, named, site_of, visitor_of
from perfeval_core.domain import review
from perfeval_core.ledger import Opened

room = APIRouter()
"""``GET|POST /login``, ``POST /logout``."""


@room.get("/login")
def ask(request: Request) -> Response:
    if visitor_of(request) is not None:
        return RedirectResponse("/", 303)
    known = named(request)
    if known is None:
        return page(request, None, "login.html", problem=None, name="")
    opened = site_of(request).ledger.people.let_in(known, _address(request))
    if isinstance(opened, review.Refused):
        why = f"统一身份认证传来的账号“{known}”在复核台没有，或者已停用"
        raise Refused(403, "unknown_account", "不能登录", why, "请管理员为这个账号名建立账号")
    return _welcomed(request, opened)


@room.post("/login")
def log_in(request: Request, fields: Plain) -> Response:
    name, address = fields.get("name", ""), _address(request)
    if too_fast(request, "log_in", address):
        problem = "登录尝试太频繁，请一分钟后再试"
        return page(request, None, "login.html", 429, problem=problem, name=name)
    opened = site_of(request).ledger.people.log_in(name, fields.get("password", ""), address)
    if isinstance(opened, review.Refused):
        return page(request, None, "login.html", 401, problem=opened.message, name=name)
    return _welcomed(request, opened)


@room.post("/logout")
def log_out(request: Request, visitor: Anybody, _fields: Own) -> Response:
    site_of(request).ledger.people.log_out(visitor.secret)
    answer = RedirectResponse("/login?said=logged_out", 303)
    answer.delete_cookie(COOKIE)
    return answer


def _welcomed(request: Request, opened: Opened) -> Response:
    """On to where he wanted to go, or to a new password."""
    wanted = request.cookies.get(WANTED, "/")
    inside = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    answer = RedirectResponse("/password" if opened.must_change else wanted if inside else "/", 303)
    secure = site_of(request).settings.behind_tls
    answer.set_cookie(COOKIE, opened.secret, httponly=True, samesite="lax", secure=secure)
    answer.delete_cookie(WANTED)
    return answer


def _address(request: Request) -> str:
    return request.client.host if request.client else "?"
