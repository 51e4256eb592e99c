"""What pages are dressed with (样式和脚本): three files of ours, open to all, kept by browsers for a day."""

from collections.abc import Awaitable, Callable
from importlib.resources import files

from fastapi import APIRouter
from fastapi.responses import Response

_TYPES = {
    "desk.css": "text/css; charset=utf-8",
    "desk.js": "text/javascript; charset=utf-8",
    "desk.svg": "image/svg+xml",
}


def router() -> APIRouter:
    """``GET /static/desk.css``, ``desk.js`` and ``desk.svg``; pages ask for them with the program's version."""
    room = APIRouter()
    for name, kind in _TYPES.items():
        content = files("console.desk").joinpath("static", name).read_bytes()
        room.add_api_route(f"/static/{name}", _serving(content, kind), methods=["GET"])
    return room


def _serving(content: bytes, kind: str) -> Callable[[], Awaitable[Response]]:
    async def serve() -> Response:
        return Response(content, media_type=kind, headers={"Cache-Control": "public, max-age=86400"})

    return serve
