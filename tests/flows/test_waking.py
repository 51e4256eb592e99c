"""Who is woken when: one run for many files, none for what a run will take anyway, and none forgotten."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from prefect.client.schemas.objects import FlowRun, StateType

from flows.waking import DEPLOYMENT, EVENT, RESOURCE, REVIEW, Waker, will_take

ROOT = Path(__file__).parents[2]
NOON = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)


class World:
    """A ledger, a server and a clock of which the test says how they stand."""

    def __init__(self) -> None:
        self.now, self.sent = 0.0, 0
        self.due_since: list[datetime] = []
        self.attempts = 0
        self.runs: list[FlowRun] = []
        ledger = SimpleNamespace(due=self._due)
        site: Any = SimpleNamespace(ledger=ledger)
        self.waker = Waker(site, lambda: self.now, lambda: self.runs, self._send)

    def _due(self) -> list[Any]:
        return [SimpleNamespace(received_at=at, attempts=self.attempts) for at in self.due_since]

    def _send(self) -> None:
        self.sent += 1

    def passes(self, seconds: float, came: bool = False) -> None:
        """Half seconds go by; in each of them a file comes if ``came``."""
        for _ in range(int(seconds * 2)):
            self.now += 0.5
            self.waker.look(came)


def run(state: StateType, started: datetime | None = None) -> FlowRun:
    return FlowRun.model_construct(state_type=state, start_time=started)


@pytest.fixture
def world() -> World:
    """Nothing is due, and this was seen."""
    world = World()
    world.waker.look(False)
    return world


def test_a_file_wakes_a_run_once_and_at_once(world: World) -> None:
    world.due_since = [NOON]
    world.passes(0.5, came=True)
    world.passes(1.5)
    assert world.sent == 1
    world.runs = [run(StateType.SCHEDULED)]
    world.passes(120)
    assert world.sent == 1


def test_what_was_due_before_the_watcher_came_is_not_forgotten() -> None:
    world = World()
    world.due_since = [NOON]
    world.passes(0.5)
    assert world.sent == 1


def test_a_lost_event_is_sent_again(world: World) -> None:
    world.due_since = [NOON]
    world.passes(0.5, came=True)
    world.passes(6.5)
    assert world.sent == 2


def test_nobody_is_woken_while_files_keep_coming_but_not_for_ever(world: World) -> None:
    world.due_since = [NOON]
    world.passes(29.5, came=True)
    assert world.sent == 0
    world.passes(2, came=True)
    assert world.sent == 1


def test_what_came_after_a_run_began_needs_another(world: World) -> None:
    world.runs = [run(StateType.RUNNING, NOON)]
    world.due_since = [NOON - timedelta(seconds=1)]
    world.passes(0.5, came=True)
    world.passes(10)
    assert world.sent == 0
    world.due_since.append(NOON + timedelta(seconds=1))
    world.passes(0.5, came=True)
    world.passes(5)
    assert world.sent == 1


def test_what_no_run_can_finish_wakes_nobody(world: World) -> None:
    world.due_since, world.attempts = [NOON], 3
    world.passes(600, came=True)
    assert world.sent == 0


def test_what_a_dead_run_left_is_found_without_a_new_file(world: World) -> None:
    world.due_since = [NOON]
    world.passes(61)
    assert world.sent >= 1


@pytest.mark.parametrize("state", [StateType.SCHEDULED, StateType.PENDING])
def test_a_run_that_has_not_begun_will_take_everything(state: StateType) -> None:
    assert will_take(run(state), NOON)


def test_the_event_is_the_one_that_the_deployment_waits_for() -> None:
    described = yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))
    (upload,) = (one for one in described["deployments"] if one["name"] == DEPLOYMENT)
    (trigger,) = upload["triggers"]
    assert trigger == {"type": "event", "expect": [EVENT], "match": {"prefect.resource.id": RESOURCE}}


def test_a_review_wakes_its_own_deployment_and_a_report_in_work_wakes_nobody() -> None:
    described = yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))
    (review,) = (one for one in described["deployments"] if one["name"] == REVIEW.deployment)
    (trigger,) = review["triggers"]
    assert trigger == {"type": "event", "expect": [REVIEW.event], "match": {"prefect.resource.id": RESOURCE}}
    assert review["schedules"] == [{"cron": "0 * * * *", "timezone": "Asia/Shanghai"}]

    submission = SimpleNamespace(state="queued", attempts=0)
    due = [SimpleNamespace(submission="a", correction=SimpleNamespace(made_at=NOON))]
    ledger = SimpleNamespace(reviews=SimpleNamespace(due=lambda: due), submission=lambda sha256: submission)
    site: Any = SimpleNamespace(ledger=ledger)
    now, sent = [0.0], list[float]()
    waker = Waker(site, lambda: now[0], list, lambda: sent.append(now[0]), REVIEW)
    waker.look(False)
    assert len(sent) == 1
    for change in ({"attempts": 3}, {"state": "scored", "attempts": 0}):
        submission.__dict__.update(change)
        now[0] += 61
        waker.look(False)
    assert len(sent) == 1
