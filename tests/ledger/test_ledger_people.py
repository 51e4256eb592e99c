"""Accounts and their sessions: who is let in, who is kept out, and that all of it is on record."""

from datetime import timedelta

import pytest
from ledger_helpers import Clock
from sqlalchemy import text

from perfeval_core.domain.review import Refused
from perfeval_core.ledger import Ledger, Opened
from tests.helpers.passwords import cheap_passwords

GOOD = "一个很长的好口令 42"


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    cheap_passwords(monkeypatch)


def made(ledger: Ledger, name: str = "张三", **said: object) -> str:
    password = ledger.people.create(name, said.get("role", "reviewer"), said.get("units"), "admin")  # type: ignore[arg-type]
    assert isinstance(password, str), password
    return password


def opened(ledger: Ledger, name: str, password: str) -> Opened:
    session = ledger.people.log_in(name, password, "127.0.0.1")
    assert isinstance(session, Opened), session
    return session


def types(ledger: Ledger) -> list[str]:
    return [event.type for event in ledger.events()]


def test_the_first_start_makes_one_admin(ledger: Ledger) -> None:
    password = ledger.people.ensure_admin()
    assert password is not None
    assert ledger.people.ensure_admin() is None
    (admin,) = ledger.people.everything()
    assert (admin.name, admin.role, admin.must_change) == ("admin", "admin", True)
    assert opened(ledger, "admin", password).must_change


def test_a_session_stands_until_log_out(ledger: Ledger) -> None:
    session = opened(ledger, "张三", made(ledger))
    found = ledger.people.session(session.secret)
    assert found is not None
    assert found[0].name == "张三"
    assert len(found[1].csrf) == 43
    assert ledger.people.session(session.secret + "x") is None
    ledger.people.log_out(session.secret)
    ledger.people.log_out(session.secret)
    assert ledger.people.session(session.secret) is None
    assert types(ledger) == ["account.created", "account.logged_in", "account.logged_out"]


def test_a_session_ends_when_idle_and_after_a_day(ledger: Ledger, clock: Clock) -> None:
    password = made(ledger)
    idle = opened(ledger, "张三", password)
    clock.passes(timedelta(hours=4))
    assert ledger.people.session(idle.secret) is None
    busy = opened(ledger, "张三", password)
    for _ in range(11):
        clock.passes(timedelta(hours=1))
        assert ledger.people.session(busy.secret) is not None
    clock.passes(timedelta(hours=1))
    assert ledger.people.session(busy.secret) is None


def test_wrong_passwords_lock_the_account_for_a_while(ledger: Ledger, clock: Clock) -> None:
    password = made(ledger)
    for _ in range(5):
        assert isinstance(ledger.people.log_in("张三", "wrong wrong", "10.0.0.9"), Refused)
    locked = ledger.people.log_in("张三", password, "10.0.0.9")
    assert isinstance(locked, Refused)
    assert "锁定" in locked.message
    clock.passes(timedelta(minutes=16))
    opened(ledger, "张三", password)
    assert types(ledger).count("account.login_failed") == 5
    assert types(ledger).count("account.locked") == 1
    assert ledger.verify_chain() is None


def test_an_unknown_name_and_a_wrong_password_sound_alike(ledger: Ledger) -> None:
    made(ledger)
    answers = {str(ledger.people.log_in(name, "wrong wrong", "x")) for name in ("张三", "李四", "", "'; --")}
    assert len(answers) == 1
    assert {event.subject for event in ledger.events() if event.type == "account.login_failed"} == {
        "张三",
        "（没有的账号）",
    }


def test_a_password_is_changed_and_ends_the_other_sessions(ledger: Ledger) -> None:
    old = made(ledger)
    session = opened(ledger, "张三", old)
    for bad in ("短", "aaaaaaaaaaaa", "张三的口令很长很长123"):
        assert isinstance(ledger.people.set_password("张三", old, bad), Refused)
    assert isinstance(ledger.people.set_password("张三", "not " + old, GOOD), Refused)
    assert ledger.people.set_password("张三", old, GOOD) is None
    assert ledger.people.session(session.secret) is None
    assert not opened(ledger, "张三", GOOD).must_change
    assert isinstance(ledger.people.log_in("张三", old, "x"), Refused)
    again = ledger.people.reset("张三", "admin")
    assert isinstance(again, str)
    assert opened(ledger, "张三", again).must_change


def test_only_hashes_are_kept(ledger: Ledger) -> None:
    password = made(ledger)
    session = opened(ledger, "张三", password)
    tables = ("account", "desk_session", "event")
    kept = ledger._store.read(
        lambda one: "".join(str(one.execute(text(f"SELECT * FROM {table}")).all()) for table in tables)
    )
    assert "$argon2id$" in kept
    assert password not in kept
    assert session.secret not in kept


def test_a_disabled_account_is_out_at_once(ledger: Ledger) -> None:
    password = made(ledger)
    session = opened(ledger, "张三", password)
    ledger.people.change("张三", "admin", "reviewer", None, disabled=True)
    assert ledger.people.session(session.secret) is None
    assert isinstance(ledger.people.log_in("张三", password, "x"), Refused)
    assert isinstance(ledger.people.let_in("张三", "x"), Refused)
    ledger.people.change("张三", "admin", "viewer", ["102001"], disabled=False)
    found = ledger.people.find("张三")
    assert found is not None
    assert (found.role, found.units, found.disabled_at) == ("viewer", ("102001",), None)
    opened(ledger, "张三", password)


def test_the_last_admin_stays(ledger: Ledger) -> None:
    ledger.people.ensure_admin()
    assert isinstance(ledger.people.change("admin", "admin", "lead", None, disabled=False), Refused)
    assert isinstance(ledger.people.change("admin", "admin", "admin", None, disabled=True), Refused)
    made(ledger, "第二管理员", role="admin")
    assert not isinstance(ledger.people.change("admin", "admin", "lead", None, disabled=False), Refused)


def test_names_are_taken_once(ledger: Ledger) -> None:
    made(ledger)
    for bad in ("张三", "", " 李四", "a" * 41, "a\nb"):
        assert isinstance(ledger.people.create(bad, "viewer", None, "admin"), Refused)


def test_units_decide_what_an_account_sees(ledger: Ledger) -> None:
    made(ledger, units=["102001", "市水务局", "201*"])
    found = ledger.people.find("张三")
    assert found is not None
    assert found.sees("102001", "某某局")
    assert found.sees(None, "市水务局")
    assert found.sees("201777", None)
    assert not found.sees("1020011", "市水务局二处")
    assert not found.sees(None, None)
    made(ledger, "李四", units=None)
    everyone = ledger.people.find("李四")
    assert everyone is not None
    assert everyone.sees(None, None)


def test_a_look_is_noted_once_an_hour(ledger: Ledger, clock: Clock) -> None:
    for _ in range(3):
        ledger.people.viewed("张三", "abc-1")
    ledger.people.viewed("李四", "abc-1")
    clock.passes(timedelta(hours=1))
    ledger.people.viewed("张三", "abc-1")
    assert types(ledger) == ["report.viewed"] * 3


def test_a_trusted_proxy_lets_in_whom_it_names(ledger: Ledger) -> None:
    made(ledger)
    session = ledger.people.let_in("张三", "10.0.0.1")
    assert isinstance(session, Opened)
    assert ledger.people.session(session.secret) is not None
    assert isinstance(ledger.people.let_in("没有这个人", "10.0.0.1"), Refused)
