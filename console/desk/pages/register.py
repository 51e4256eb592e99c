"""The register (台账) and the leader's summary (领导摘要), as files."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import APIRouter, Request
from fastapi.responses import Response

from console.desk.files import XLSX, attachment
from console.desk.refusals import Refused
from console.desk.visitors import Leading, check_sees_all, site_of
from perfeval_core.register.export import export
from perfeval_core.register.lines import Choice
from perfeval_core.register.summary import write_summary
from perfeval_core.spreadsheet import TooManyRows

room = APIRouter()
"""``GET /register.xlsx``, ``GET /summary.html``."""


@room.get("/register.xlsx")
def register(request: Request, visitor: Leading, year: int | None = None) -> Response:
    """All reports, findings and letters."""
    check_sees_all(visitor)
    here = site_of(request)
    try:
        content = _written(lambda path: export(here, Choice(year=year), path))
    except TooManyRows as error:
        raise Refused(409, "too_large", "台账太大", str(error), "请按年度导出") from error
    return attachment(content, f"台账_{here.ledger.today()}.xlsx", XLSX)


@room.get("/summary.html")
def summary(request: Request, visitor: Leading, year: int | None = None) -> Response:
    """Where the review stands, as a page of its own: it has its style in it, so it is saved and not opened here."""
    check_sees_all(visitor)
    here = site_of(request)
    content = _written(lambda path: write_summary(here, Choice(year=year), path))
    return attachment(content, f"领导摘要_{here.ledger.today()}.html", "text/html; charset=utf-8")


def _written(write: Callable[[Path], object]) -> bytes:
    with TemporaryDirectory(prefix="perfeval-") as folder:
        path = Path(folder) / "made"
        write(path)
        return path.read_bytes()
