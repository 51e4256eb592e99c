"""Many findings at once (批量办理): one kind with one reason, or a workbook that is filled in elsewhere."""

from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from console.desk.files import XLSX, attachment
from console.desk.forms import Fields, Own, check_origin
from console.desk.receiving import in_memory
from console.desk.render import page
from console.desk.visitors import Reviewing, Visitor, check_sees_all, site_of
from console.desk.words import word
from perfeval_core import offline
from perfeval_core.bulk import Bulk, of_kind
from perfeval_core.domain import review
from perfeval_core.domain.review import QUEUES, REPORT_OUTCOMES
from perfeval_core.offline import OFFLINE, Taken

room = APIRouter()
"""``GET /bulk``, and below it what is done at once."""


@room.get("/bulk")
def bulk(request: Request, visitor: Reviewing) -> Response:
    """What can be done at once."""
    check_sees_all(visitor)
    return _shown(request, visitor)


@room.get("/bulk/export.xlsx")
def export(request: Request, visitor: Reviewing, queue: str = "") -> Response:
    """The open findings as a workbook."""
    check_sees_all(visitor)
    here = site_of(request)
    with TemporaryDirectory(prefix="perfeval-") as folder:
        path = Path(folder) / "export.xlsx"
        offline.export(here, path, word(queue, QUEUES))
        content = path.read_bytes()
    return attachment(content, f"复核_{here.ledger.today()}.xlsx", XLSX)


@room.post("/bulk/import")
async def take(request: Request, visitor: Reviewing) -> Response:
    """A workbook that was filled in: checked alone, or taken."""
    check_origin(request)
    fields, _, content = await in_memory(request, visitor)
    check_sees_all(visitor)
    return await run_in_threadpool(_taken, request, visitor, fields, content)


@room.post("/bulk/kind")
def one_kind(request: Request, visitor: Reviewing, fields: Own) -> Response:
    """One kind of finding in many reports; first as a rehearsal."""
    check_sees_all(visitor)
    made = _of_kind(request, visitor, fields)
    if isinstance(made, review.Refused):
        return _shown(request, visitor, problem=made.message, entered=fields)
    return _shown(request, visitor, done=made, entered=fields if made.rehearsal else {})


def _of_kind(request: Request, visitor: Visitor, fields: Fields) -> Bulk | review.Refused:
    here = site_of(request)
    kind = next((one.kind for one in here.table.kinds if one.kind == fields.get("kind")), None)
    outcome, ending = word(fields.get("outcome"), OFFLINE), word(fields.get("report"), REPORT_OUTCOMES)
    reason = fields.get("reason", "")
    if kind is None or outcome is None or ending is None:
        return review.Refused("请选择疑点类型、意见和报告结论")
    if not reason:
        return review.Refused("批量办理必须写明理由")
    queue, unit = word(fields.get("queue"), QUEUES), fields.get("unit") or None
    return of_kind(here, kind, (outcome, reason), visitor.name, ending, queue, unit, "rehearsal" in fields)


def _taken(request: Request, visitor: Visitor, fields: Fields, content: bytes) -> Response:
    made = offline.take(site_of(request), content, visitor.name, fields.get("rehearsal") == "1")
    if isinstance(made, review.Refused):
        return _shown(request, visitor, problem=made.message)
    return _shown(request, visitor, taken=made)


def _shown(
    request: Request,
    visitor: Visitor,
    problem: str | None = None,
    done: Bulk | None = None,
    taken: Taken | None = None,
    entered: Fields | None = None,
) -> Response:
    return page(
        request,
        visitor,
        "bulk.html",
        409 if problem else 200,
        problem=problem,
        done=done,
        taken=taken,
        entered=entered or {},
        OFFLINE=OFFLINE,
    )
