"""The methods against a plain second writing of their formulas, and the properties that any method must have."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval_core.domain.scores import IndicatorScore, Interval
from perfeval_core.extraction.parsing import parse
from perfeval_core.rulebook import list_packs, load_ruleset
from perfeval_core.rules.examples import filing_of
from perfeval_core.scoring import recompute
from perfeval_core.scoring.execution import RATE_METHODS
from perfeval_core.scoring.lines import QUANTITY_METHODS


def line(target: str, actual: str, weight: str, points: str = "", pack: str = "mof-2020-10") -> IndicatorScore:
    row = {"name": "数量", "target": target, "actual": actual, "weight": weight, "points": points}
    return recompute(parse(filing_of({"indicators": [row]})), load_ruleset(pack)).indicators[0]


def oracle(operator: str, target: int, actual: int, weight: int) -> Fraction:
    """The national method in one line; whole numbers above 0."""
    ratio = Fraction(actual, target) if operator in "≥>=" else Fraction(target, max(actual, 1))
    return weight * min(ratio, Fraction(1))


def half_up(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)


whole = st.integers(min_value=1, max_value=10**6)
operators = st.sampled_from("≥>=≤<")
weights = st.integers(min_value=1, max_value=100)


@given(operators, whole, st.integers(min_value=0, max_value=10**6), weights)
def test_the_national_method_is_exact(operator: str, target: int, actual: int, weight: int) -> None:
    score = line(f"{operator}{target}次", f"{actual}次", str(weight))
    exact = oracle(operator, target, actual, weight)
    assert score.proof.exact == str(exact)
    assert score.points == Interval.exactly(half_up(exact))


@given(operators, whole, whole, weights, st.sampled_from(list_packs()))
def test_no_line_leaves_zero_to_weight(operator: str, target: int, actual: int, weight: int, pack: str) -> None:
    points = line(f"{operator}{target}次", f"{actual}次", str(weight), pack=pack).points
    assert points is not None and 0 <= points.low <= points.high <= weight


@given(operators, whole, whole, whole, weights, st.sampled_from(list_packs()))
def test_a_better_actual_never_gives_fewer_points(
    operator: str, target: int, one: int, other: int, weight: int, pack: str
) -> None:
    worse, better = sorted((one, other), reverse=operator in "≤<")
    lower = line(f"{operator}{target}次", f"{worse}次", str(weight), pack=pack).points
    upper = line(f"{operator}{target}次", f"{better}次", str(weight), pack=pack).points
    assert lower is not None and upper is not None and lower.low <= upper.low


@pytest.mark.parametrize(
    ("target", "actual", "points"),
    [
        ("≤100万元", "120", "8.00"),
        ("≤100万元", "200", "0.00"),
        ("≤100万元", "100", "10.00"),
        ("≥100人", "40", "4.00"),
        ("≥100人", "130", "10.00"),
        ("=0次", "0", "10.00"),
        ("=0次", "2", "0.00"),
        ("=8个", "2", "2.50"),
        ("=8个", "9", "10.00"),
    ],
)
def test_the_platform_method(target: str, actual: str, points: str) -> None:
    assert line(target, actual, "10", pack="platform").points == Interval.exactly(Decimal(points))


@pytest.mark.parametrize(
    ("target", "actual", "weight", "points"),
    [
        ("=8个", "2", "20", "5.00"),
        ("=100%", "25", "10", "2.50"),
        ("=24979.87万元", "700", "10", "0.28"),
        ("≥400公里", "167.02", "100", "41.76"),
        ("<1次", "0", "10", "10.00"),
        ("<30000元", "30000", "10", "10.00"),
        ("≤200万", "198.8", "10", "10.00"),
        ("≤1%", "0.01", "3", "3.00"),
        ("≥99%", "0", "4", "0.00"),
        ("≥5%", "-2%", "10", "0.00"),
        ("30人", "30", "10", "10.00"),
    ],
)
def test_lines_that_have_one_answer(target: str, actual: str, weight: str, points: str) -> None:
    assert str(line(target, actual, weight).points) == points


@pytest.mark.parametrize(
    ("target", "actual", "points"),
    [
        ("≥98%", "0.98", "[0.10,10.00]"),
        ("50人", "40人", "[8.00,10.00]"),
        ("及时", "达成预期指标", "[8.00,10.00]"),
        ("及时", "部分达成预期指标并具有一定效果", "[6.00,8.00)"),
        ("及时", "未达成预期指标且效果较差", "[0.00,6.00)"),
    ],
)
def test_lines_that_leave_room(target: str, actual: str, points: str) -> None:
    assert str(line(target, actual, "10").points) == points


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("及时", "10天"),
        ("≥30人", ""),
        ("30-50人", "40"),
        ("≥30人", "48次"),
        ("9月前", "8月"),
        ("≥0", "-1"),
        (">0", "0"),
        ("<0", "0"),
    ],
)
def test_what_cannot_be_scored_may_be_anything(target: str, actual: str) -> None:
    score = line(target, actual, "10", points="3")
    assert (score.method, str(score.points), score.agrees) == ("unscorable", "[0.00,10.00]", None)
    assert score.proof.note


def test_an_adjusted_target_that_differs_leaves_room_nationally_but_not_on_the_platform() -> None:
    row = {"name": "数量", "target_initial": "10", "target": "≥5次", "actual": "6", "weight": "10", "points": "10"}
    report = parse(filing_of({"indicators": [row]}))
    assert str(recompute(report, load_ruleset()).indicators[0].points) == "[6.00,10.00]"
    assert str(recompute(report, load_ruleset("platform")).indicators[0].points) == "10.00"


def test_without_an_adjusted_target_the_initial_one_counts() -> None:
    row = {"name": "数量", "target_initial": "30", "target": "", "actual": "30", "weight": "10"}
    assert str(recompute(parse(filing_of({"indicators": [row]})), load_ruleset()).indicators[0].points) == "10.00"


@pytest.mark.parametrize(
    ("target", "actual", "points"),
    [
        ("≥50人", "40人", "8.00"),
        ("≥50人", "500人", "10.00"),
        ("≤100万元", "120万元", "8.33"),
        ("≤100万元", "0", "10.00"),
        ("<1次", "1次", "10.00"),
        ("≤0次", "2次", "0.00"),
        ("及时", "部分达成预期指标并具有一定效果", "[5.00,8.00)"),
        ("及时", "未达成预期指标且效果较差", "[0.00,5.00)"),
    ],
)
def test_the_method_of_hubei(target: str, actual: str, points: str) -> None:
    assert str(line(target, actual, "10", pack="hubei").points) == points


@pytest.mark.parametrize(
    ("target", "actual", "points"),
    [
        ("≥100人", "59.9人", "0.00"),
        ("≥100人", "60人", "6.00"),
        ("≥100人", "80人", "8.00"),
        (">100人", "300人", "10.00"),
    ],
)
def test_the_pass_threshold(target: str, actual: str, points: str) -> None:
    assert str(line(target, actual, "10", pack="mof-2021-101").points) == points


@pytest.mark.parametrize(
    ("pack", "target", "actual", "reason"),
    [
        ("hubei", "=8个", "2个", "没有规定“=”类指标"),
        ("hubei", "≤0次", "0次", "无法按比例计分"),
        ("mof-2021-101", "≤8个", "2个", "没有规定“≤”类指标"),
        ("sichuan", "≥8个", "8个", "没有规定“≥”类指标"),
        ("sichuan", "及时", "达成预期指标", "没有规定定性指标"),
    ],
)
def test_what_a_pack_does_not_know_is_not_guessed(pack: str, target: str, actual: str, reason: str) -> None:
    score = line(target, actual, "10", points="3", pack=pack)
    assert (score.method, str(score.points), score.agrees) == ("unscorable", "[0.00,10.00]", None)
    assert reason in (score.proof.note or "")


def test_a_limit_is_left_open_where_the_pack_does_not_say_whether_it_counts() -> None:
    rules = load_ruleset()
    unsaid = rules.model_copy(update={"pack": rules.pack.model_copy(update={"strict_operators": None})})
    rows = [{"name": "数量", "target": "<5次", "actual": actual, "weight": "10"} for actual in ("5次", "4次")]
    at, below = recompute(parse(filing_of({"indicators": rows})), unsaid).indicators
    assert (at.method, below.method) == ("unscorable", "quantitative_negative")
    assert "是否包含界限" in (at.proof.note or "")


@pytest.mark.parametrize(("actual", "points"), [("14次", "10.00"), ("15次", "[0.00,10.00]"), ("5次", "10.00")])
def test_an_overshoot_leaves_room_from_the_threshold_on_that_a_bureau_sets(actual: str, points: str) -> None:
    rules = load_ruleset()
    reducing = rules.model_copy(update={"pack": rules.pack.model_copy(update={"overshoot_from": Decimal(3)})})
    row = {"name": "数量", "target": "≥5次", "actual": actual, "weight": "10"}
    assert str(recompute(parse(filing_of({"indicators": [row]})), reducing).indicators[0].points) == points


def test_a_line_shows_where_its_inputs_stand_and_how_its_points_come_about() -> None:
    row = {"name": "付款数", "target": "≤2万元", "actual": "30000元", "weight": "10", "points": "10"}
    filing = filing_of({"indicators": [row]})
    proof = recompute(parse(filing), load_ruleset()).indicators[0].proof
    assert proof.inputs == {"target": "≤2万元", "actual": "30000元", "weight": "10"}
    assert proof.at == {name: tuple(p.location for p in filing.indicators[0].where(name)) for name in proof.inputs}
    (step,) = proof.steps
    assert (step.operator, step.target, step.actual, step.low, step.high) == ("≤", "20000", "30000", "20/3", "20/3")


def test_an_odd_weight_rounds_the_ends_of_its_band_once() -> None:
    assert str(line("及时", "部分达成预期指标并具有一定效果", "3.33").points) == "[2.00,2.66]"


def test_an_unreadable_weight_gives_no_points() -> None:
    assert line("≥5次", "5", "").points is None


def test_every_method_that_a_pack_names_exists_and_is_used() -> None:
    packs = [load_ruleset(pack).pack for pack in list_packs()]
    assert {method for pack in packs for method in pack.methods.values() if method} == set(QUANTITY_METHODS)
    assert {pack.execution.method for pack in packs} == set(RATE_METHODS)
