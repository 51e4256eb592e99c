"""One line a request in the log: what was asked and what the answer was. Never a token, never a query."""

import logging
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("perfeval.desk.requests")

_UNTOLD = {"/healthz"}
"""What is asked every few seconds and says nothing."""


class RequestLog:
    """Wraps an application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        began, status = time.monotonic(), 0

        async def seen(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, seen)
        finally:
            if scope["type"] == "http" and scope["path"] not in _UNTOLD:
                took = {"status": status, "seconds": round(time.monotonic() - began, 3)}
                # as it was sent: what is decoded may hold line breaks
                path = scope["raw_path"].decode("ascii", errors="backslashreplace")
                log.info("%s %s", scope["method"], path, extra=took)
