"""Wakes a deployment for what is due in the ledger (即收即办): few runs for many files, and none forgotten."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterName,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.events import emit_event

from perfeval_core.site import Site

EVENT = "perfeval.submission.received"
RESOURCE = "perfeval.ledger"
DEPLOYMENT = "upload"
REVIEW_EVENT = "perfeval.review.submitted"
REVIEW_DEPLOYMENT = "apply_review"

_PAUSE_SECONDS = 5.0
"""Between two looks, and so between two events: an event takes half a second to become a run."""
_CALM_SECONDS, _MOST_SECONDS = 1.0, 30.0
"""While files keep coming, nobody is woken before nothing came for so long, or they have been coming for so long."""
_ROUND_SECONDS = 60.0
"""How often the ledger is asked although nothing came: events may be lost, runs may die."""
_TRIES = 3
"""Claims of a submission in one state after which it no longer wakes anybody; the night run still tries."""


@dataclass(frozen=True)
class Call:
    """Which deployment is woken by which event, and since when the newest of what it is to do is due."""

    deployment: str
    event: str
    newest_due: Callable[[Site], datetime | None]


def _newest_file(site: Site) -> datetime | None:
    due = [one.received_at for one in site.ledger.due() if one.attempts < _TRIES]
    return max(due, default=None)


def _newest_correction(site: Site) -> datetime | None:
    """Of submissions that a run could take; the hourly run tries the others."""
    due = {one.submission: one.correction.made_at for one in site.ledger.reviews.due()}
    found = [(site.ledger.submission(sha256), at) for sha256, at in due.items()]
    return max((at for one, at in found if one and one.state == "queued" and one.attempts < _TRIES), default=None)


UPLOAD = Call(DEPLOYMENT, EVENT, _newest_file)
REVIEW = Call(REVIEW_DEPLOYMENT, REVIEW_EVENT, _newest_correction)


class Waker:
    """Sees to it that a run will come for whatever is due. It sends an event only if none is on its way already.

    The truth is asked every time (ledger and server), so a lost event or a dead run is made good at the next look.
    """

    def __init__(
        self,
        site: Site,
        clock: Callable[[], float] = time.monotonic,
        runs: Callable[[], Sequence[FlowRun]] | None = None,
        send: Callable[[], object] | None = None,
        call: Call = UPLOAD,
    ) -> None:
        self._site = site
        self._clock = clock
        self._call = call
        self._runs = runs or (lambda: unfinished_runs(call.deployment))
        self._send = send or (lambda: send_event(call.event))
        self._owing = True
        self._next = self._first = clock()
        self._last = float("-inf")

    def look(self, came: bool) -> bool:
        """Looks if it is time to; ``came`` says that something new is due. Whether an event was sent.

        Raises ``httpx.HTTPError`` if the server cannot be asked; then the next look will.
        """
        now = self._clock()
        if came:
            self._note(now)
        still_coming = now - self._last < _CALM_SECONDS and now - self._first < _MOST_SECONDS
        if now < self._next or still_coming:
            return False
        self._next, self._first = now + _PAUSE_SECONDS, now
        newest = self._call.newest_due(self._site)
        self._owing = newest is not None
        if newest is None:
            self._next = now + _ROUND_SECONDS
            return False
        if any(will_take(run, newest) for run in self._runs()):
            return False
        self._send()
        return True

    def _note(self, now: float) -> None:
        if not self._owing:
            self._owing, self._first, self._next = True, now, min(self._next, now)
        self._last = now


def will_take(run: FlowRun, received_at: datetime) -> bool:
    """Whether a run that is not over will see what was received then: it lists what is due after it has started."""
    if run.state_type != StateType.RUNNING:
        return True
    return run.start_time is not None and run.start_time > received_at


def send_event(event: str) -> None:
    """Says that something is due."""
    emit_event(event=event, resource={"prefect.resource.id": RESOURCE})


def unfinished_runs(deployment: str) -> list[FlowRun]:
    """The runs of a deployment that are not over."""
    states = FlowRunFilterStateType(any_=[StateType.SCHEDULED, StateType.PENDING, StateType.RUNNING])
    with get_client(sync_client=True) as client:
        return client.read_flow_runs(
            deployment_filter=DeploymentFilter(name=DeploymentFilterName(any_=[deployment])),
            flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=states)),
        )
