"""``GET /metrics``: the service in numbers, as Prometheus reads them.

All of it comes from the ledger and from the sizes of files. The DuckDB file is never opened for it: whoever opens it,
if only to read, keeps a run from writing.
"""

import time
from threading import Lock

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from console.desk.access import admitted
from console.desk.measured import Measured
from perfeval_core.site import Site

_FRESH_SECONDS = 10.0
"""However many ask, the ledger is asked once in so long."""


def router(here: Site) -> APIRouter:
    """``GET /metrics``, for tokens that were made for it."""
    room, page = APIRouter(), _Page(here)

    @room.get("/metrics")
    async def metrics(request: Request) -> Response:
        token = await admitted(request, here, "metrics")
        await run_in_threadpool(here.ledger.tokens.used, token)
        return Response(await run_in_threadpool(page.text), media_type=CONTENT_TYPE_LATEST)

    return room


class _Page:
    """The numbers as text, made anew when they have aged."""

    def __init__(self, here: Site) -> None:
        self._registry = CollectorRegistry(auto_describe=False)
        self._registry.register(Measured(here))
        self._lock = Lock()
        self._text, self._until = b"", float("-inf")

    def text(self) -> bytes:
        with self._lock:
            if time.monotonic() >= self._until:
                self._text = generate_latest(self._registry)
                self._until = time.monotonic() + _FRESH_SECONDS
            return self._text
