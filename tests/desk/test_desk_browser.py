"""Whole days at the desk, in a real browser: what people click and type, and what they see."""

import re
import shutil
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from perfeval_core.casework import findings_of
from perfeval_core.site import Site, site
from tests.helpers.chromium import chromium as installed
from tests.helpers.desk import HOSTILE, PASSWORD, account
from tests.helpers.reviewing import decided
from tests.helpers.samples import sample

pytestmark = pytest.mark.slow

OpenPage = Callable[[str | None], Page]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    program = installed()
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        browser = playwright.chromium.launch(executable_path=program, args=options)
        yield browser
        browser.close()


@pytest.fixture
def here(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setenv("PERFEVAL_SELF_CHECK", "true")
    shutil.copytree(filled, tmp_path / "home")
    return site(tmp_path / "home")


@pytest.fixture
def open_page(chromium: Browser, here: Site, address: tuple[str, int]) -> Iterator[OpenPage]:
    """``open_page(name)``: a browser of one person, logged in. Nothing may be complained of, or go elsewhere."""
    wrong: list[str] = []
    contexts: list[BrowserContext] = []
    base = f"http://{address[0]}:{address[1]}"

    def open_(name: str | None) -> Page:
        context = chromium.new_context(base_url=base, viewport={"width": 1280, "height": 800}, locale="zh-CN")
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: wrong.append(f"dialog {dialog.message}"))
        page.on("request", lambda sent: wrong.append(sent.url) if not _ours(sent.url, base) else None)
        if name is not None:
            page.goto("/login")
            page.fill("[name=name]", name)
            page.fill("[name=password]", PASSWORD)
            page.click("button.main")
            page.wait_for_url(re.compile("/(upload)?$"))
        return page

    yield open_
    for context in contexts:
        context.close()
    # a refusal is an answer with an error status, of which browsers tell on the console
    assert [one for one in wrong if "409 (Conflict)" not in one] == []


def _ours(url: str, base: str) -> bool:
    return urlsplit(url).scheme in ("data", "blob") or url.startswith(base)


def test_the_first_day_of_an_administrator(here: Site, open_page: OpenPage) -> None:
    first = here.ledger.people.ensure_admin()
    assert first is not None
    page = open_page(None)
    page.goto("/people")
    page.fill("[name=name]", "admin")
    page.fill("[name=password]", first)
    page.click("button.main")
    expect(page.get_by_text("请先换成自己的口令")).to_be_visible()
    page.fill("[name=old]", first)
    page.fill("[name=new]", PASSWORD)
    page.fill("[name=again]", PASSWORD)
    page.click("button.main")
    expect(page.get_by_text("请用新口令登录")).to_be_visible()
    page.fill("[name=name]", "admin")
    page.fill("[name=password]", PASSWORD)
    page.click("button.main")
    page.get_by_role("link", name="账号").click()
    page.fill("form[action='/people/create'] [name=name]", "张三")
    page.get_by_role("button", name="建立账号").click()
    password = page.locator(".told code").inner_text()
    colleague = open_page(None)
    colleague.goto("/login")
    colleague.fill("[name=name]", "张三")
    colleague.fill("[name=password]", password)
    colleague.click("button.main")
    expect(colleague.get_by_text("请先换成自己的口令")).to_be_visible()
    page.get_by_role("link", name="日志").click()
    expect(page.get_by_text("account.created").first).to_be_visible()


