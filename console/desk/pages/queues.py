"""The queues (复核队列): items by queue and status, and search."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from console.desk.paging import SIZE, Paging, offset
from console.desk.render import page
from console.desk.visitors import Viewing, site_of
from console.desk.words import word
from perfeval_core.domain.review import QUEUES
from perfeval_core.ledger import ITEM_STATUSES, Wanted

Text = Annotated[str, Query(max_length=100)]
Number = Annotated[int, Query(ge=1, le=100_000, alias="page")]


room = APIRouter()
"""``GET /queue``."""


@room.get("/queue")
def queue(
    request: Request,
    visitor: Viewing,
    queue: Text = "",
    status: Text = "open",
    q: Text = "",
    overdue: bool = False,
    number: Number = 1,
) -> Response:
    here, text = site_of(request), q.strip()
    wanted = Wanted(
        queue=word(queue, QUEUES),
        status=word(status, ITEM_STATUSES),
        text=text,
        overdue=overdue,
    )
    found = here.ledger.browse.items(wanted, visitor.account.units, SIZE, offset(number))
    filters = (("queue", queue), ("status", status), ("q", text), ("overdue", "1" if overdue else "0"))
    return page(
        request,
        visitor,
        "queue.html",
        wanted=wanted,
        found=found,
        paging=Paging(number, found.total, "/queue", filters),
        queues=here.ledger.browse.open_items(visitor.account.units),
    )
