"""Where every page leads without a session. This version has no pages behind it, and says so."""

from fastapi import APIRouter
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
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def router() -> APIRouter:
    """``GET /login``, and every path that no other room has: it must come last."""
    room = APIRouter()

    @room.get("/login")
    async def login() -> HTMLResponse:
        return HTMLResponse(_PAGE)

    @room.api_route("/{path:path}", methods=_METHODS)
    async def elsewhere(path: str) -> RedirectResponse:
        return RedirectResponse("/login", 303)

    return room
