"""Official figures after the reports, before them, and corrected: new versions beside the old, the findings follow."""

from console.references import imported
from flows.rescore import rescore_all
from perfeval_core.doctor import problems
from perfeval_core.domain.findings import Finding
from perfeval_core.quality.facts import gather
from perfeval_core.reference.official import missing
from perfeval_core.site import Site
from tests.helpers.running import run
from tests.helpers.samples import sample
from tests.reference.lists import csv_list

UNIT = ("2024", "304001", "云岭市公安局", "禁毒宣传")
WRONG, RIGHT = (*UNIT, "900000", "900000", "885000"), (*UNIT, "900000", "900000", "855000")
NOT_FILED = ("2024", "304001", "云岭市公安局", "雪亮工程", "1", "1", "1")
OTHER = ("2024", "305002", "云岭市环境卫生服务中心", "城区道路保洁", "8600000", "8600000", "8428000")


def take(here: Site, *rows: tuple[str, ...]) -> int:
    """Imports a list; how many filed reports it is about."""
    return imported(here, "清单.csv", csv_list(*rows), None, False).reports_concerned


def found(here: Site) -> list[Finding]:
    """What the current versions of the reports say about official figures."""
    dossiers = (here.archive.get_dossier(one.version.dossier_sha256) for one in here.ledger.versions())
    return [f for dossier in dossiers for f in dossier.report.findings if f.kind == "reference_mismatch"]


def versions(here: Site) -> dict[str, str]:
    return {one.version.report_id: one.version.report_version for one in here.ledger.versions()}


def test_a_new_official_figure_makes_a_new_version_and_a_corrected_one_closes_the_finding(here: Site) -> None:
    run(here, sample("禁毒宣传"), sample("养老服务"))
    before = versions(here)
    assert take(here, WRONG, NOT_FILED) == 1
    assert (found(here), list(problems(here))) == ([], [])

    summary = rescore_all(home=str(here.settings.home))
    (finding,) = found(here)
    assert (finding.indicator, finding.stated, finding.expected) == ("全年执行数", "855000", "885000")
    assert finding.citation.startswith("财政口径数据《清单.csv》第2行；")
    assert [change.findings_new for change in summary.changes] == [("reference_mismatch/全年执行数",)]
    after = versions(here)
    assert sum(after[report] != version for report, version in before.items()) == 1
    assert [one.item.findings for one in here.ledger.items("budget") if finding.id in one.item.findings]
    assert list(problems(here)) == []
    assert [one.official.project_name for one in missing(here.ledger, 2024)] == ["雪亮工程"]

    assert take(here, RIGHT, NOT_FILED) == 1
    (change,) = rescore_all(home=str(here.settings.home)).changes
    assert change.findings_closed == ("reference_mismatch/全年执行数",)
    assert (found(here), list(problems(here))) == ([], [])
    assert len(set(before.values()) | set(after.values()) | set(versions(here).values())) == 4
    with here.warehouse() as warehouse:
        everything = warehouse.fetch("SELECT count(*) AS versions FROM report")
        units = warehouse.fetch("SELECT unit_code, reports, executed FROM v_unit ORDER BY unit_code")
        rules = warehouse.fetch("SELECT rule FROM v_rule WHERE kind = 'reference_mismatch'")
        filed = gather(warehouse, []).filed
        official = warehouse.fetch("SELECT project_name, reports FROM v_reference ORDER BY project_name")
    assert everything == [{"versions": 4}]
    assert [(row["unit_code"], row["reports"], int(row["executed"])) for row in units] == [
        ("304001", 1, 855000),
        ("310005", 1, 5130000),
    ]
    assert rules == []
    assert filed == [{"fiscal_year": 2024, "due": 2, "missing": 1}]
    assert [(row["project_name"], row["reports"]) for row in official] == [("禁毒宣传", 1), ("雪亮工程", 0)]


def test_figures_that_were_there_before_the_report_are_held_against_it_at_once(here: Site) -> None:
    assert take(here, WRONG, OTHER) == 0
    run(here, sample("禁毒宣传"), sample("城区道路保洁"))
    (finding,) = found(here)
    assert finding.expected == "885000"
    held = [here.archive.get_dossier(one.version.dossier_sha256).reference for one in here.ledger.versions()]
    assert sorted(row.row for row in held if row) == [2, 3]
    assert list(problems(here)) == []

    events = here.ledger.events(limit=10_000)
    assert take(here, WRONG, OTHER) == 0
    assert take(here, ("2024", "", "别的局", "别的项目", "1", "1", "1"), WRONG, OTHER) == 0
    summary = rescore_all(home=str(here.settings.home))
    assert (summary.changes, summary.items_new) == ((), 0)
    assert [one.type for one in here.ledger.events(after=len(events))] == ["reference.imported"]


def test_the_doctor_tells_a_copy_that_is_not_the_ledgers(here: Site) -> None:
    take(here, WRONG, OTHER)
    assert list(problems(here)) == []
    with here.warehouse() as warehouse:
        warehouse.replace_reference([])
    assert [one.code for one in problems(here)] == ["reference_copy_differs"] * 2
    take(here, WRONG, OTHER)
    assert list(problems(here)) == []
