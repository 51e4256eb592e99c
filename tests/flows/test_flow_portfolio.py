"""Units and years over all files: what is found, kept, queued, replaced, and finished after a break."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from flows.rescore import rescore_all
from perfeval_core.casework import findings_of
from perfeval_core.doctor import problems
from perfeval_core.domain.filing import ExtractedFile
from perfeval_core.domain.review import ReviewItem
from perfeval_core.extraction.extractor import Extractor
from perfeval_core.ledger import FileVersion
from perfeval_core.portfolios import due
from perfeval_core.rules.examples import filing_of
from perfeval_core.rules.portfolio import PORTFOLIO_CHECKS
from perfeval_core.site import Site
from tasks.portfolio import portfolio
from tasks.step import Watcher
from tests.helpers.running import run

TEXT = "按月核对作业台账,按季组织质量评比,评比结果张贴公示并与经费拨付挂钩,全年共评比四次,末位路段全部完成整改。"
Filed = Callable[..., Path]


@pytest.fixture
def filed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Filed:
    """Makes files whose bytes are the reports that are to be read from them."""

    def read(self: Extractor, data: bytes, path: str) -> ExtractedFile:
        reports = tuple(filing_of({"index": number} | one) for number, one in enumerate(json.loads(data), start=1))
        return ExtractedFile(
            path=path,
            sha256=sha256(data).hexdigest(),
            media_type="application/pdf",
            pages=len(reports),
            status="extracted",
            reports=reports,
        )

    def make(name: str, *reports: dict[str, Any]) -> Path:
        path = tmp_path / f"{name}.pdf"
        path.write_text(json.dumps(reports, ensure_ascii=False), "utf-8")
        return path

    monkeypatch.setattr(Extractor, "extract", read)
    return make


def report(name: str, unit: str = "102001", year: int = 2024, **cells: Any) -> dict[str, Any]:
    about = {"project_name": name, "unit_code": unit, "unit_name": f"单位{unit}", "fiscal_year": year}
    return about | cells


def cut(name: str, **about: Any) -> dict[str, Any]:
    return report(name, **about, budget=[{"initial_compiled": "100", "full_year": "60", "executed": "60"}])


def written(name: str, heading: str = "四、项目主要经验做法", **about: Any) -> dict[str, Any]:
    return report(name, **about, sections=[{"heading": heading, "text": TEXT}])


def over_files(here: Site) -> dict[str, list[str]]:
    """The kinds that were found over several files, by subject."""
    with here.warehouse() as warehouse:
        rows = warehouse.fetch(
            "SELECT subject, list(kind ORDER BY kind) AS kinds FROM portfolio_finding "
            "WHERE level <> 'file' GROUP BY subject"
        )
    return {row["subject"]: row["kinds"] for row in rows}


def items(here: Site, status: Any = "open") -> list[ReviewItem]:
    return [one.item for one in here.ledger.items(status=status) if one.item.submission is None]


def test_a_unit_is_compared_over_its_files_and_each_place_says_in_which_report(here: Site, filed: Filed) -> None:
    summary = run(here, filed("甲", cut("一"), cut("二")), filed("乙", cut("三"), cut("四")))
    assert over_files(here) == {"unit:102001:2024": ["portfolio_budget_trimmed_to_spend"]}
    assert summary.findings["portfolio_budget_trimmed_to_spend"] == 1
    (item,) = items(here)
    assert item.title.startswith("单位1020012024年度：")
    assert item.queue == "budget"
    (finding,) = findings_of(here, item)
    assert finding.reports == tuple(sorted(one.version.report_id for one in here.ledger.versions()))
    assert len(finding.at) == len(finding.reports)
    assert list(problems(here)) == []


def test_what_stands_in_one_file_is_said_about_the_file_alone(here: Site, filed: Filed) -> None:
    summary = run(here, filed("甲", *(cut(name) for name in "一二三四")))
    assert over_files(here) == {}
    assert summary.findings["portfolio_budget_trimmed_to_spend"] == 1
    assert items(here) == []


def test_a_report_without_unit_or_year_is_in_no_portfolio(here: Site, filed: Filed) -> None:
    lost = ({"unit_code": None, "unit_name": None}, {"fiscal_year": None})
    run(here, *(filed(str(number), cut("项目") | lost[number % 2]) for number in range(8)))
    assert here.ledger.portfolios() == []


def test_a_unit_without_a_code_is_known_by_its_name(here: Site, filed: Filed) -> None:
    run(here, *(filed(name, cut(name) | {"unit_code": None, "unit_name": "信访局"}) for name in "甲乙丙丁"))
    assert list(over_files(here)) == ["unit:信访局:2024"]


def test_copies_are_found_between_units_and_between_years_once(here: Site, filed: Filed) -> None:
    copied = ["portfolio_copied_text"]
    run(here, filed("甲", written("一", unit="1")), filed("乙", written("二", unit="2")))
    assert over_files(here) == {"year:2024": copied}
    run(here, filed("丙", written("三", unit="1", year=2023)))
    assert over_files(here) == {"year:2024": copied, "history:1": copied}
    run(here, filed("丁", written("四", unit="1")))
    assert over_files(here) == {"year:2024": copied, "history:1": copied, "unit:1:2024": copied}
    assert list(problems(here)) == []


def test_the_units_of_a_year_are_compared_where_the_card_says_so(here: Site, filed: Filed) -> None:
    same = [
        {"level1": "满意度指标", "name": "满意度(%)", "target": "≥90%", "actual": "95", "weight": "10", "points": "10"}
    ]
    run(here, *(filed(unit, cut(unit, unit=unit) | {"indicators": same}) for unit in "1234"))
    assert over_files(here) == {"year:2024": ["portfolio_identical_satisfaction"]}
    (item,) = items(here)
    assert item.title.startswith("全部单位2024年度：")


def test_what_a_project_is_may_stay_the_same_from_year_to_year(here: Site, filed: Filed) -> None:
    years = (2022, 2023, 2024)
    run(here, *(filed(str(year), written("一", heading="1.项目概况", year=year)) for year in years))
    assert [one.version.subject for one in here.ledger.portfolios()] == ["history:102001"]
    assert over_files(here) == {}


def test_one_more_file_replaces_the_portfolio_and_its_items(here: Site, filed: Filed) -> None:
    run(here, *(filed(name, cut(name)) for name in "甲乙丙丁"))
    (before,) = items(here)
    assert run(here).items_new == 0
    run(here, filed("戊", cut("戊")))
    (after,) = items(here)
    assert {one.item_id for one in items(here, "superseded")} == {before.item_id}
    assert (len(findings_of(here, before)[0].at), len(findings_of(here, after)[0].at)) == (4, 5)
    assert list(over_files(here).values()) == [["portfolio_budget_trimmed_to_spend"]]
    assert list(problems(here)) == []


def test_a_run_that_breaks_off_before_the_portfolios_is_finished_by_the_next(
    here: Site, filed: Filed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(name: str) -> None:
        if name.startswith("汇总核对"):
            raise InterruptedError

    with monkeypatch.context() as patch:
        patch.setattr(Watcher, "stage", staticmethod(stop))
        with pytest.raises(InterruptedError):
            run(here, *(filed(name, cut(name)) for name in "甲乙丙丁"))
    assert {one.code for one in problems(here)} == {"portfolio_due"}
    assert run(here).items_new == 1
    assert list(problems(here)) == []


def test_other_rules_replace_the_portfolios_and_the_old_ones_come_back(here: Site, filed: Filed) -> None:
    run(here, *(filed(name, cut(name)) for name in "甲乙丙丁"))
    (before,) = here.ledger.portfolios()
    (item,) = items(here)
    rescore_all("platform", home=str(here.settings.home))
    (other,) = here.ledger.portfolios()
    assert other.version.portfolio_version != before.version.portfolio_version
    assert items(here) != [item]
    assert list(problems(here)) == []
    rescore_all(home=str(here.settings.home))
    assert [one.version for one in here.ledger.portfolios()] == [before.version]
    assert items(here) == [item]
    assert list(problems(here)) == []


def test_reports_that_are_read_otherwise_leave_their_portfolio(here: Site, filed: Filed) -> None:
    run(here, *(filed(name, cut(name)) for name in "甲乙丙丁"))
    for lease in here.ledger.claim("test", 10, timedelta(hours=1), states=("queued",)):
        (one,) = here.ledger.versions(lease.sha256)
        other = replace(one.version, report_version=lease.sha256[:16], fiscal_year=None)
        here.ledger.record_versions(lease, [other], FileVersion("other", one.version.dossier_sha256))
    assert [(group.subject, group.members) for group in due(here)] == [("unit:102001:2024", ())]
    portfolio.fn(here, here.rules)
    assert (items(here), over_files(here), due(here)) == ([], {}, [])


def test_a_rule_that_fails_over_a_unit_is_an_item_for_operations(
    here: Site, filed: Filed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(portfolio: object) -> None:
        raise ZeroDivisionError("our bug")

    monkeypatch.setattr(PORTFOLIO_CHECKS["PF101"], "check", broken)
    run(here, *(filed(name, cut(name)) for name in "甲乙丙丁"))
    (item,) = items(here)
    assert (item.queue, over_files(here)) == ("operations", {})
    assert "PF101" in item.reasons[0]
    assert list(problems(here)) == []


def test_a_dossier_that_is_lost_stops_its_own_portfolios_only(here: Site, filed: Filed) -> None:
    run(here, *(filed(name, cut(name)) for name in "甲乙丙"))
    lost = here.ledger.versions()[0].version.dossier_sha256
    next(Path(here.settings.archive).rglob(lost)).unlink()
    others = (filed(f"另{name}", cut(name, unit="2")) for name in "甲乙丙丁")
    summary = run(here, filed("丁", cut("丁")), *others)
    assert [error.partition("：")[0] for error in summary.errors] == ["unit:102001:2024", "year:2024"]
    assert over_files(here) == {"unit:2:2024": ["portfolio_budget_trimmed_to_spend"]}


@pytest.mark.parametrize("code", ["rows_differ", "dossier_lost", "item_missing"])
def test_the_doctor_misses_what_belongs_to_a_portfolio(
    here: Site, filed: Filed, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(here, *(filed(name, cut(name)) for name in "甲乙丙丁"))
    if code == "rows_differ":
        with here.warehouse() as warehouse:
            warehouse._connection.execute("DELETE FROM portfolio_finding")
    elif code == "dossier_lost":
        (one,) = here.ledger.portfolios()
        next(Path(here.settings.archive).rglob(one.version.dossier_sha256)).write_bytes(b"")
    else:
        everything = here.ledger.items
        mine = {one.item_id for one in items(here)}
        monkeypatch.setattr(
            here.ledger,
            "items",
            lambda **asked: [one for one in everything(**asked) if one.item.item_id not in mine],
        )
    assert code in {one.code for one in problems(here)}
