"""Planters of the arithmetic kinds: each puts one error into a clean report and says what must be found."""

import random
from fractions import Fraction

from tests.planted.clean import Draft, Found, holds, met, printed
from tests.planted.planter import planter
from tests.scoring import second
from tests.scoring.second import Line

PACK = "mof-2020-10"


def _quantities(draft: Draft) -> list[int]:
    return [n for n, line in enumerate(draft.lines) if line.word is None]


def _other(rng: random.Random, right: Fraction, least: Fraction, most: Fraction) -> Fraction:
    """Another number between two ends, a hundredth or more away, and no mere rounding of the right one."""
    while True:
        value = Fraction(rng.randrange(int(least * 100), int(most * 100) + 1), 100)
        if (
            value != right
            and all(second.cents(right * 10**k) != value * 10**k for k in (-2, -1))
            and _not_rounded(value, right)
        ):
            return value


def _not_rounded(value: Fraction, right: Fraction) -> bool:
    return all(value * 10**k != (right * 10**k + Fraction(1, 2)) // 1 for k in (0, 1))


@planter("score_arithmetic")
def wrong_points(draft: Draft, rng: random.Random) -> list[Found]:
    row = draft.rows[(n := rng.choice(_quantities(draft)))]
    right = second.worth(PACK, draft.lines[n]).low
    row["points"] = printed(_other(rng, right, Fraction(0), Fraction(row["weight"])))
    draft.settle()
    return [("score_arithmetic", row["name"]), *draft.consequences()]


@planter("qualitative_band")
def outside_its_band(draft: Draft, rng: random.Random) -> list[Found]:
    n = rng.choice([n for n, line in enumerate(draft.lines) if line.word is not None])
    row, held = draft.rows[n], second.worth(PACK, draft.lines[n])
    while holds(held, value := Fraction(rng.randrange(0, int(draft.lines[n].weight) * 100 + 1), 100)):
        pass
    row["points"] = printed(value)
    draft.settle()
    return [("qualitative_band", row["name"]), *draft.consequences()]


@planter("score_over_weight")
def over_its_weight(draft: Draft, rng: random.Random) -> list[Found]:
    n = rng.randrange(len(draft.rows))
    row = draft.rows[n]
    row["points"] = printed(Fraction(row["weight"]) + Fraction(rng.randrange(1, 500), 100))
    draft.settle()
    kind = "score_arithmetic" if draft.lines[n].word is None else "qualitative_band"
    return [("score_over_weight", row["name"]), (kind, row["name"]), *draft.consequences()]


@planter("execution_rate_arithmetic")
def wrong_rate(draft: Draft, rng: random.Random) -> list[Found]:
    cell = draft.total_line["execution_rate"]
    sign = "%" if cell.endswith("%") else ""
    moved = Fraction(cell.rstrip("%")) + rng.choice((-1, 1)) * Fraction(rng.randrange(1, 3000), 100)
    draft.total_line["execution_rate"] = f"{printed(moved)}{sign}"
    # Printed with fewer decimals the wrong rate may be the right one, rounded: then it is none.
    rate = 100 * Fraction(draft.total_line["executed"]) / Fraction(draft.total_line["full_year"])
    places = len(printed(moved).partition(".")[2])
    if (rate * 10**places + Fraction(1, 2)) // 1 == moved * 10**places:
        return wrong_rate(draft, rng)
    return [("execution_rate_arithmetic", "预算执行率")]


@planter("execution_points_arithmetic")
def wrong_execution_points(draft: Draft, rng: random.Random) -> list[Found]:
    line = draft.total_line
    right = second.execution(PACK, line["executed"], line["full_year"]).low
    line["points"] = printed(_other(rng, right, Fraction(0), Fraction(10)))
    draft.settle()
    return [("execution_points_arithmetic", "预算执行率"), *draft.consequences()]


@planter("weights_sum")
def weights_do_not_sum(draft: Draft, rng: random.Random) -> list[Found]:
    """A heavier line that is met: its points are the new weight, so that only the weights are wrong."""
    candidates = [n for n in _quantities(draft) if met(draft.lines[n])]
    if not candidates:
        return []
    n = rng.choice(candidates)
    line, weight = draft.lines[n], str(int(draft.lines[n].weight) + rng.choice((-1, 1, 2, 5)))
    draft.lines[n] = Line(line.operator, line.target, line.actual, weight)
    draft.rows[n] |= {"weight": weight, "points": weight}
    draft.settle()
    return [("weights_sum", None), *draft.consequences()]


NAMES = {
    "initial_declared": "年初预算数",
    "initial_compiled": "年初预算数",
    "full_year": "全年预算数",
    "executed": "全年执行数",
}


@planter("subtotal_mismatch")
def wrong_subtotal(draft: Draft, rng: random.Random) -> list[Found]:
    """A source of funds that does not add up; its execution stays within its budget, and it is no sum of the others."""
    total, *sources = draft.cells["budget"]
    field = rng.choice([field for field in NAMES if field in total])
    source = rng.choice(sources)
    step = -1 if field == "executed" else 1
    source[field] = printed(Fraction(source[field]) + step * Fraction(rng.randrange(1, 9000), 100))
    if sources[0][field] == sources[1][field] or Fraction(source[field]) <= 0:
        return []
    return [("subtotal_mismatch", NAMES[field])]


@planter("subtotal_mismatch")
def wrong_sum_of_points(draft: Draft, rng: random.Random) -> list[Found]:
    if "indicator_points" not in draft.stated:
        return []
    draft.settle(indicator_points=Fraction(rng.choice((-200, -50, -5, 10, 100)), 100))
    return [("subtotal_mismatch", "指标得分"), *draft.consequences()]


@planter("total_arithmetic")
def wrong_total(draft: Draft, rng: random.Random) -> list[Found]:
    draft.settle(total=Fraction(rng.choice((-1000, -90, -1, 1, 10, 500)), 100))
    return [("total_arithmetic", "总分"), *draft.consequences()]


@planter("grade_mismatch")
def wrong_grade(draft: Draft, rng: random.Random) -> list[Found]:
    if "grade" not in draft.stated:
        return []
    draft.stated["grade"] = rng.choice([word for word in "优良中差" if word != draft.stated["grade"]])
    return [("grade_mismatch", "评价等级"), *draft.consequences()]


@planter("grade_word")
def no_grade(draft: Draft, rng: random.Random) -> list[Found]:
    if "grade" not in draft.stated:
        return []
    draft.stated["grade"] = rng.choice(("合格", "一般", "优良", "较好", "A"))
    return [("grade_word", "评价等级")]


@planter("zero_over_zero")
def nothing_over_nothing(draft: Draft, rng: random.Random) -> list[Found]:
    for line in draft.cells["budget"]:
        line |= {"full_year": "0", "executed": "0"} | ({"carry_over": "0"} if "carry_over" in line else {})
    draft.total_line["execution_rate"] = rng.choice(("0", "100", ""))
    return [("zero_over_zero", "预算执行率"), *draft.consequences()]


@planter("rate_over_100")
def more_than_budgeted(draft: Draft, rng: random.Random) -> list[Found]:
    total, source, _ = draft.cells["budget"]
    more = Fraction(total["full_year"]) - Fraction(total["executed"]) + Fraction(rng.randrange(1, 99900), 100)
    for line in (total, source):
        line["executed"] = printed(Fraction(line["executed"]) + more)
    rate = Fraction(total["executed"]) / Fraction(total["full_year"])
    sign = "%" if total["execution_rate"].endswith("%") else ""
    total |= {"execution_rate": printed(100 * rate) + sign, "points": "10"}
    draft.settle()
    return [("rate_over_100", "预算执行率"), *draft.consequences()]


@planter("strict_inequality_violated")
def at_the_strict_limit(draft: Draft, rng: random.Random) -> list[Found]:
    n = rng.choice(_quantities(draft))
    row, line = draft.rows[n], draft.lines[n]
    unit = row["actual"].removeprefix(line.actual)
    operator = rng.choice("<>")
    draft.lines[n] = Line(operator, line.target, line.target, line.weight)
    row |= {"target": f"{operator}{line.target}{unit}", "actual": f"{line.target}{unit}"}
    row |= {"points": line.weight, "reason": rng.choice(("", row["reason"]))}
    draft.settle()
    return [("strict_inequality_violated", row["name"]), *draft.consequences()]


@planter("missing_reason")
def no_reason(draft: Draft, rng: random.Random) -> list[Found]:
    missed = [n for n, line in enumerate(draft.lines) if not met(line)]
    if not missed:
        return []
    row = draft.rows[rng.choice(missed)]
    row["reason"] = rng.choice(("", "/", "—"))
    return [("missing_reason", row["name"])]