def test_a_report_is_returned_by_two_people(here: Site, open_page: OpenPage) -> None:
    (item,) = (one.item for one in here.ledger.items("score") if "农村饮水" in one.item.title)
    first = open_page(account(here, "张三", "reviewer"))
    first.goto(f"/items/{item.item_id}")
    first.get_by_role("button", name="领取").click()
    expect(first.get_by_text("张三 领取至")).to_be_visible()

    other = open_page(account(here, "李四", "reviewer"))
    other.goto(f"/items/{item.item_id}")
    expect(other.get_by_text("张三 领取至")).to_be_visible()
    expect(other.get_by_role("button", name="领取")).to_be_disabled()
    expect(other.get_by_role("button", name="提交决定")).to_have_count(0)

    for _ in item.findings:  # the keyboard alone: each confirmed goes on to the next
        first.keyboard.press("c")
    first.keyboard.press("t")
    expect(first.locator("input[value=confirmed]:checked")).to_have_count(len(item.findings))
    first.keyboard.press("Control+Enter")
    expect(first.get_by_text("须由另一个人二次复核后生效")).to_be_visible()
    assert [one.final for one in here.ledger.reviews.decisions(item.item_id)] == [False]
    first.goto(f"/items/{item.item_id}")
    first.get_by_role("button", name="领取").click()
    expect(first.get_by_role("alert")).to_contain_text("不能自己复核自己的")

    other.goto("/")
    expect(other.get_by_text("等我二次复核的 1")).to_be_visible()
    other.get_by_role("link", name="农村饮水").first.click()
    other.get_by_role("button", name="领取").click()
    other.get_by_label("退回").check()
    other.get_by_role("button", name="提交决定").click()
    expect(other.get_by_text("决定已提交")).to_be_visible()
    found = here.ledger.item(item.item_id)
    assert found is not None
    assert found.status == "decided"
    assert here.ledger.verify_chain() is None


def test_a_letter_goes_out_and_is_answered(here: Site, open_page: OpenPage) -> None:
    (item,) = (one.item for one in here.ledger.items("score") if "农村饮水" in one.item.title)
    for name in ("张三", "李四"):
        decided(here, item, report="returned", by=name)
    other = open_page(account(here, "王五", "reviewer"))
    other.get_by_role("link", name="整改").click()
    with other.expect_download() as letter:
        other.get_by_role("button", name="登记发出并下载").click()
    assert letter.value.suggested_filename.endswith(".docx")
    (issued,) = here.ledger.letters.everything()
    assert sha256(Path(letter.value.path()).read_bytes()).hexdigest() == issued.document
    other.goto("/letters")
    expect(other.get_by_text("待发出 0")).to_be_visible()
    other.get_by_role("link", name="农村饮水").click()
    other.get_by_label("申辩", exact=True).first.check()
    other.fill("[name=text]", "第一项另有验收单")
    other.get_by_role("button", name="登记反馈").click()
    expect(other.get_by_role("alert")).to_contain_text("理由")
    other.get_by_label("申辩的理由").first.fill("验收单附后")
    other.get_by_role("button", name="登记反馈").click()
    expect(other.get_by_text("第 1 次反馈")).to_be_visible()
    other.fill("[name=reason]", "说明予以认可")
    other.get_by_role("button", name="关闭这份通知").click()
    expect(other.get_by_text("通知已关闭")).to_be_visible()
    assert here.ledger.verify_chain() is None


def test_a_finding_and_its_cell_show_each_other(here: Site, open_page: OpenPage) -> None:
    (item,) = (one.item for one in here.ledger.items("score") if "农村饮水" in one.item.title)
    page = open_page(account(here, "张三", "viewer"))
    page.goto(f"/items/{item.item_id}")
    page.locator("#finding-2").click()
    box = page.locator("g.box[data-finding='2']").first
    expect(box).to_have_class("box now")
    expect(box).to_be_in_viewport()
    page.locator("g.box[data-finding='1'] rect").first.click()
    expect(page.locator("#finding-1")).to_have_class("finding now")
    expect(page.locator("#finding-1")).to_be_in_viewport()
    # pictures come when they are looked at: this one is
    picture = page.locator("figure.page:has(g.now) img").first
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("one => one.naturalWidth") > 500
    expect(page.get_by_role("button", name="领取")).to_have_count(0)


