"""Whatever the cells hold, every rule finishes, and what it finds has an id of its own."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from perfeval_core.extraction.parsing import parse
from perfeval_core.rulebook import list_packs, load_ruleset
from perfeval_core.rules import check
from perfeval_core.rules.examples import filing_of
from perfeval_core.scoring import recompute

NUMBERS = ("0", "1", "0.98", "100", "-2", "7.5", "1.00", "98%", "100%", "30人", "198.8万", "1988000元")
TARGETS = ("≥30人", "<1次", "=8个", "=0", "≤200万", ">0", "≥98%", "<0", "≥-5%", "30人", "及时", "9月前")
WORDS = ("", "—", "达成预期指标", "部分达成预期指标并具有一定效果", "10分", "无")

cells = st.one_of(st.none(), st.sampled_from(NUMBERS + TARGETS + WORDS), st.text(max_size=6))
sources = st.sampled_from(["合计", "其中:当年财政拨款", "上年结转资金", "市县区财政资金"])


def rows(fields: str, **fixed: st.SearchStrategy[str]) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(st.fixed_dictionaries({field: cells for field in fields.split()} | fixed), max_size=4)


reports = st.fixed_dictionaries(
    {
        "budget": rows(
            "initial_declared initial_compiled full_year executed carry_over execution_rate max_points points",
            source=sources,
        ),
        "indicators": rows(
            "target_initial target actual weight points reason",
            name=st.sampled_from(["培训场次", "满意度(%)", "成本控制数(万)"]),
            level1=st.sampled_from(["产出指标", "效益指标", "满意度指标(10分)"]),
        ),
        "stated": st.fixed_dictionaries(
            {"execution_points": cells, "indicator_points": cells, "total": cells}
            | {"grade": st.sampled_from([None, "", "优", "差", "合格"])}
        ),
    }
)


@given(reports, st.sampled_from(list_packs()))
def test_every_rule_finishes(cells: dict[str, Any], pack: str) -> None:
    rules, report = load_ruleset(pack), parse(filing_of(cells))
    findings, failures = check(report, recompute(report, rules), rules, "report")
    assert failures == ()
    assert len({finding.id for finding in findings}) == len(findings)
    assert all(finding.at and finding.message and finding.citation for finding in findings)
