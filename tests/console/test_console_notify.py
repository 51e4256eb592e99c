"""``perfeval notify test`` tells a person what arrived, and what to do about what did not."""

from collections.abc import Callable
from pathlib import Path

import pytest

from console.services.environment import environment
from perfeval_core.settings import Settings
from tests.helpers.free_port import free_port
from tests.notify.servers import mail_server, web_server

Run = Callable[..., tuple[int, str]]


def test_what_arrived_and_what_did_not(perfeval: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("notify", "test", "--home", tmp_path / "home")
    assert perfeval(*words)[0] == 2
    monkeypatch.setenv("PERFEVAL_SMTP_HOST", "127.0.0.1")
    assert perfeval(*words)[0] == 2
    monkeypatch.setenv("PERFEVAL_SMTP_SECURITY", "none")
    monkeypatch.setenv("PERFEVAL_MAIL_FROM", "p@example.org")
    monkeypatch.setenv("PERFEVAL_MAIL_TO", "a@example.org")
    with mail_server() as mail, web_server() as web:
        monkeypatch.setenv("PERFEVAL_SMTP_PORT", str(mail.port))
        monkeypatch.setenv("PERFEVAL_WEBHOOK_URL", web.url)
        code, shown = perfeval(*words)
        assert (code, shown.count("已发出")) == (0, 2)
        assert (len(mail.got), len(web.got)) == (1, 1)
        monkeypatch.setenv("PERFEVAL_SMTP_PORT", str(free_port()))
        code, shown = perfeval(*words)
        assert code == 1
        assert "拒绝连接" in shown
        assert "已发出" in shown


def test_services_get_the_secrets_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "key").write_text("x", "utf-8")
    settings = Settings(home=tmp_path, smtp_password="right one", webhook_secret_file=Path("key"))  # type: ignore[arg-type]
    given = environment(settings, 4201)
    assert given["PERFEVAL_SMTP_PASSWORD"] == "right one"
    assert given["PERFEVAL_WEBHOOK_SECRET_FILE"] == str(tmp_path / "key")
