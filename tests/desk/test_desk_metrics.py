"""The numbers say what the ledger holds, in a form that Prometheus reads, and keep no run from writing."""

import time
from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from console.desk import metrics
from perfeval_core.casework import failure_items
from perfeval_core.ledger import STATES, FileVersion, Spent
from perfeval_core.site import Site

Bearer = Callable[..., dict[str, str]]
TTL = timedelta(minutes=15)


@pytest.fixture
def numbers(client: httpx.Client, bearer: Bearer, monkeypatch: pytest.MonkeyPatch) -> Callable[[], dict[str, float]]:
    """All samples of the page, by their names with labels."""
    monkeypatch.setattr(metrics, "_FRESH_SECONDS", 0.0)
    headers = bearer("metrics")

    def read() -> dict[str, float]:
        answer = client.get("/metrics", headers=headers)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("text/plain")
        return {
            "/".join((one.name, *one.labels.values())): one.value
            for family in text_string_to_metric_families(answer.text)
            for one in family.samples
        }

    return read


def test_an_empty_home_has_numbers_too(numbers: Callable[[], dict[str, float]]) -> None:
    found = numbers()
    assert [found[f"perfeval_submissions/{state}"] for state in STATES] == [0] * len(STATES)
    assert found["perfeval_overdue_items/score"] == 0
    assert found["perfeval_review_items/operations/open"] == 0
    assert found["perfeval_store_bytes/ledger"] > 0
    assert found["perfeval_runs_in_progress"] == 0


def test_what_happened_is_counted(here: Site, numbers: Callable[[], dict[str, float]]) -> None:
    for content in (b"one", b"two two"):
        sha256 = here.archive.put(content)
        here.ledger.submit(sha256, f"{content!r}.pdf", len(content), None, "test", "")
    (lease,) = here.ledger.claim("r1", 1, TTL)
    here.ledger.quarantine(lease, "encrypted", "要口令", FileVersion("v", "d" * 64))
    here.ledger.publish_items(failure_items(here, "备份", "磁盘满"))
    here.ledger.runs.begin("r1", "ingest", TTL)
    here.ledger.runs.end("r1", "failed", "OSError", {"read": Spent(3, 1500)})
    here.ledger.runs.begin("r2", "ingest", TTL)
    found = numbers()
    assert (found["perfeval_submissions/received"], found["perfeval_submissions/quarantined"]) == (1, 1)
    assert found["perfeval_quarantined/encrypted"] == 1
    assert found["perfeval_review_items/operations/open"] == 1
    assert 0 <= found["perfeval_oldest_open_item_seconds/operations"] < 60
    assert (found["perfeval_step_seconds_total/ingest/read"], found["perfeval_step_calls_total/ingest/read"]) == (
        1.5,
        3,
    )
    assert abs(found["perfeval_last_run_end_timestamp_seconds/ingest/failed"] - time.time()) < 60
    assert found["perfeval_runs_in_progress"] == 1
    assert found["perfeval_store_bytes/originals"] == len(b"one" + b"two two")
    assert found["perfeval_store_bytes/archive"] == len(b"one" + b"two two")
    assert found["perfeval_reports/in_force"] == 0


def test_it_is_asked_while_a_run_writes(here: Site, numbers: Callable[[], dict[str, float]]) -> None:
    with here.warehouse():
        began = time.monotonic()
        found = numbers()
        assert time.monotonic() - began < 5
    assert found["perfeval_store_bytes/warehouse"] > 0
    with here.warehouse():  # nobody kept it
        pass


def test_who_asks_often_is_answered_from_memory(here: Site, client: httpx.Client, bearer: Bearer) -> None:
    headers = bearer("metrics")
    first = client.get("/metrics", headers=headers).text
    here.ledger.publish_items(failure_items(here, "备份", "磁盘满"))
    assert client.get("/metrics", headers=headers).text == first
