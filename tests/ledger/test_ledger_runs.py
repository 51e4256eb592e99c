"""Runs: begun, alive, ended or found dead, and the time that their steps took."""

from datetime import timedelta

from ledger_helpers import Clock, submit

from perfeval_core.ledger import FileVersion, Ledger, Quarantined, Spent

TTL = timedelta(minutes=15)


def test_a_run_ends_once(ledger: Ledger, clock: Clock) -> None:
    ledger.runs.begin("r1", "ingest", TTL)
    assert (ledger.runs.alive(), ledger.runs.last()) == (1, [])
    ledger.runs.end("r1", "errors", None, {"read": Spent(2, 500)})
    ledger.runs.end("r1", "done", None, {"read": Spent(2, 500)})
    (run,) = ledger.runs.last()
    assert (run.outcome, run.ended_at, ledger.runs.alive()) == ("errors", clock(), 0)
    assert ledger.runs.steps() == {("ingest", "read"): Spent(2, 500)}


def test_times_add_up_by_flow_and_step(ledger: Ledger) -> None:
    for number, flow in enumerate(("ingest", "ingest", "rescore")):
        ledger.runs.begin(f"r{number}", flow, TTL)
        ledger.runs.end(f"r{number}", "done", None, {"load": Spent(1, 10 + number)})
    assert ledger.runs.steps() == {("ingest", "load"): Spent(2, 21), ("rescore", "load"): Spent(1, 12)}


def test_one_that_says_nothing_any_more_is_dead(ledger: Ledger, clock: Clock) -> None:
    ledger.runs.begin("killed", "ingest", TTL)
    ledger.runs.begin("alive", "ingest", TTL)
    clock.passes(TTL - timedelta(seconds=1))
    ledger.renew("alive", TTL)
    assert ledger.runs.bury() == []
    clock.passes(timedelta(seconds=2))
    (dead,) = ledger.runs.bury()
    assert (dead.run_id, dead.outcome, dead.ended_at) == ("killed", "crashed", dead.alive_until)
    assert ledger.runs.bury() == []
    assert ledger.runs.alive() == 1


def test_the_last_run_of_each_flow(ledger: Ledger, clock: Clock) -> None:
    for run_id, flow in (("a", "ingest"), ("b", "maintain"), ("c", "ingest")):
        ledger.runs.begin(run_id, flow, TTL)
        clock.passes(timedelta(seconds=1))
        ledger.runs.end(run_id, "done", None, {})
    assert sorted(run.run_id for run in ledger.runs.last()) == ["b", "c"]


def test_what_a_run_set_aside_is_told_by_the_log(ledger: Ledger) -> None:
    def set_aside(run_id: str, name: str) -> None:
        submit(ledger, name)
        ledger.runs.begin(run_id, "ingest", TTL)
        (lease,) = ledger.claim(run_id, 1, TTL)
        ledger.quarantine(lease, "encrypted", "要口令", FileVersion("v", "d" * 64))

    set_aside("r1", "first")
    set_aside("r2", "second")
    run = ledger.runs.find("r2")
    assert run is not None
    assert ledger.runs.quarantined(run) == [Quarantined("inbox/second.pdf", "encrypted")]
    ledger.runs.end("r2", "done", None, {})
