"""Where every page leads without a session. This version has no pages behind it, and says so."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

_PAGE = """\
<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><title>复核台</title></head>
<body>
<h1>复核台</h1>
<p>本版本还没有复核台的网页，也不能登录。</p>
<p>复核任务请在命令行查看：<code>perfeval queue list</code>。程序报送文件请用 <code>POST /api/submissions</code>。</p>
</body>
</html>
"""


def router() -> APIRouter:
    """``GET /login``."""
    room = APIRouter()

    @room.get("/login")
    async def login() -> HTMLResponse:
        return HTMLResponse(_PAGE)

    return room


async def to_login(_request: Request, _error: Exception) -> RedirectResponse:
    """The answer to whatever no room has (404) or does not do (405)."""
    return RedirectResponse("/login", 303)
