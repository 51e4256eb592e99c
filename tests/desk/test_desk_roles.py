"""Every route of the desk as every role and as nobody: who gets in, who is kept out, and what he hears."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi.routing import APIRoute

from console.desk.app import rooms
from perfeval_core.domain.people import ROLES, Right, Role
from perfeval_core.site import Site, site
from tests.helpers.desk import Browser, account

ANYBODY: set[str] = {"GET /healthz", "GET /login", "POST /login", "GET /static/desk.css", "GET /static/desk.js"} | {
    "GET /static/desk.svg"
}
BY_TOKEN = {"POST /api/submissions", "GET /metrics"}
OWN = {"GET /", "GET /password", "POST /password", "POST /logout"}
"""What everybody may who is logged in."""

NEEDS: dict[str, Right] = {
    "GET /queue": "view",
    "GET /items/{item_id}": "view",
    "GET /reports": "view",
    "GET /reports/{report_id}": "view",
    "GET /reports/{report_id}/diff": "view",
    "GET /pictures/{sha256}/{number}.png": "view",
    "GET /originals/{sha256}": "view",
    "POST /items/{item_id}/claim": "review",
    "POST /items/{item_id}/release": "review",
    "POST /items/{item_id}/correct": "review",
    "POST /items/{item_id}/decide": "review",
    "POST /items/{item_id}/reopen": "review",
    "GET /reports/{report_id}/letter.docx": "review",
    "POST /reports/{report_id}/issue": "review",
    "GET /letters": "view",
    "GET /letters/{letter_id}": "view",
    "POST /letters/{letter_id}/reply": "review",
    "POST /letters/{letter_id}/close": "review",
    "GET /items/{item_id}/opinion.docx": "view",
    "GET /register.xlsx": "lead",
    "GET /summary.html": "lead",
    "GET /bulk": "review",
    "GET /bulk/export.xlsx": "review",
    "POST /bulk/import": "review",
    "POST /bulk/kind": "review",
    "POST /reports/{report_id}/waive": "lead",
    "GET /numbers": "lead",
    "GET /samples/{sample_id}": "lead",
    "POST /samples/draw": "lead",
    "GET /upload": "upload",
    "POST /upload": "upload",
    "GET /upload/{sha256}": "upload",
    "POST /precheck": "upload",
    "GET /people": "admin",
    "POST /people/create": "admin",
    "POST /people/change": "admin",
    "POST /people/reset": "admin",
    "POST /tokens/create": "admin",
    "POST /tokens/revoke": "admin",
    "GET /log": "admin",
}


@pytest.fixture
def here(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setenv("PERFEVAL_SELF_CHECK", "true")
    shutil.copytree(filled, tmp_path / "home")
    return site(tmp_path / "home")


@pytest.fixture
def everybody(here: Site, address: tuple[str, int]) -> Iterator[dict[Role, Browser]]:
    """One person of each role, logged in."""
    yield {role: Browser(address, account(here, f"某{name}", role)) for role, name in ROLES.items()}


def concrete(here: Site, route: str) -> tuple[str, str]:
    """Method and address of a route, about things that are there."""
    method, path = route.split(" ")
    item = here.ledger.items()[0].item
    named = {
        "item_id": item.item_id,
        "report_id": item.report_id,
        "sha256": item.submission,
        "number": "1",
        "letter_id": "0",
        "sample_id": "0",
    }
    address = path.format(**named)
    if route.endswith("/diff"):
        address += f"?before={item.report_id}&after={item.report_id}"
    return method, address


def asked(browser: Browser, method: str, path: str) -> httpx.Response:
    return browser.get(path) if method == "GET" else browser.post(path)


def test_every_route_is_in_this_test(here: Site) -> None:
    routes = {
        f"{method} {route.path}"
        for room in rooms(here)
        for route in room.routes
        if isinstance(route, APIRoute)
        for method in route.methods - {"HEAD"}
    }
    assert routes == ANYBODY | BY_TOKEN | OWN | NEEDS.keys()


def test_nobody_is_led_to_the_login(here: Site, address: tuple[str, int]) -> None:
    nobody = Browser(address)
    for route in sorted({*OWN, *NEEDS}):
        answer = asked(nobody, *concrete(here, route))
        assert (answer.status_code, answer.headers.get("Location")) == (303, "/login"), route


def test_each_role_gets_where_it_may_and_nowhere_else(here: Site, everybody: dict[Role, Browser]) -> None:
    for route, right in NEEDS.items():
        for role, browser in everybody.items():
            account_ = here.ledger.people.find(f"某{ROLES[role]}")
            assert account_ is not None
            answer = asked(browser, *concrete(here, route))
            if account_.may(right):
                assert answer.status_code in (200, 303, 400, 404, 409, 422), (route, role, answer.text)
                assert answer.headers.get("Location") != "/login"
            else:
                assert (answer.status_code, "不能" in answer.text) == (403, True), (route, role)


def test_the_rights_grow_with_the_role(here: Site) -> None:
    expected = {
        "filer": {"upload"},
        "viewer": {"view"},
        "reviewer": {"upload", "view", "review"},
        "lead": {"upload", "view", "review", "lead"},
        "admin": {"upload", "view", "review", "lead", "admin"},
    }
    for role in ROLES:
        account(here, role, role)
        found = here.ledger.people.find(role)
        assert found is not None
        assert {right for right in ("upload", "view", "review", "lead", "admin") if found.may(right)} == expected[role]


def test_no_form_is_taken_without_its_token_or_from_elsewhere(here: Site, everybody: dict[Role, Browser]) -> None:
    admin = everybody["admin"]
    token, before = admin.csrf, here.ledger.events(limit=100_000)
    for route in sorted(one for one in {*OWN, *NEEDS} if one.startswith("POST")):
        method, path = concrete(here, route)
        files = {"files": {"file": ("a.pdf", b"%PDF-1.7")}} if path in ("/upload", "/precheck", "/bulk/import") else {}
        for fields, headers in (
            ({}, {}),
            ({"csrf": "x" * 43}, {}),
            ({"csrf": token}, {"Origin": "https://evil.example"}),
            ({"csrf": token}, {"Sec-Fetch-Site": "cross-site"}),
        ):
            answer = admin.client.request(method, path, data=fields, headers=headers, **files)  # type: ignore[arg-type]
            assert answer.status_code == 403, (route, fields, headers)
    assert here.ledger.events(limit=100_000) == before


def test_an_account_sees_its_own_units_only(here: Site, address: tuple[str, int]) -> None:
    flagged = {found.item.report_id for found in here.ledger.items()}
    one, other, *_ = (found.version for found in here.ledger.versions() if found.version.report_id in flagged)
    assert one.unit_name != other.unit_name
    browser = Browser(address, account(here, "某处", "reviewer", [one.unit_name or ""]))
    items = {found.item.report_id: found.item for found in here.ledger.items()}
    sha = {version.version.report_id: version.submission for version in here.ledger.versions()}

    assert browser.get(f"/reports/{one.report_id}").status_code == 200
    assert browser.get(f"/pictures/{sha[one.report_id]}/1.png").status_code == 200
    for page in ("/queue?status=", "/reports", "/"):
        seen = browser.get(page).text
        assert other.report_id not in seen
        assert (other.unit_name or "") not in seen
    for path in (
        f"/reports/{other.report_id}",
        f"/reports/{other.report_id}/letter.docx",
        f"/reports/{one.report_id}/diff?before={one.report_id}&after={other.report_id}",
        f"/pictures/{sha[other.report_id]}/1.png",
        f"/originals/{sha[other.report_id]}",
        f"/items/{items[other.report_id].item_id}",
    ):
        answer = browser.get(path)
        assert answer.status_code == 404, path
        assert (other.project_name or "") not in answer.text
    for path in ("/bulk/export.xlsx", "/numbers", "/register.xlsx", "/summary.html"):
        assert browser.get(path).status_code == 403
    assert browser.post("/bulk/kind").status_code == 403
    refused = browser.post(f"/items/{items[other.report_id].item_id}/claim")
    assert refused.status_code == 404
    nothing_there = browser.get("/reports/000000000000-1")
    assert nothing_there.text == browser.get(f"/reports/{other.report_id}").text


def test_a_one_time_password_opens_only_the_page_to_change_it(here: Site, address: tuple[str, int]) -> None:
    first = here.ledger.people.create("新来", "lead", None, "test")
    assert isinstance(first, str)
    browser = Browser(address, "新来", first)
    for page in ("/", "/queue", "/reports", "/upload"):
        assert browser.get(page).headers["Location"] == "/password"
    wrong = browser.post("/password", old=first, new="一个新口令一二三四五", again="另一个")
    assert wrong.status_code == 409
    assert "不一样" in wrong.text
    done = browser.post("/password", old=first, new="一个新口令一二三四五", again="一个新口令一二三四五")
    assert done.headers["Location"].startswith("/login")
    assert browser.get("/queue").headers["Location"] == "/login"
    assert Browser(address, "新来", "一个新口令一二三四五").get("/queue").status_code == 200


def test_guessing_is_slowed_down_and_locks(here: Site, address: tuple[str, int]) -> None:
    account(here, "张三", "reviewer")
    nobody = Browser(address)
    said = [nobody.client.post("/login", data={"name": "张三", "password": f"guess {n}"}) for n in range(40)]
    codes = [one.status_code for one in said]
    assert codes[0] == 401
    assert codes[-1] == 429
    assert "锁定" in said[6].text


def test_after_the_login_one_is_where_one_wanted_to_go(here: Site, address: tuple[str, int]) -> None:
    account(here, "张三", "reviewer")
    browser = Browser(address)
    assert browser.get("/queue?queue=score").headers["Location"] == "/login"
    answer = browser.client.post("/login", data={"name": "张三", "password": "一个很长的好口令 42"})
    assert answer.headers["Location"] == "/queue?queue=score"
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    for elsewhere in ("//evil.example/", "https://evil.example/", "/\\evil.example"):
        browser = Browser(address)
        browser.client.cookies.set("perfeval_wanted", elsewhere)
        answer = browser.client.post("/login", data={"name": "张三", "password": "一个很长的好口令 42"})
        assert answer.headers["Location"] == "/"


def test_a_picture_is_no_place_to_go_after_the_login(here: Site, address: tuple[str, int]) -> None:
    nobody = Browser(address)
    assert nobody.client.get(f"/pictures/{'0' * 64}/1.png", headers={"Sec-Fetch-Dest": "image"}).status_code == 303
    assert "perfeval_wanted" not in nobody.client.cookies
