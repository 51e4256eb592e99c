"""The log only grows, tells tampering, and the invariants name what is broken."""

import sqlite3
from pathlib import Path

import pytest
from ledger_helpers import FILE, Clock, claimed, item_of, sha, submit, version
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from perfeval_core.ledger import Ledger


@pytest.mark.parametrize("statement", ["UPDATE event SET actor = '李四' WHERE seq = 2", "DELETE FROM event"])
def test_the_log_refuses_change(url: str, ledger: Ledger, statement: str) -> None:
    for name in ("a", "b", "c"):
        submit(ledger, name)
    with pytest.raises(DBAPIError, match="only grows"), create_engine(url).begin() as connection:
        connection.execute(text(statement))
    assert len(ledger.events()) == 3
    assert ledger.verify_chain() is None


@pytest.mark.parametrize(
    ("tampering", "subject"),
    [
        ("UPDATE event SET actor = '李四' WHERE seq = 2", "2"),
        ("UPDATE event SET payload = '{}' WHERE seq = 3", "3"),
        ("UPDATE event SET at = '2026-02-03 01:00:00.000000' WHERE seq = 1", "1"),
        ("DELETE FROM event WHERE seq = 2", "2"),
        ("DELETE FROM event WHERE seq = 3", "3"),
        ("DELETE FROM event", "1"),
        ("UPDATE chain_head SET hash = '0'", "4"),
    ],
)
def test_and_tells_it_where_the_guard_was_taken_away(tmp_path: Path, tampering: str, subject: str) -> None:
    path = tmp_path / "ledger.db"
    with Ledger.open(f"sqlite:///{path}", Clock()) as ledger:
        for name in ("a", "b", "c"):
            submit(ledger, name)
        tamper(path, tampering)
        broken = ledger.verify_chain()
        assert broken is not None
        assert (broken.code, broken.subject) == ("event_chain_broken", subject)
        assert broken in ledger.problems()


def test_events_can_be_read_on_from_where_one_stopped(ledger: Ledger) -> None:
    for name in ("a", "b", "c"):
        submit(ledger, name)
    first = ledger.events(limit=2)
    assert [event.seq for event in first + ledger.events(after=first[-1].seq)] == [1, 2, 3]
    assert [event.seq for event in ledger.events(subject=sha("b"))] == [2]


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        ("UPDATE submission SET state = 'lost'", "submission_state_impossible"),
        ("UPDATE submission SET reason = 'empty'", "submission_state_impossible"),
        ("UPDATE submission SET owner = NULL", "submission_state_impossible"),
        ("UPDATE submission SET state = 'quarantined', reason = 'empty'", "submission_state_impossible"),
        ("DELETE FROM receipt", "submission_without_receipt"),
        ("DELETE FROM event; UPDATE chain_head SET seq = 0", "submission_without_event"),
        ("UPDATE submission SET state = 'queued'; UPDATE report_version SET is_current = 0", "queued_without_version"),
        ("DELETE FROM submission", "version_without_submission"),
        ("DELETE FROM submission", "item_without_submission"),
        ("DELETE FROM report_version", "item_without_version"),
        ("UPDATE report_version SET is_current = 0", "open_item_of_old_version"),
        ("UPDATE review_item SET status = 'superseded'", "closed_item_of_current_version"),
    ],
)
def test_what_is_broken_is_named(tmp_path: Path, damage: str, code: str) -> None:
    path = tmp_path / "ledger.db"
    with Ledger.open(f"sqlite:///{path}", Clock()) as ledger:
        lease = claimed(ledger, "a")
        about = version(lease.sha256)
        ledger.record_versions(lease, [about], FILE)
        ledger.publish_items([item_of(about, lease.sha256)])
        assert ledger.problems() == []
        tamper(path, damage)
        assert code in {problem.code for problem in ledger.problems()}
        assert all(problem.message_zh and problem.subject for problem in ledger.problems())


def tamper(path: Path, statement: str) -> None:
    """Changes the file as somebody with a database tool could: no guards, no constraints."""
    with sqlite3.connect(path) as connection:
        connection.executescript(
            f"DROP TRIGGER event_keeps_UPDATE; DROP TRIGGER event_keeps_DELETE;"
            f"PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF; {statement}"
        )
    connection.close()
