"""What people with bad intentions send to the desk: it answers in words, keeps the rules, and goes on."""

import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from perfeval_core.site import Site, site
from tests.helpers.desk import PASSWORD, Browser, account

Address = tuple[str, int]
LONG = "9" * 5000


@pytest.fixture
def here(filled: Path, tmp_path: Path) -> Site:
    shutil.copytree(filled, tmp_path / "home")
    return site(tmp_path / "home")


def test_no_address_is_an_error_of_ours(here: Site, address: Address) -> None:
    browser = Browser(address, account(here, "张三", "admin"))
    for path in (
        "/queue?page=0",
        "/queue?page=abc",
        f"/queue?page={LONG}",
        f"/queue?q={'%E9%95%BF' * 200}",
        "/queue?q=%00%FF",
        "/items/%00",
        f"/items/{LONG}",
        "/reports/..%2f..%2fetc",
        "/reports/x/diff",
        "/reports/x/diff?before=a@@&after=%F0%9F%98%80",
        "/pictures/x/x.png",
        f"/pictures/{'0' * 64}/-1.png",
        "/letters?all=x",
        "/letters/%E2%80%AE",
        "/samples/'--",
        f"/log?page={LONG}",
        "/log?kind=%25",
    ):
        answer = browser.get(path)
        assert answer.status_code in (200, 404, 422), (path, answer.status_code)
        assert "<html" in answer.text, path
    assert "没有符合条件" in browser.get("/queue?page=99").text


def test_bad_forms_are_refused_in_words(here: Site, address: Address) -> None:
    browser = Browser(address, account(here, "张三", "admin"))
    item = here.ledger.items()[0].item.item_id
    boundary = {"Content-Type": f'multipart/form-data; boundary="{"x" * 500}"'}
    for path in ("/upload", "/bulk/import"):
        assert browser.client.post(path, content=b"--x", headers=boundary).status_code == 400
    assert browser.client.post("/login", data={"name": "a"}, headers={"Origin": "http://["}).status_code == 403
    assert browser.post("/samples/draw", count=LONG).status_code == 409
    assert browser.post(f"/items/{item}/reopen", why="长" * 10_001).status_code == 413
    for sign in ("\0", "\x1b", "\u202e"):
        assert browser.post(f"/items/{item}/claim", note=f"a{sign}b").status_code == 400
    assert browser.client.post("/login", content=b"name=%FF", headers={"Content-Type": "x"}).status_code in (400, 401)


def test_a_sheet_of_a_million_blank_rows_is_told_soon(here: Site, address: Address, tmp_path: Path) -> None:
    browser = Browser(address, account(here, "张三", "reviewer"))
    path = tmp_path / "a.xlsx"
    path.write_bytes(browser.get("/bulk/export.xlsx").content)
    workbook = load_workbook(path)
    workbook.worksheets[0].cell(1_048_576, 1).value = "x"
    workbook.save(path)
    files = {"file": ("a.xlsx", path.read_bytes())}
    answer = browser.client.post("/bulk/import", data={"csrf": browser.csrf, "rehearsal": "1"}, files=files)
    assert answer.status_code == 409
    assert "空行" in answer.text


def test_who_files_is_who_is_logged_in(here: Site, address: Address) -> None:
    browser = Browser(address, account(here, "水务局报送", "filer", ["304001", "30*"]))
    files = {"file": ("a.pdf", b"%PDF-1.7 x")}
    token = browser.csrf
    forged = browser.client.post("/upload", data={"csrf": token, "submitted_by": "局长"}, files=files)
    assert forged.status_code == 400
    assert browser.client.post("/upload", data={"csrf": token}, files=files).status_code == 403
    assert browser.client.post("/upload", data={"csrf": token, "unit": "404001"}, files=files).status_code == 403
    done = browser.client.post("/upload", data={"csrf": token, "unit": "305009"}, files=files)
    assert done.status_code == 303
    assert 'name="unit"' in browser.get("/upload").text


def test_what_somebody_held_is_free_once_he_is_out(here: Site, address: Address) -> None:
    item = here.ledger.items()[0].item.item_id
    leaving, other = (Browser(address, account(here, name, "reviewer")) for name in ("张三", "李四"))
    assert leaving.post(f"/items/{item}/claim").status_code == 303
    assert other.post(f"/items/{item}/claim").status_code == 409
    admin = Browser(address, account(here, "管理员甲", "admin"))
    admin.post("/people/change", name="张三", role="reviewer", units="", disabled="on")
    assert leaving.get("/queue").headers["Location"] == "/login"
    assert other.post(f"/items/{item}/claim").status_code == 303
    assert here.ledger.verify_chain() is None


def test_the_log_does_not_tell_what_a_blind_second_reviewer_must_not_know(here: Site, address: Address) -> None:
    item = next(one.item for one in here.ledger.items("score") if one.item.report_id)
    first = Browser(address, account(here, "张三", "reviewer"))
    said = {f"finding-{name}": "confirmed" for name in item.findings}
    first.post(f"/items/{item.item_id}/decide", report="returned", reason="独一无二的理由", **said)
    assert len(here.ledger.reviews.decisions(item.item_id)) == 1
    admin = Browser(address, account(here, "管理员甲", "admin"))
    for page in ("/log", "/log?kind=item."):
        assert "独一无二的理由" not in admin.get(page).text


def test_a_locked_account_cannot_change_its_password(here: Site, address: Address) -> None:
    browser = Browser(address, account(here, "张三", "reviewer"))
    for _ in range(5):
        browser.post("/password", old="wrong guess", new="一个新口令一二三四五", again="一个新口令一二三四五")
    answer = browser.post("/password", old=PASSWORD, new="一个新口令一二三四五", again="一个新口令一二三四五")
    assert answer.status_code == 409
    assert "锁定" in answer.text
