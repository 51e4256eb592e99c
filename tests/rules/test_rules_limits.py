"""A rule that hangs is stopped, named, and does not stop the others."""

import re
import signal
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from perfeval_core.domain.findings import Evidence
from perfeval_core.extraction.parsing import parse
from perfeval_core.rulebook import load_ruleset
from perfeval_core.rules import check, engine
from perfeval_core.rules.examples import filing_of
from perfeval_core.rules.limits import RuleTimeout, time_limit
from perfeval_core.rules.subject import Subject
from perfeval_core.scoring import recompute


def loop() -> None:
    while True:
        sum(range(100))


def backtrack() -> None:
    re.fullmatch(r"(a|a|aa)*b", "a" * 60)


def in_thread(work: Callable[[], None]) -> None:
    """Runs ``work`` in another thread and raises here what it raised there."""
    caught: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except RuleTimeout as error:
            caught.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(20)
    assert not thread.is_alive()
    if caught:
        raise caught[0]


def limited(work: Callable[[], None]) -> None:
    with time_limit(0.2):
        work()


@pytest.mark.parametrize(
    "work",
    [loop, pytest.param(backtrack, marks=pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no signals"))],
)
def test_it_is_stopped_in_the_main_thread(work: Callable[[], None]) -> None:
    began = time.monotonic()
    with pytest.raises(RuleTimeout):
        limited(work)
    assert time.monotonic() - began < 5


def test_it_is_stopped_in_another_thread() -> None:
    with pytest.raises(RuleTimeout):
        in_thread(lambda: limited(loop))


def test_what_ends_in_time_is_left_alone_and_nothing_comes_later() -> None:
    def quick() -> None:
        for _ in range(2000):
            with time_limit(0.05):
                pass
        time.sleep(0.3)

    quick()
    in_thread(quick)


def test_a_block_that_ends_just_as_its_time_is_up_is_stopped_inside_or_not_at_all() -> None:
    def close() -> None:
        outcome = []
        for _ in range(20):
            try:
                with time_limit(0.1):
                    time.sleep(0.1)
                outcome.append("done")
            except RuleTimeout:
                outcome.append("stopped")
        time.sleep(0.3)
        assert len(outcome) == 20

    in_thread(close)
    close()


def test_a_rule_that_hangs_is_named_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def hangs(subject: Subject) -> Iterator[Evidence]:
        loop()
        yield from ()

    rules = load_ruleset()
    rows = [{"name": "付款数", "target": "=8个", "actual": "2", "weight": "20", "points": "10", "reason": ""}]
    report = parse(filing_of({"indicators": rows}))
    sheet = recompute(report, rules)
    whole, _ = check(report, sheet, rules, "r")
    monkeypatch.setattr(engine, "RULE_SECONDS", 0.3)
    monkeypatch.setitem(engine.CHECKS, "SC206", hangs)
    findings, failures = check(report, sheet, rules, "r")
    assert [(failure.rule, failure.report_index) for failure in failures] == [("SC206", 1)]
    assert failures[0].error.startswith("RuleTimeout")
    assert {finding.id for finding in findings} == {finding.id for finding in whole if finding.rule != "SC206"}
