"""What pages are dressed with (样式和脚本): three files of ours, open to all, kept by browsers for a day."""

from collections.abc import Awaitable, Callable
from hashlib import sha256
from importlib.resources import files

from fastapi import APIRouter
from fastapi.responses import Response

_TYPES = {
    "desk.css": "text/css; charset=utf-8",
    "desk.js": "text/javascript; charset=utf-8",
    "desk.svg": "image/svg+xml",
}
_CONTENT = {name: files("console.desk").joinpath("static", name).read_bytes() for name in _TYPES}

VERSION = sha256(b"".join(_CONTENT.values())).hexdigest()[:12]
"""What pages ask for them with, so that no browser keeps an older one."""


def router() -> APIRouter:
    """``GET /static/desk.css``, ``desk.js`` and ``desk.svg``."""
    room = APIRouter()
    for name, kind in _TYPES.items():
        room.add_api_route(f"/static/{name}", _serving(_CONTENT[name], kind), methods=["GET"])
    return room


def _serving(content: bytes, kind: str) -> Callable[[], Awaitable[Response]]:
    async def serve() -> Response:
        return Response(content, media_type=kind, headers={"Cache-Control": "public, max-age=86400"})

    return serve
