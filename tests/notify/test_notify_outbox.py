"""What people are told and when: one message a run, each occasion once a channel, again after it could not be sent."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from perfeval_core import doctor, notify
from perfeval_core.casework import failure_items
from perfeval_core.ledger import FileVersion, Ledger
from perfeval_core.running import running
from perfeval_core.settings import Settings
from perfeval_core.site import Site, site
from tests.helpers.free_port import free_port
from tests.notify.servers import MailServer, WebServer, mail_server, web_server

TTL = timedelta(minutes=15)
Told = Callable[..., Site]


@pytest.fixture
def told(tmp_path: Path) -> Told:
    """``told(mail, web)``: a site that tells people through these servers."""

    def make(mail: MailServer | int | None = None, web: WebServer | None = None, on: str | None = None) -> Site:
        plain = site(tmp_path / "home")
        values: dict[str, object] = {"home": tmp_path / "home"}
        if mail is not None:
            port = mail if isinstance(mail, int) else mail.port
            values |= {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none"}
            values |= {"mail_from": "p@example.org", "mail_to": "a@example.org"}
        if web is not None:
            values["webhook_url"] = web.url
        if on is not None:
            values["notify_on"] = on
        return Site(**{**plain.__dict__, "settings": Settings(**values)})  # type: ignore[arg-type]

    return make


def set_aside(here: Site, run_id: str, *names: str) -> None:
    for name in names:
        sha256 = here.archive.put(name.encode())
        here.ledger.submit(sha256, f"platform/102001/{name}", 1, None, "test", "")
        (lease,) = here.ledger.claim(run_id, 1, TTL)
        here.ledger.quarantine(lease, "encrypted", "第 3 页", FileVersion("v", "d" * 64))


def subjects(server: MailServer) -> list[str]:
    return [str(letter["Subject"]) for _, _, letter in server.got]


def test_a_run_tells_once_what_it_set_aside(told: Told) -> None:
    with mail_server() as mail, web_server() as web:
        here = told(mail, web)
        with running(here, "ingest") as run:
            set_aside(here, run.run_id, "甲.pdf", "乙.pdf\nBcc: x")
        assert len(mail.got) == len(web.got) == 1
        assert notify.run_ended(here, run.run_id) == 0
        assert notify.deliver(here) == 0
        with running(here, "ingest"):
            pass
    (_, _, letter) = mail.got[0]
    assert "已隔离 2 个文件" in letter["Subject"]
    body = letter.get_content()
    assert "甲.pdf：" in body
    assert here.table.reason_name("encrypted") in body
    assert "\nBcc" not in body
    assert len(web.got) == 1


def test_a_run_that_fails_tells_and_fails_as_it_would(told: Told) -> None:
    with mail_server() as mail:
        here = told(mail)
        with pytest.raises(OSError, match="No space"), running(here, "ingest"):
            raise OSError(28, "No space left on device")
        with running(here, "maintain") as run:
            run.errors = 2
        with pytest.raises(KeyboardInterrupt), running(here, "ingest"):
            raise KeyboardInterrupt
    first, second = (letter for _, _, letter in mail.got)
    assert "收件处理" in first["Subject"]
    assert "运行失败" in first["Subject"]
    assert "No space left on device" in first.get_content()
    assert "有运行异常" in second["Subject"]
    assert "2 项" in second.get_content()


def test_the_text_of_an_error_is_not_told(told: Told) -> None:
    with mail_server() as mail:
        here = told(mail)
        with pytest.raises(ValueError, match="张三"), running(here, "ingest"):
            raise ValueError("张三的身份证号")
    assert "张三" not in str(mail.got[0][2].get_content())
    assert "张三" not in (here.settings.logs / "runs.jsonl").read_text("utf-8")


def test_a_run_that_was_killed_is_told_of_by_the_next(told: Told) -> None:
    with mail_server() as mail:
        here = told(mail)
        long_ago = Ledger(here.ledger._store, lambda: datetime.now(UTC) - timedelta(days=1))
        long_ago.runs.begin("killed", "ingest", TTL)
        with running(here, "ingest"):
            pass
        with running(here, "ingest"):
            pass
    (subject,) = subjects(mail)
    assert "killed" in subject
    assert "中断" in subject


def test_what_could_not_be_sent_is_sent_after_the_next_run(told: Told) -> None:
    port = free_port()
    with web_server() as web:
        here = told(port, web)
        with running(here, "ingest") as run:
            set_aside(here, run.run_id, "甲.pdf")
        assert len(web.got) == 1  # one channel that is down keeps no other from being used
        found = [one for one in doctor.problems(here) if one.code == "notification_unsent"]
        assert [one.subject for one in found] == ["mail"]
        assert "拒绝连接" in found[0].message_zh
        assert "没有发出去" in (here.settings.logs / "runs.jsonl").read_text("utf-8")
        with mail_server() as mail:
            here = told(mail, web)
            with running(here, "ingest"):
                pass
            with running(here, "ingest"):
                pass
        assert len(mail.got) == len(web.got) == 1
    assert not [one for one in doctor.problems(here) if one.code == "notification_unsent"]


def test_one_message_that_is_always_refused_keeps_none_back(told: Told) -> None:
    with mail_server() as mail:
        here = told(mail)
        mail.answer = "554 no"
        here.ledger.notices.put("poison", ["mail"], "poison", "x")
        assert notify.deliver(here) == 0
        mail.answer = "250 OK"
        here.ledger.notices.put("good", ["mail"], "good", "x")
        assert notify.deliver(here) == 2
    assert subjects(mail) == ["good", "poison"]


def test_nobody_sends_what_another_is_sending(told: Told) -> None:
    here = told()
    here.ledger.notices.put("one", ["mail"], "one", "x")
    claimed = here.ledger.notices.claim("mail", TTL)
    assert claimed is not None
    assert here.ledger.notices.claim("mail", TTL) is None
    later = Ledger(here.ledger._store, lambda: datetime.now(UTC) + TTL)
    assert later.notices.claim("mail", TTL) == claimed  # who claimed it died


def test_overdue_tasks_are_told_once_a_day(told: Told) -> None:
    with mail_server() as mail:
        here = told(mail)
        here.ledger.publish_items(failure_items(here, "备份", "磁盘满"))
        assert notify.overdue(here) == 0
        later = Ledger(here.ledger._store, lambda: datetime.now(UTC) + timedelta(days=60))
        day = Site(**{**here.__dict__, "ledger": later})
        next_ledger = Ledger(here.ledger._store, lambda: datetime.now(UTC) + timedelta(days=61))
        next_day = Site(**{**here.__dict__, "ledger": next_ledger})
        assert [notify.overdue(day), notify.overdue(day), notify.overdue(next_day)] == [1, 0, 1]
        later.publish_items(failure_items(here, "清理", "磁盘满"))
        assert notify.overdue(next_day) == 1  # others are overdue than before
        assert notify.deliver(next_day) == 3
    assert all("复核任务逾期" in one for one in subjects(mail))
    assert "备份" in mail.got[0][2].get_content() or "运行异常" in mail.got[0][2].get_content()


@pytest.mark.parametrize("on", ["overdue", ""])
def test_who_does_not_want_it_is_not_told(told: Told, on: str) -> None:
    with mail_server() as mail:
        here = told(mail, on=on)
        with running(here, "ingest") as run:
            set_aside(here, run.run_id, "甲.pdf")
            run.errors = 1
    assert mail.got == []
    assert here.ledger.notices.waiting() == []


def test_without_channels_nothing_is_kept_to_be_sent(told: Told) -> None:
    here = told()
    with running(here, "ingest") as run:
        set_aside(here, run.run_id, "甲.pdf")
    assert here.ledger.notices.waiting() == []
