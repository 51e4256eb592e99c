"""Tokens: told once, kept as hashes, ended for good, and all of it in the log."""

import json
import re
from datetime import timedelta

import pytest
from ledger_helpers import Clock
from sqlalchemy import text

from perfeval_core.ledger import Ledger, NameTaken


def test_a_token_opens_until_it_is_revoked(ledger: Ledger, clock: Clock) -> None:
    secret, made = ledger.tokens.create("平台", "upload", "102001")
    assert re.fullmatch(r"perfeval_[\w-]{43}", secret)
    assert ledger.tokens.find(secret) == made
    assert made.last_used_at is None
    ledger.tokens.used(made)
    assert ledger.tokens.everything()[0].last_used_at == clock()
    assert ledger.tokens.revoke("平台")
    assert ledger.tokens.find(secret) is None
    assert not ledger.tokens.revoke("平台")
    assert ledger.tokens.everything()[0].revoked_at == clock()


def test_the_last_use_is_noted_to_the_minute(ledger: Ledger, clock: Clock) -> None:
    secret, _ = ledger.tokens.create("监控", "metrics")
    noted = []
    for _ in range(4):
        found = ledger.tokens.find(secret)
        assert found is not None
        ledger.tokens.used(found)
        noted.append(ledger.tokens.everything()[0].last_used_at)
        clock.passes(timedelta(seconds=30))
    assert noted[0] == noted[1] < noted[2] == noted[3]


def test_only_the_hash_is_kept(ledger: Ledger) -> None:
    secret, _ = ledger.tokens.create("平台", "upload")
    rows = ledger._store.read(lambda one: str(one.execute(text("SELECT * FROM api_token")).all()))
    events = "".join(event.payload for event in ledger.events())
    assert secret not in rows + events
    assert secret.removeprefix("perfeval_") not in rows + events


def test_a_name_stands_once_and_is_free_again(ledger: Ledger) -> None:
    first, _ = ledger.tokens.create("平台", "upload")
    with pytest.raises(NameTaken):
        ledger.tokens.create("平台", "metrics")
    ledger.tokens.revoke("平台")
    second, _ = ledger.tokens.create("平台", "upload")
    assert ledger.tokens.find(first) is None
    assert ledger.tokens.find(second) is not None


def test_it_stands_in_the_log(ledger: Ledger) -> None:
    _, made = ledger.tokens.create("平台", "upload")
    ledger.tokens.uploaded(made, "ab" * 32, "报告.pdf", 7)
    ledger.tokens.revoke(made.token_id)
    events = ledger.events(subject=made.token_id)
    assert [one.type for one in events] == ["token.created", "token.uploaded", "token.revoked"]
    assert (events[1].actor, json.loads(events[1].payload)["name"]) == ("token:平台", "报告.pdf")
    assert ledger.problems() == []
