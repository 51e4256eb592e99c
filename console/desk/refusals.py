"""What the desk says no with: in Chinese, what is wrong, why, and what to do next."""

from collections.abc import Mapping

from fastapi import Request
from fastapi.responses import JSONResponse


class Refused(Exception):
    """The request is not done. ``code`` is for programs, the rest for people."""

    def __init__(
        self, status: int, code: str, what: str, why: str, next: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(code)
        self.status, self.headers = status, headers
        self.content = {"code": code, "what": what, "why": why, "next": next}


async def refuse(_request: Request, error: Exception) -> JSONResponse:
    """A refusal as JSON; anything else is an error of ours, of which nobody outside learns more."""
    if not isinstance(error, Refused):
        error = Refused(500, "internal", "没有办成", "本程序出错，已记入日志", "请联系维护人员；同样的请求可以稍后再试")
    return JSONResponse({"error": error.content}, error.status, error.headers)
