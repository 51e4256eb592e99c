"""What the engine adds to a rule's evidence, and what it does when a rule breaks."""

from collections.abc import Iterator

import pytest

from perfeval_core.domain.findings import Evidence, Finding, RuleFailure
from perfeval_core.extraction.parsing import parse
from perfeval_core.rulebook import load_ruleset
from perfeval_core.rules import arithmetic, check, engine
from perfeval_core.rules.examples import filing_of
from perfeval_core.rules.subject import Subject
from perfeval_core.scoring import recompute
from tests.planted.official import figures

ALL = load_ruleset()
RULES = ALL.model_copy(update={"cards": tuple(card for card in ALL.cards if card.id in arithmetic.CHECKS)})

WRONG = {
    "budget": [{"full_year": "1", "executed": "1", "points": "10"}],
    "indicators": [
        {"name": "付款数", "target": "=8个", "actual": "2", "weight": "20", "points": "10", "reason": "暂停"},
        {"name": "付款数", "target": "=8个", "actual": "2", "weight": "70", "points": "70", "reason": ""},
    ],
    "stated": {"total": "90", "grade": "优"},
}


def found(report: dict[str, object], report_id: str = "r-1") -> tuple[tuple[Finding, ...], tuple[RuleFailure, ...]]:
    parsed = parse(filing_of(report))
    return check(parsed, recompute(parsed, RULES), RULES, report_id)


def test_ids_are_unique_in_a_report_and_stable_between_runs() -> None:
    first, second, other = found(WRONG)[0], found(WRONG)[0], found(WRONG, "r-2")[0]
    assert first == second
    ids = [finding.id for finding in first]
    assert len(set(ids)) == len(ids) == 4
    assert not set(ids) & {finding.id for finding in other}


def test_a_finding_has_words_places_and_its_clause() -> None:
    finding = next(finding for finding in found(WRONG)[0] if finding.kind == "score_arithmetic")
    assert (finding.rule, finding.severity, finding.certainty) == ("SC201", "high", "certain")
    assert (finding.stated, finding.expected) == ("10", "5.00")
    assert "重算应为5.00分" in finding.message
    assert finding.citation == "财预〔2020〕10号 定量指标得分〔条文待核〕"
    assert [place.page for place in finding.at] == [1]


def test_a_judgement_says_how_sure_it_is_and_a_certain_finding_does_not() -> None:
    parsed = parse(filing_of(WRONG | {"stated": {"total": "90", "grade": "优"}}))
    findings, _ = check(parsed, recompute(parsed, ALL), ALL, "r-1")
    assert {finding.kind: finding.sureness for finding in findings if finding.certainty == "judgement"} == {
        "boundary_grade": "low",
        "duplicate_indicator": "moderate",
    }
    assert {finding.sureness for finding in findings if finding.certainty == "certain"} == {None}


def test_a_finding_from_before_it_was_said_can_still_be_read() -> None:
    old = found(WRONG)[0][0].model_dump(mode="json")
    del old["sureness"]
    assert Finding.model_validate(old).sureness is None


def test_a_consequence_is_linked_to_its_causes() -> None:
    findings = found(WRONG)[0]
    flips = next(finding for finding in findings if finding.kind == "grade_flips")
    assert set(flips.caused_by) == {finding.id for finding in findings if finding.kind == "score_arithmetic"}
    assert all(not finding.caused_by for finding in findings if finding is not flips)


def test_a_rule_that_raises_is_an_error_of_ours_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(subject: Subject) -> Iterator[Evidence]:
        yield from ()
        raise ZeroDivisionError("division by zero")

    whole = found(WRONG)[0]
    monkeypatch.setitem(engine.CHECKS, "SC206", broken)
    findings, failures = found(WRONG)
    assert failures == (RuleFailure(rule="SC206", report_index=1, error="ZeroDivisionError: division by zero"),)
    assert findings == tuple(finding for finding in whole if finding.rule != "SC206")


def test_a_finding_without_any_place_is_an_error_of_ours() -> None:
    filing = filing_of(WRONG)
    rows = tuple(row.model_copy(update={"at": {}}) for row in filing.indicators)
    lines = tuple(line.model_copy(update={"at": {}}) for line in filing.budget)
    stated = filing.stated.model_copy(update={"at": {}})
    report = parse(filing.model_copy(update={"indicators": rows, "budget": lines, "stated": stated}))
    findings, failures = check(report, recompute(report, RULES), RULES, "r-1")
    assert findings == ()
    assert {failure.rule for failure in failures} == {"SC201", "SC206", "SC305"}


def test_a_blank_cell_is_shown_in_its_row() -> None:
    finding = next(finding for finding in found(WRONG)[0] if finding.kind == "missing_reason")
    filing = filing_of(WRONG)
    assert finding.at == tuple(place.location for place in filing.indicators[1].where("name"))


def test_what_a_finding_rests_on_outside_the_document_is_cited_first() -> None:
    report = {"budget_unit": "元", "budget": [{"full_year": "2", "executed": "1", "execution_rate": "50"}]}
    official = figures({"executed": "2元"})
    parsed = parse(filing_of(report))
    findings, _ = check(parsed, recompute(parsed, RULES), RULES.model_copy(update={"reference": official}), "r-1")
    (finding,) = [finding for finding in findings if finding.kind == "reference_mismatch"]
    row = "财政口径数据《2023年项目清单.xlsx》工作表“清单”第7行"
    assert finding.citation == f"{row}；财预〔2020〕10号 单位自评结果的要求〔条文待核〕"
    assert finding.message == f"合计行的全年执行数填为“1”元，{row}为2元，应为“2”元。"