def test_a_misread_cell_is_corrected_with_a_preview(here: Site, open_page: OpenPage) -> None:
    (item,) = (one.item for one in here.ledger.items("score") if "农村饮水" in one.item.title)
    page = open_page(account(here, "张三", "reviewer"))
    page.goto(f"/items/{item.item_id}")
    page.get_by_role("button", name="领取").click()
    page.locator("#finding-2 [data-correct]").click()
    expect(page.locator("#correct-field")).to_have_value("indicators.1.points")
    page.fill("#correct-value", "不是数")
    page.fill("#correct [name=why]", "原件如此")
    page.get_by_role("button", name="记下更正并预览得分").click()
    expect(page.get_by_role("alert")).to_contain_text("不能作为")
    expect(page.locator("#correct-value")).to_have_value("不是数")
    page.fill("#correct-value", "7.2")
    page.get_by_role("button", name="记下更正并预览得分").click()
    expect(page.locator("#corrections")).to_contain_text("应为“7.2”")
    expect(page.locator("#corrections")).to_contain_text("消失的疑点")
    (made,) = here.ledger.reviews.corrections(item.report_id)
    assert (made.correction.machine, made.correction.corrected, made.correction.reviewer) == ("12", "7.2", "张三")


def test_what_is_missing_is_said_and_nothing_typed_is_lost(here: Site, open_page: OpenPage) -> None:
    (item,) = (one.item for one in here.ledger.items("score") if "农村饮水" in one.item.title)
    page = open_page(account(here, "张三", "reviewer"))
    page.goto(f"/items/{item.item_id}")
    page.locator("#finding-1").get_by_label("不成立").check()
    page.fill("[name=reason]", "<b>看过</b>原件")
    page.get_by_label("通过").check()
    page.get_by_role("button", name="提交决定").click()
    expect(page.get_by_role("alert")).to_contain_text("没有决定")
    expect(page.locator("[name=reason]")).to_have_value("<b>看过</b>原件")
    expect(page.locator("#finding-1").get_by_label("不成立")).to_be_checked()


def test_a_unit_checks_its_report_and_files_it(here: Site, open_page: OpenPage) -> None:
    page = open_page(account(here, "水务局报送", "filer", ["云岭市水务局"]))
    page.set_input_files("#file", sample("农村饮水"))
    page.get_by_role("button", name="先预检").click()
    expect(page.get_by_text("没有报送，也没有留存")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("复算后等级改变")).to_be_visible()
    page.get_by_role("link", name="返回").click()
    page.set_input_files("#file", [sample("农村饮水"), sample("城管局")])
    page.get_by_role("button", name="报送", exact=True).click()
    expect(page.get_by_role("link", name="看回执")).to_have_count(2)
    page.get_by_role("link", name="看回执").first.click()
    expect(page.get_by_role("heading", name="报送回执")).to_be_visible()
    dropped = [path.name for path in here.settings.drop_folder.rglob("*.pdf")]
    assert sorted(dropped) == sorted([sample("农村饮水").name, sample("城管局").name])


