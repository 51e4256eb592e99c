"""Single sign-on behind a proxy: only the proxy, which knows the secret, may say who is there."""

from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from perfeval_core.site import Site, site
from tests.helpers.desk import account

SECRET = "0123456789abcdef"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    secret = tmp_path / "secret"
    secret.write_text(f"{SECRET}\n")
    monkeypatch.setenv("PERFEVAL_SSO_HEADER", "X-Remote-User")
    monkeypatch.setenv("PERFEVAL_SSO_SECRET_FILE", str(secret))
    monkeypatch.setenv("PERFEVAL_BEHIND_TLS", "true")
    return site(tmp_path / "home")


def proxied(name: str, secret: str = SECRET) -> dict[str, str]:
    return {"X-Remote-User": quote(name), "X-Perfeval-Proxy-Secret": secret}


def test_whom_the_proxy_names_is_logged_in(client: httpx.Client, here: Site) -> None:
    account(here, "张三", "viewer")
    answer = client.get("/login", headers=proxied("张三"))
    assert answer.headers["Location"] == "/"
    cookie = answer.headers["Set-Cookie"]
    assert "Secure" in cookie
    session = {"Cookie": cookie.partition(";")[0]}
    assert "张三" in client.get("/queue", headers=proxied("张三") | session).text
    # somebody else sits there now: the session of the one before is not his
    account(here, "李四", "viewer")
    assert client.get("/queue", headers=proxied("李四") | session).headers["Location"] == "/login"


def test_a_one_time_password_is_no_hindrance_there(client: httpx.Client, here: Site) -> None:
    here.ledger.people.create("新来", "viewer", None, "test")
    cookie = client.get("/login", headers=proxied("新来")).headers["Set-Cookie"]
    session = {"Cookie": cookie.partition(";")[0]}
    assert client.get("/queue", headers=proxied("新来") | session).status_code == 200
    assert client.get("/", headers=proxied("新来") | session).status_code == 200
    assert client.get("/queue", headers=session).headers["Location"] == "/password"


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Remote-User": "admin"},
        proxied("admin", ""),
        proxied("admin", SECRET[:-1]),
        proxied("admin", SECRET + "0"),
        {"X-Perfeval-Proxy-Secret": SECRET},
    ],
)
def test_nobody_else_may_say_who_is_there(client: httpx.Client, here: Site, headers: dict[str, str]) -> None:
    account(here, "admin", "admin")
    answer = client.get("/login", headers=headers)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers


def test_an_account_must_be_there(client: httpx.Client, here: Site) -> None:
    answer = client.get("/login", headers=proxied("没有<b>"))
    assert answer.status_code == 403
    assert "&lt;b&gt;" in answer.text
    assert "<b>" not in answer.text


def test_two_names_are_none(client: httpx.Client, here: Site) -> None:
    account(here, "张三", "viewer")
    twice = [*proxied("张三").items(), ("X-Remote-User", "admin")]
    assert "Set-Cookie" not in client.get("/login", headers=twice).headers
