"""Wakes the upload deployment (即收即办): few runs for many files, and none forgotten."""

import time
from collections.abc import Callable
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

_PAUSE_SECONDS = 5.0
"""Between two looks, and so between two events: an event takes half a second to become a run."""
_ROUND_SECONDS = 60.0
"""How often the ledger is asked although nothing came: events may be lost, runs may die."""
_TRIES = 3
"""Claims of a submission in one state after which it no longer wakes anybody; the night run still tries."""


class Waker:
    """Sees to it that a run will come for whatever is due. It sends an event only if none is on its way already.

    The truth is asked every time (ledger and server), so a lost event or a dead run is made good at the next look.
    """

    def __init__(self, site: Site, clock: Callable[[], float] = time.monotonic) -> None:
        self._site = site
        self._clock = clock
        self._owing = True
        self._next = clock()

    def look(self, came: bool) -> bool:
        """Looks if it is time to; ``came`` says that something new is due. Whether an event was sent.

        Raises ``httpx.HTTPError`` if the server cannot be asked; then the next look will.
        """
        if came and not self._owing:
            self._owing, self._next = True, min(self._next, self._clock())
        if self._clock() < self._next:
            return False
        self._next = self._clock() + _PAUSE_SECONDS
        newest = self._newest_due()
        self._owing = newest is not None
        if newest is None:
            self._next = self._clock() + _ROUND_SECONDS
            return False
        if any(will_take(run, newest) for run in _runs()):
            return False
        emit_event(event=EVENT, resource={"prefect.resource.id": RESOURCE})
        return True

    def _newest_due(self) -> datetime | None:
        due = [one.received_at for one in self._site.ledger.due() if one.attempts < _TRIES]
        return max(due, default=None)


def will_take(run: FlowRun, received_at: datetime) -> bool:
    """Whether a run that is not over will see what was received then: it lists what is due after it has started."""
    if run.state_type != StateType.RUNNING:
        return True
    return run.start_time is not None and run.start_time > received_at


def _runs() -> list[FlowRun]:
    """The runs of the upload deployment that are not over."""
    states = FlowRunFilterStateType(any_=[StateType.SCHEDULED, StateType.PENDING, StateType.RUNNING])
    with get_client(sync_client=True) as client:
        return client.read_flow_runs(
            deployment_filter=DeploymentFilter(name=DeploymentFilterName(any_=[DEPLOYMENT])),
            flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=states)),
        )
