"""What the desk says no with: in Chinese, what is wrong, why, and what to do next."""

from collections.abc import Mapping

from fastapi import Request

_FOR_PROGRAMS = ("/api/", "/metrics", "/healthz")


class Refused(Exception):
    """The request is not done. ``code`` is for programs, the rest for people."""

    def __init__(
        self, status: int, code: str, what: str, why: str, next: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(code)
        self.status, self.headers = status, headers
        self.content = {"code": code, "what": what, "why": why, "next": next}


def wants_json(request: Request) -> bool:
    """Whether a program asks: by its path, or by what it accepts."""
    return request.url.path.startswith(_FOR_PROGRAMS) or "application/json" in request.headers.get("Accept", "")


def internal() -> Refused:
    """An error of ours, of which nobody outside learns more."""
    return Refused(500, "internal", "没有办成", "本程序出错，已记入日志", "请联系维护人员；同样的请求可以稍后再试")