def test_it_works_without_javascript(chromium: Browser, here: Site, address: tuple[str, int]) -> None:
    account(here, "张三", "reviewer")
    item = here.ledger.items("budget")[0].item
    base = f"http://{address[0]}:{address[1]}"
    with chromium.new_context(base_url=base, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/login")
        page.fill("[name=name]", "张三")
        page.fill("[name=password]", PASSWORD)
        page.click("button.main")
        page.goto(f"/items/{item.item_id}")
        page.get_by_role("button", name="领取").click()
        for one in page.locator("fieldset.outcome").all():
            one.get_by_label("确认").check()
        page.get_by_label("通过").check()
        page.get_by_role("button", name="提交决定").click()
        expect(page.get_by_text("决定已提交")).to_be_visible()
        found = here.ledger.item(item.item_id)
        assert found is not None
        assert found.status == "decided"


def test_two_who_submit_at_once_are_one_decision(here: Site, open_page: OpenPage) -> None:
    item = here.ledger.items("budget")[0].item
    pages = [open_page(account(here, name, "reviewer")) for name in ("张三", "李四")]
    for page in pages:
        page.goto(f"/items/{item.item_id}")
        for one in page.locator("fieldset.outcome").all():
            one.get_by_label("确认").check()
        page.get_by_label("通过").check()
    pages[0].get_by_role("button", name="提交决定").click()
    expect(pages[0].get_by_text("决定已提交")).to_be_visible()
    pages[1].get_by_role("button", name="提交决定").click()
    expect(pages[1].get_by_role("alert")).to_contain_text("已经决定")
    assert len(here.ledger.reviews.decisions(item.item_id)) == 1


def test_markup_in_a_report_is_text(here: Site, open_page: OpenPage) -> None:
    (version,) = (one.version for one in here.ledger.versions() if "script" in (one.version.project_name or ""))
    (item, *_) = (one.item for one in here.ledger.items() if one.item.report_id == version.report_id)
    page = open_page(account(here, HOSTILE[:30], "admin"))
    for path in (
        "/",
        "/queue",
        "/reports",
        f"/items/{item.item_id}",
        f"/reports/{version.report_id}",
        f"/queue?q={quote(HOSTILE)}",
        f"/reports?q={quote(HOSTILE)}",
        "/people",
        "/log",
    ):
        page.goto(path)
        expect(page.get_by_text("<script>").first).to_be_attached()
        assert page.locator("main script, main img[src=x], main b:text-is('局')").count() == 0, path


def test_a_queue_is_decided_in_a_workbook(here: Site, open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(account(here, "张三", "reviewer"))
    page.goto("/bulk")
    with page.expect_download() as exported:
        page.get_by_role("button", name="导出待办疑点").click()
    filled = tmp_path / "filled.xlsx"
    exported.value.save_as(filled)
    workbook = load_workbook(filled)
    sheet = workbook.worksheets[0]
    header = {cell.value: cell.column for cell in sheet[1]}
    budget = [row for row in range(2, sheet.max_row + 1) if sheet.cell(row, header["队列"]).value == "预算执行"]
    assert budget
    for row in budget:
        sheet.cell(row, header["意见"]).value = "确认"
        sheet.cell(row, header["报告结论"]).value = "通过"
    sheet.cell(sheet.max_row, header["意见"]).value = "看着办"
    workbook.save(filled)

    page.set_input_files("[name=file]", filled)
    page.get_by_role("button", name="上传").click()
    expect(page.get_by_text("检查结果（什么也没有改）")).to_be_visible()
    expect(page.locator("main")).to_contain_text("不合格 1 行")
    assert len(here.ledger.items("budget")) == len(budget)
    page.set_input_files("[name=file]", filled)
    page.get_by_label("检查还是导入").select_option("导入")
    page.get_by_role("button", name="上传").click()
    expect(page.get_by_text("导入结果")).to_be_visible()
    assert here.ledger.items("budget") == []


def test_one_kind_is_decided_for_many_reports(here: Site, open_page: OpenPage) -> None:
    page = open_page(account(here, "张三", "reviewer"))
    page.goto("/bulk")
    (item,) = (one.item for one in here.ledger.items("budget"))
    (finding,) = findings_of(here, item)
    page.get_by_label("疑点类型").select_option(finding.kind)
    page.get_by_label("意见").select_option("不成立")
    page.fill("[name=reason]", "年中已统一说明")
    page.get_by_role("button", name="先看会办理哪些").click()
    expect(page.get_by_text("将办理 1 条疑点")).to_be_visible()
    assert here.ledger.reviews.decisions(item.item_id) == []
    page.get_by_role("button", name="确定办理这 1 条").click()
    expect(page.get_by_text("已办理 1 条疑点")).to_be_visible()
    (made,) = here.ledger.reviews.decisions(item.item_id)
    assert [(one.outcome, one.reason) for one in made.verdict.findings] == [("rejected", "年中已统一说明")]


def test_a_lead_spot_checks_what_was_not_flagged(here: Site, open_page: OpenPage) -> None:
    page = open_page(account(here, "负责人甲", "lead"))
    page.goto("/numbers")
    expect(page.get_by_role("heading", name="待办任务")).to_be_visible()
    page.fill("[name=count]", "1")
    page.fill("[name=seed]", "2026-12-01 摇号 7")
    page.get_by_role("button", name="抽取").click()
    expect(page.get_by_text("与留存的种子、抽样范围相符")).to_be_visible()
    page.locator("table.list a").first.click()
    page.get_by_label("漏报的类型 1").select_option("other")
    page.get_by_label("漏报的说明 1").fill("第3页的附图与正文不是一个项目")
    page.get_by_label("通过").check()
    page.get_by_role("button", name="提交决定").click()
    expect(page.get_by_text("决定已提交")).to_be_visible()
    page.goto("/numbers")
    expect(page.locator("main")).to_contain_text("100.00%")
