"""Who gets in where: every route as nobody, with the wrong token, with a revoked one, with the right one."""

from collections.abc import Callable

import httpx
import pytest

from console.desk.headers import SECURITY_HEADERS
from perfeval_core.site import Site

Bearer = Callable[..., dict[str, str]]

GUARDED = {"/api/submissions": ("POST", "upload", "metrics"), "/metrics": ("GET", "metrics", "upload")}
"""Path: method, the scope that is let in, one that is not."""


@pytest.mark.parametrize("path", ["/healthz", "/login", "/static/desk.css", "/static/desk.js", "/static/desk.svg"])
def test_what_is_open_to_all(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/queue",
        "/reports/1?x=1",
        "/api/other",
        "/docs",
        "/openapi.json",
        "/login/../x",
        "/static/../app.py",
        "/api/submissions",
        "/a%0Ab",
    ],
)
def test_every_other_page_leads_to_the_login(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/login")
    assert client.post(f"/x{path}").headers["Location"] == "/login"
    assert client.request("TRACE", path).headers["Location"] == "/login"


@pytest.mark.parametrize(("path", "guard"), GUARDED.items())
def test_a_guarded_route_opens_to_its_own_token_only(
    client: httpx.Client, bearer: Bearer, here: Site, path: str, guard: tuple[str, str, str]
) -> None:
    method, right, wrong = guard
    good, bad = bearer(right), bearer(wrong)
    secret = good["Authorization"].removeprefix("Bearer ")

    def status(headers: dict[str, str]) -> int:
        files = {"file": ("a.pdf", b"%PDF-1.7 x")} if method == "POST" else None
        return client.request(method, path, headers=headers, files=files).status_code

    for nobody in (
        {},
        {"Authorization": ""},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer perfeval_guess"},
        {"Authorization": f"Basic {secret}"},
        {"Authorization": f"Bearer {secret}x"},
        {"Authorization": f"Bearer {secret[:-1]}"},
    ):
        answer = client.request(method, path, headers=nobody)
        assert answer.status_code == 401, nobody
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        assert "perfeval token create" in answer.json()["error"]["next"]
    assert status(bad) == 403
    assert status(good) in (200, 202)
    (token,) = (one for one in here.ledger.tokens.everything() if one.scope == right)
    assert token.last_used_at is not None
    assert here.ledger.tokens.revoke(token.name)
    assert status(good) == 401


def test_every_answer_carries_the_headers_and_no_banner(client: httpx.Client, bearer: Bearer) -> None:
    for answer in (
        client.get("/healthz"),
        client.get("/nowhere"),
        client.get("/login"),
        client.get("/static/desk.css"),
        client.post("/api/submissions"),
        client.post("/api/submissions", headers=bearer("upload"), content=b"no form"),
    ):
        for name, value in SECURITY_HEADERS.items():
            if name == "Cache-Control" and answer.url.path.startswith("/static/"):
                value = "public, max-age=86400"
            assert answer.headers[name] == value
        assert "Server" not in answer.headers
        assert "X-Powered-By" not in answer.headers


def test_an_error_of_ours_tells_nothing_and_carries_the_headers(
    client: httpx.Client, bearer: Bearer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise LookupError("a secret of the inside")

    headers = bearer("upload")
    monkeypatch.setattr("perfeval_core.ledger.tokens.Tokens.find", broken)
    answer = client.post("/api/submissions", headers=headers, files={"file": ("a.pdf", b"x")})
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert answer.json()["error"]["code"] == "internal"
    assert answer.headers["X-Frame-Options"] == "DENY"
