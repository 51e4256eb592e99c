"""Numbers for leads (办理情况), and samples of reports in which nothing was found (抽查)."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from console.desk.forms import Own
from console.desk.render import page
from console.desk.visitors import Leading, Visitor, check_sees_all, hidden, site_of
from console.numbers import BANDS
from perfeval_core import sampling
from perfeval_core.domain import review
from perfeval_core.warehouse import WarehouseLocked
from perfeval_core.workload import numbers

room = APIRouter()
"""``GET /numbers``, ``GET /samples/{sample}``, ``POST /samples/draw``."""

_MOST_DRAWN = 1_000


@room.get("/numbers")
def show(request: Request, visitor: Leading) -> Response:
    """What waits, who does how much, how two agree, what holds, what is misread."""
    return _shown(request, visitor)


@room.post("/samples/draw")
def draw(request: Request, visitor: Leading, fields: Own) -> Response:
    """A new sample."""
    check_sees_all(visitor)
    said = fields.get("count", "")
    count = int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 0
    if not 1 <= count <= _MOST_DRAWN:
        return _shown(request, visitor, f"份数要写成 1 到 {_MOST_DRAWN} 的整数")
    try:
        made = sampling.draw(site_of(request), visitor.name, count=count, seed=fields.get("seed") or None)
    except WarehouseLocked:  # the draw stands; the next run copies it
        return RedirectResponse("/numbers?said=drawn", 303)
    if isinstance(made, review.Refused):
        return _shown(request, visitor, made.message)
    return RedirectResponse(f"/samples/{made.sample_id}?said=drawn", 303)


@room.get("/samples/{sample_id}")
def sample(request: Request, visitor: Leading, sample_id: str) -> Response:
    """One sample: its reports, what was missed, and what that says of all."""
    check_sees_all(visitor)
    here = site_of(request)
    found = next((one for one in here.ledger.samples.all() if one.sample_id == sample_id), None)
    if found is None:
        raise hidden()
    reports = here.ledger.samples.reports(sample_id)
    return page(request, visitor, "sample.html", result=sampling.result(here, found, reports), reports=reports)


def _shown(request: Request, visitor: Visitor, problem: str | None = None) -> Response:
    check_sees_all(visitor)
    here = site_of(request)
    samples = here.ledger.samples
    return page(
        request,
        visitor,
        "numbers.html",
        409 if problem else 200,
        found=numbers(here),
        bands=BANDS,
        samples=[sampling.result(here, one, samples.reports(one.sample_id)) for one in samples.all()],
        problem=problem,
    )
