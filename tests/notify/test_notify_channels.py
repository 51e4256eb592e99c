"""Messages over real connections, and what is said when one does not arrive."""

import json
import socket
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from perfeval_core.notify import NotSent, channels
from perfeval_core.notify.message import Message, line
from perfeval_core.notify.webhook import SIGNATURE, TIMESTAMP, signature
from perfeval_core.settings import Settings
from tests.helpers.free_port import free_port
from tests.notify.servers import PASSWORD, USER, certificate, mail_server, web_server

MESSAGE = Message("run-1", "[perfeval] 收件处理：已隔离 1 个文件", "- 报告.pdf：有口令\n")


def mail(port: int, **values: Any) -> Settings:
    given = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none", "mail_from": "perfeval@example.org"}
    return Settings(**{**given, "mail_to": "a@example.org, b@example.org", **values})


def send(settings: Settings, message: Message = MESSAGE) -> None:
    for one in channels(settings).values():
        one(message)


def problem(settings: Settings) -> str:
    with pytest.raises(NotSent) as refused:
        send(settings)
    return str(refused.value)


def test_a_mail_arrives_whole() -> None:
    with mail_server() as server:
        send(mail(server.port))
        send(mail(server.port))
    (sender, to, letter), (_, _, again) = server.got
    assert (sender, to) == ("perfeval@example.org", ("a@example.org", "b@example.org"))
    assert (letter["Subject"], letter["Auto-Submitted"]) == (MESSAGE.subject, "auto-generated")
    assert letter.get_content().splitlines() == MESSAGE.body.splitlines()
    assert letter["Message-ID"] == again["Message-ID"]


@pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning")  # it does not know that all of it is TLS
@pytest.mark.parametrize(("security", "whole"), [("starttls", False), ("tls", True)])
def test_an_encrypted_one_with_a_log_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: str, whole: bool
) -> None:
    pem = certificate(tmp_path)
    password = tmp_path / "password"
    password.write_text(f"{PASSWORD}\n", "utf-8")
    with mail_server(pem, whole, auth=True) as server:
        settings = mail(server.port, smtp_security=security, smtp_user=USER, smtp_password_file=password)
        assert "SSL_CERT_FILE" in problem(settings)
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
        send(settings)
        wrong = settings.model_copy(update={"smtp_password_file": tmp_path / "wrong"})
        assert "读不出口令文件" in problem(wrong)
        (tmp_path / "wrong").write_text("口令", "utf-8")
        assert "不能传送" in problem(wrong)
        (tmp_path / "wrong").write_text("guess", "utf-8")
        assert "用户名或口令" in problem(wrong)
    assert len(server.got) == 1


def test_what_goes_wrong_with_mail_is_said_in_words() -> None:
    assert "拒绝连接" in problem(mail(free_port()))
    assert "找不到主机" in problem(mail(25, smtp_host="no.such.host.invalid"))
    with mail_server() as server:
        assert "不支持" in problem(mail(server.port, smtp_security="starttls"))
        assert "加密" in problem(mail(server.port, smtp_security="tls"))
        server.answer = "554 looks like spam"
        assert "554" in problem(mail(server.port))
        server.answer, server.refused = "250 OK", frozenset({"a@example.org", "b@example.org"})
        assert "任何一个收件人" in problem(mail(server.port))
        server.refused = frozenset({"a@example.org"})
        send(mail(server.port))
    assert [to for _, to, _ in server.got] == [("b@example.org",)]


def test_a_server_that_says_nothing_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("perfeval_core.notify.mail._SECONDS", 0.3)
    monkeypatch.setattr("perfeval_core.notify.webhook._SECONDS", 0.3)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        port = silent.getsockname()[1]
        assert "没有回应" in problem(mail(port))
        assert "没有回应" in problem(Settings(webhook_url=f"http://127.0.0.1:{port}/"))


def test_a_webhook_gets_json_and_a_signature() -> None:
    with web_server() as server:
        send(Settings(webhook_url=server.url, webhook_secret="key"))  # type: ignore[arg-type]
        send(Settings(webhook_url=server.url))
    (headers, body), (unsigned, _) = server.got
    said = json.loads(body)
    assert (said["subject"], said["text"], said["occasion"]) == (MESSAGE.subject, MESSAGE.body, "run-1")
    assert headers[SIGNATURE] == signature("key", headers[TIMESTAMP], body)
    assert headers[SIGNATURE] != signature("another", headers[TIMESTAMP], body)
    assert SIGNATURE not in unsigned


@pytest.mark.parametrize("status", [301, 404, 500])
def test_an_answer_that_is_no_yes_is_a_no(status: int) -> None:
    with web_server() as server:
        server.status = status
        said = problem(Settings(webhook_url=server.url))
    assert str(status) in said
    assert "hidden" not in said


def test_an_address_that_is_none_is_said_without_being_shown() -> None:
    assert "hidden" not in problem(Settings(webhook_url=f"http://127.0.0.1:{free_port()}/?key=hidden"))
    assert "hidden" not in problem(Settings(webhook_url="http://x:hidden/"))


def test_secrets_are_not_shown() -> None:
    settings = mail(25, smtp_user=USER, smtp_password=PASSWORD, webhook_url="http://x/", webhook_secret="hidden")
    assert PASSWORD not in repr(settings)
    assert "hidden" not in repr(settings)
    with pytest.raises(ValidationError) as refused:
        Settings(smtp_host="x", smtp_password=PASSWORD)  # type: ignore[arg-type]
    assert PASSWORD not in str(refused.value)


@pytest.mark.parametrize(
    "values", [{"notify_on": "quarantined everything"}, {"smtp_host": "x"}, {"webhook_url": "ftp://x"}]
)
def test_settings_that_cannot_work_are_refused(values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match=r"notify_on|mail_from|webhook_url"):
        Settings(**values)


@given(st.text())
def test_a_name_stays_in_its_line(name: str) -> None:
    shown = line(name)
    assert len(shown.splitlines()) <= 1
    assert shown.isprintable()
    assert len(shown) <= 201


def test_a_name_cannot_add_a_header() -> None:
    evil = "a.pdf\r\nBcc: spy@example.org\r\n\r\nbody"
    with mail_server() as server:
        send(mail(server.port), Message("run-1", f"[perfeval] {evil}", f"- {line(evil)}\n"))
    (_, to, letter) = server.got[0]
    assert (letter["Bcc"], len(to)) == (None, 2)
    assert letter.get_content().splitlines() == [f"- {line(evil)}"]


@pytest.mark.parametrize("address", ["a\nBcc: spy@example.org", "ä@example.org\r\nX: y"])
def test_an_address_that_is_none_sends_nothing(address: str) -> None:
    with mail_server() as server:
        assert "mail_to" in problem(mail(server.port, mail_to=address))
    assert server.got == []
