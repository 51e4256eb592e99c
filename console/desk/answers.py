"""How a refusal is answered: a program gets JSON, a person a page; nobody logged in, the way to the log-in."""

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, RedirectResponse, Response

from console.desk.refusals import Refused, internal, wants_json
from console.desk.render import page
from console.desk.visitors import NoSession, hidden, visitor_of

WANTED = "perfeval_wanted"
"""The cookie that remembers where somebody wanted to go before he had to log in."""


async def refuse(request: Request, error: Exception) -> Response:
    """A refusal; anything else is an error of ours."""
    said = error if isinstance(error, Refused) else internal()
    if wants_json(request):
        return JSONResponse({"error": said.content}, said.status, said.headers)
    if said is not error:  # the error may lie in what knows who is there
        return page(request, None, "refused.html", said.status, said=said.content)
    visitor = await run_in_threadpool(visitor_of, request)
    return page(request, visitor, "refused.html", said.status, said=said.content)


async def lost(request: Request, _error: Exception) -> Response:
    """The answer to whatever no room has (404) or does not do (405)."""
    visitor = await run_in_threadpool(visitor_of, request)
    if visitor is None:
        return RedirectResponse("/login", 303)
    said = hidden()
    return page(request, visitor, "refused.html", said.status, said=said.content)


async def misspelt(request: Request, _error: Exception) -> Response:
    """The answer to an address whose parts are not what they must be."""
    why = "网址里的内容不对，例如页码不是数字，或者太长"
    return await refuse(request, Refused(422, "bad_address", "打不开", why, "请从列表或搜索中打开"))


async def damaged(request: Request, _error: Exception) -> Response:
    """The answer where the archive does not have what the ledger says."""
    why = "档案里的卷宗或原件缺失、损坏"
    return await refuse(request, Refused(500, "archive_damaged", "打不开", why, "请维护人员运行 perfeval doctor"))


async def to_login(request: Request, error: Exception) -> RedirectResponse:
    """The answer to who is not logged in."""
    answer = RedirectResponse("/login", 303)
    if isinstance(error, NoSession) and error.wanted is not None:
        secure = request.app.state.site.settings.behind_tls
        answer.set_cookie(WANTED, error.wanted, max_age=900, httponly=True, samesite="lax", secure=secure)
    return answer


async def to_password(_request: Request, _error: Exception) -> RedirectResponse:
    """The answer to who has still a one-time password."""
    return RedirectResponse("/password", 303)
