"""One clean self-evaluation form as a dossier, and changed copies of it."""

from datetime import datetime, timedelta, timezone
from decimal import Decimal
from hashlib import sha256
from typing import Any

from perfeval_core.domain.dossier import Dossier, FileDossier, file_version, report_id, report_version
from perfeval_core.domain.filing import BudgetLine, Filing, Goal, Indicator, Section, SectionPlaces, Stated, Status
from perfeval_core.domain.findings import CheckedFiling, Finding, RuleFailure
from perfeval_core.domain.place import LinePlace, Location, Place
from perfeval_core.domain.scores import ExecutionBasis, ExecutionScore, IndicatorScore, Interval, Proof, ScoreSheet
from perfeval_core.extraction.parsing import parse
from perfeval_core.warehouse import LoadedReport, SubmissionRow

READER, ENGINE, RULES = "reader-1", "engine-1", "rules-1"
RECEIVED = datetime(2023, 1, 9, 8, 30, tzinfo=timezone(timedelta(hours=8)))
NUMBERS = ("initial_compiled", "full_year", "executed", "execution_rate", "max_points", "points")


def place(top: float, page: int = 1, confidence: float = 1.0) -> Place:
    return Place(page=page, bbox=(72.0, top, 200.0, top + 12), confidence=confidence)


def budget_line(source: str, *cells: str, top: float) -> BudgetLine:
    filled = dict(zip(NUMBERS, cells, strict=True))
    return BudgetLine(source=source, **filled, at={name: place(top) for name, cell in filled.items() if cell})


BUDGET = (
    budget_line("年度资金总额", "30000", "24979.87", "24979.87", "83.27%", "10", "10", top=100),
    budget_line("其中:当年财政拨款", "30000", "24979.87", "24979.87", "83.27%", "—", "—", top=112),
    budget_line("其他资金", "", "", "", "", "—", "—", top=124),
)


def indicator(level1: str, name: str, top: float, **cells: str) -> Indicator:
    at = {field: place(top) for field, cell in {"name": name, **cells}.items() if cell}
    return Indicator(level1=level1, level2="数量指标", name=name, **cells, at=at)


INDICATORS = (
    indicator(
        "产出指标(50分)", "培训场次", 200, target="≥5次", actual="48", weight="50", points="50", reason="受疫情影响"
    ),
    indicator("效益指标", "办事效率", 212, target="提升", actual="达成预期指标", weight="30", points="28", reason=""),
    indicator("满意度指标", "群众满意度(%)", 224, target="≥90%", actual="0", weight="10", points="0", reason="未开展"),
)
SECTION = Section(
    level=1,
    heading="一、项目基本情况",
    text="项目年初预算3亿元。",
    page=2,
    at=SectionPlaces(heading=place(80, 2), text=(LinePlace(**place(100, 2).model_dump(), length=10),)),
)
FILING: dict[str, Any] = {
    "index": 1,
    "first_page": 1,
    "last_page": 2,
    "status": "extracted",
    "form": "self_evaluation_form",
    "title": "项目支出绩效自评表",
    "project_name": "大数据中心运维项目",
    "unit_code": "102001",
    "unit_name": "晋城市大数据应用局",
    "department_code": "102",
    "department_name": "晋城市大数据应用局",
    "fiscal_year": 2022,
    "budget_unit": "万元",
    "budget": BUDGET,
    "indicators": INDICATORS,
    "goals": (Goal(expected="保障运行", actual="已保障运行"),),
    "sections": (SECTION,),
    "stated": Stated(execution_points="10", total="88", at={"total": place(240)}),
    "at": {"title": place(50), "project_name": place(62)},
}


def line(name: str, low: str, high: str, stated: str, method: str = "quantitative_positive") -> IndicatorScore:
    interval = Interval(low=Decimal(low), high=Decimal(high))
    proof = Proof(inputs={"target": "≥5次", "actual": "48"}, exact="50", citation="财预〔2020〕10号")
    return IndicatorScore(name=name, method=method, points=interval, stated=stated, agrees=True, proof=proof)


SCORES = ScoreSheet(
    pack="mof-2020-10",
    pack_hash="pack-1",
    execution=ExecutionScore(
        rate=Decimal("1.000000"),
        points=Interval.exactly(Decimal("10.00")),
        stated="10",
        on_initial_budget=ExecutionBasis(rate=Decimal("0.832662"), points=Interval.exactly(Decimal("8.33"))),
        proof=Proof(citation="财预〔2020〕10号"),
    ),
    indicators=(
        line("培训场次", "50.00", "50.00", "50"),
        line("办事效率", "24.00", "30.00", "28", "qualitative"),
        line("群众满意度(%)", "0.00", "0.00", "0"),
    ),
    total=Interval(low=Decimal("84.00"), high=Decimal("90.00")),
    stated_total="88",
    grade=("优", "良"),
    stated_grade=None,
)
FINDING = Finding(
    id="f1",
    rule="BU101",
    kind="execution_rate_arithmetic",
    severity="high",
    certainty="certain",
    indicator="预算执行率",
    field="execution_rate",
    stated="83.27%",
    expected="100.00%",
    message="执行率与全年执行数、全年预算数不符",
    citation="财预〔2020〕10号",
    at=(Location(page=1, bbox=(72, 100, 200, 112)),),
)


def loaded(
    text: str = "自评", *, rules: str = RULES, failures: tuple[RuleFailure, ...] = (), **changes: Any
) -> LoadedReport:
    """The clean form as read from a file that holds ``text``; ``changes`` replace fields of the filing."""
    sha = sha256(text.encode()).hexdigest()
    checked = CheckedFiling(**{**FILING, "scores": SCORES, "findings": (FINDING,), **changes})
    dossier = Dossier(
        report_id=report_id(sha, checked.index),
        report_version=report_version(sha, checked.index, READER, ENGINE, rules),
        file_sha256=sha,
        file_name=f"{text}.pdf",
        media_type="application/pdf",
        pages=2,
        reader_version=READER,
        engine_version=ENGINE,
        ruleset_hash=rules,
        report=checked,
        failures=failures,
    )
    return LoadedReport(dossier, parse(Filing(**{**FILING, **_of_filing(changes)})))


def _of_filing(changes: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in changes.items() if name in Filing.model_fields}


def submission(report: LoadedReport, status: Status = "extracted") -> SubmissionRow:
    """The file that ``report`` was read from."""
    dossier = report.dossier
    whole = FileDossier(
        file_version=file_version(dossier.file_sha256, READER, ENGINE, dossier.ruleset_hash),
        file_sha256=dossier.file_sha256,
        file_name=dossier.file_name,
        media_type=dossier.media_type,
        pages=dossier.pages,
        status=status,
        reason=None,
        detail=None,
        reader_version=READER,
        engine_version=ENGINE,
        ruleset_hash=dossier.ruleset_hash,
        reports=(dossier.report_version,),
    )
    return SubmissionRow(whole, bytes=4096, received_at=RECEIVED)
