"""The four known reports in every analysis-report document: all arithmetic flags of the reviewers, and no other."""

from pathlib import Path

import pytest

from perfeval_core.domain.filing import Filing
from perfeval_core.extraction.parsing import parse
from perfeval_core.rulebook import load_ruleset
from perfeval_core.rules import check
from perfeval_core.scoring import recompute
from tests.helpers.truth import CORPUS, needs_corpus, truth

Flag = tuple[str, str | None, str | None, str | None]

FLAGS: dict[str, set[Flag]] = {
    "r1": {("strict_inequality_violated", "人均工作人员聘用成本(元)", "30000", None)},
    "r2": {
        ("score_arithmetic", "项目成本控制数(万)", "9.9", "10.00"),
        ("total_after_correction", "总分", "95.9", "96.00"),
    },
    "r5": {
        ("score_arithmetic", "按照合同约定付款数", "10", "5.00"),
        ("score_arithmetic", "合同款支付完成率", "1.25", "2.50"),
        ("score_arithmetic", "项目合同款支付", "1.4", "0.28"),
        ("qualitative_band", "合同款支付及时性", "5", "[6.00,8.00)"),
        ("qualitative_band", "大数据应用水平提升", "28", "[18.00,24.00)"),
        ("grade_flips", "总分", "65.65", "[51.78,59.78)"),
    },
    "r9": set(),
}
FOLDERS = ["chrome_hline", "chrome_ruled", "lo_docx", "native", "rl_split", "weasy_ruled"]


def flags(filing: Filing) -> set[Flag]:
    rules, report = load_ruleset(), parse(filing)
    findings, failures = check(report, recompute(report, rules), rules, "report")
    assert failures == ()
    return {(f.kind, f.indicator, f.stated, f.expected) for f in findings if f.rule.startswith("SC")}


@needs_corpus
@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("name", sorted(FLAGS))
def test_the_arithmetic_flags(folder: str, name: str) -> None:
    if not (Path(CORPUS or "") / folder / f"{name}.json").is_file():
        pytest.skip("this folder has other reports")
    assert flags(truth(folder, name)) == FLAGS[name]


@needs_corpus
@pytest.mark.parametrize("name", ["r2", "r5"])
def test_what_has_to_be_corrected(name: str) -> None:
    correction = recompute(parse(truth("lo_docx", name)), load_ruleset()).correction
    assert correction is not None
    lines = {(change.indicator, change.corrected) for change in correction.changes if change.row is not None}
    assert lines == {(flag[1], flag[3]) for flag in FLAGS[name] if flag[0] in ("score_arithmetic", "qualitative_band")}
    heads = {change.field: change.corrected for change in correction.changes if change.row is None}
    if name == "r2":
        assert heads == {"indicator_points": "86.00", "total": "96.00"}
        assert correction.grade == ("优",)
    else:
        assert set(heads) == {"indicator_points", "total", "grade"}
        assert heads["grade"] == "差"
