"""Planters of the text kinds: one sentence or one cell that contradicts the rest of the report."""

import random
from fractions import Fraction

from tests.planted.clean import Draft, Found, met, printed
from tests.planted.planter import planter
from tests.scoring.second import Line


def _say(draft: Draft, section: str, sentence: str) -> None:
    """Adds a sentence at the end of a section."""
    draft.sections[section] += sentence


@planter("table_vs_narrative")
def another_number_in_the_text(draft: Draft, rng: random.Random) -> list[Found]:
    counted = [n for n, row in enumerate(draft.rows) if row["level2"] == "数量指标"]
    if not draft.sections:
        return []
    n = rng.choice(counted)
    row, line = draft.rows[n], draft.lines[n]
    name, _, unit = row["name"].rstrip(")").partition("(")
    unit = unit or row["target"].partition(line.target)[2]
    verb = rng.choice(("为", "达到", "达"))
    other = int(line.actual) + rng.choice((-7, -1, 1, 12, 100))
    _say(draft, "产出情况及分析", f"全年{name}{verb}{other}{unit}。")
    return [("table_vs_narrative", row["name"])]


@planter("table_vs_narrative")
def another_rate_in_the_text(draft: Draft, rng: random.Random) -> list[Found]:
    if not draft.sections:
        return []
    line = draft.total_line
    rates = {Fraction(line["executed"]) / Fraction(line[field]) for field in ("full_year", "initial_compiled")}
    said = rng.randrange(5, 60)
    if any(abs(100 * rate - said) < 2 for rate in rates):
        return []
    _say(draft, "项目实施和预算执行情况分析", f"截至年底，预算执行率为{said}%。")
    return [("table_vs_narrative", "预算执行率")]


@planter("table_vs_narrative")
def another_budget_in_the_text(draft: Draft, rng: random.Random) -> list[Found]:
    if not draft.sections:
        return []
    yuan = Fraction(draft.total_line["full_year"]) + rng.choice((-1, 1)) * rng.randrange(20000, 90000)
    if yuan <= 0 or abs(yuan - Fraction(draft.total_line["initial_compiled"])) < 10000:
        return []
    _say(draft, "项目实施和预算执行情况分析", f"本项目全年预算{printed(yuan / 10000)}万元。")
    return [("table_vs_narrative", "全年预算数")]


@planter("narrative_arithmetic")
def a_wrong_sum_in_a_sentence(draft: Draft, rng: random.Random) -> list[Found]:
    if not draft.sections:
        return []
    one, other = rng.randrange(3, 40), rng.randrange(3, 40)
    wrong = one + other + rng.choice((-2, -1, 1, 5, 10))
    what, unit, place = rng.choice(
        (("知识讲座", "场", "社区座谈"), ("东片清淤", "处", "西片清淤"), ("市级督查", "次", "县级督查"))
    )
    total = rng.choice(("共", "合计", "共计"))
    _say(draft, "产出情况及分析", f"开展{what}{one}{unit}，{place}{other}{unit}，{total}{wrong}{unit}。")
    return [("narrative_arithmetic", None)]


@planter("amount_sum_mismatch")
def items_that_do_not_add_up(draft: Draft, rng: random.Random) -> list[Found]:
    if not draft.sections:
        return []
    parts = [rng.randrange(3, 60) for _ in range(3)]
    wrong = sum(parts) + rng.choice((-3, 1, 10))
    first, second, third = parts
    _say(draft, "项目概况", f"采购设备共需资金{wrong}万元，其中主机{first}万元，软件{second}万元，安装{third}万元。")
    return [("amount_sum_mismatch", None)]


@planter("missing_value")
def an_amount_without_a_number(draft: Draft, rng: random.Random) -> list[Found]:
    if not draft.sections:
        return []
    first, third = rng.randrange(10, 90), rng.randrange(10, 90)
    _say(draft, "项目概况", f"一期工程项目{first}万元，二期工程项目万元，监理服务项目{third}万元。")
    return [("missing_value", None)]


@planter("missing_value")
def a_blank_in_the_total_line(draft: Draft, rng: random.Random) -> list[Found]:
    """The initial budget, which nothing else rests on."""
    draft.total_line["initial_compiled"] = ""
    return [("missing_value", "年初预算数")]


LEAVES = (
    "项目实施期绩效目标",
    "项目实施计划",
    "产出情况及分析",
    "效益情况及分析",
    "满意度情况及分析",
    "项目主要经验做法",
)


@planter("missing_section")
def an_empty_section(draft: Draft, rng: random.Random) -> list[Found]:
    if not draft.sections:
        return []
    draft.sections[rng.choice(LEAVES)] = ""
    return [("missing_section", None)]


@planter("dirty_cell")
def stray_characters(draft: Draft, rng: random.Random) -> list[Found]:
    words = [row for row, line in zip(draft.rows, draft.lines, strict=True) if line.word]
    row = rng.choice(words)
    row["actual"] += rng.choice(("--", "#", "*", "无"))
    return [("dirty_cell", row["name"])]


@planter("dirty_cell")
def markup(draft: Draft, rng: random.Random) -> list[Found]:
    row = next(row for row in draft.rows if "满意度" in row["name"])
    row["target"] = rng.choice((r"$\geq90\%$", r"$\ge90\%$"))
    return [("dirty_cell", row["name"])]


@planter("narrative_vs_result")
def no_problems_though_a_target_was_missed(draft: Draft, rng: random.Random) -> list[Found]:
    if not draft.sections or all(met(line) for line in draft.lines):
        return []
    draft.sections["项目管理中存在的主要问题及原因分析"] = rng.choice(("无", "无。", "暂无"))
    return [("narrative_vs_result", None)]


@planter("narrative_vs_table")
def all_done_beside_a_zero(draft: Draft, rng: random.Random) -> list[Found]:
    n = next((n for n, line in enumerate(draft.lines) if line.operator in ("≥", ">") and line.target != "90"), None)
    if not draft.sections or n is None:
        return []
    row, line = draft.rows[n], draft.lines[n]
    unit = row["actual"].removeprefix(line.actual)
    draft.lines[n] = Line(line.operator, line.target, "0", line.weight)
    row |= {"actual": f"0{unit}", "points": "0", "reason": "受连续降雨影响，已推迟"}
    draft.settle()
    sentence = rng.choice(("各项任务已全部完成。", "年度各项工作任务全部完成。"))
    _say(draft, "全年目标实际完成情况", sentence)
    return [("narrative_vs_table", row["name"]), *draft.consequences()]


@planter("narrative_self_contradiction")
def two_sentences_that_exclude_each_other(draft: Draft, rng: random.Random) -> list[Found]:
    if not draft.sections:
        return []
    _say(draft, "项目主要经验做法", rng.choice(("严格按照年度计划推进。", "严格按照年初计划实施。")))
    _say(
        draft,
        "项目管理中存在的主要问题及原因分析",
        rng.choice(("个别工作未开展。", "部分工作未完成。", "部分任务未开展。")),
    )
    return [("narrative_self_contradiction", None)]


@planter("stale_goal_year")
def a_goal_of_another_year(draft: Draft, rng: random.Random) -> list[Found]:
    year = rng.choice((2019, 2021, 2022))
    if draft.sections:
        draft.sections["项目年度目标"] = f"{year}年计划开展各项服务。"
    else:
        draft.cells["goals"] = [{"expected": f"{year}年计划开展各项服务", "actual": "各项服务陆续开展"}]
    return [("stale_goal_year", None)]


@planter("copied_from_plan")
def a_result_that_is_the_plan(draft: Draft, rng: random.Random) -> list[Found]:
    if not draft.sections:
        return []
    plan = rng.choice(
        (
            "拟于下半年完成社区服务中心的整体改造并投入使用。",
            "预计四季度完成全部老旧管线的更换和路面恢复工作。",
            "将于十月底前完成所有学校的校舍安全排查和加固。",
        )
    )
    _say(draft, "项目实施计划", plan)
    _say(draft, "全年目标实际完成情况", plan)
    return [("copied_from_plan", None)]


@planter("cross_indicator_contradiction")
def fewer_heads_than_meetings(draft: Draft, rng: random.Random) -> list[Found]:
    counted = [n for n, row in enumerate(draft.rows) if row["level2"] == "数量指标"][:2]
    stem = rng.choice(("培训", "宣讲", "演练"))
    times, heads = rng.randrange(30, 60), rng.randrange(5, 29)
    for n, name, unit, value in zip(
        counted, (f"{stem}人次", f"{stem}场次"), ("人次", "场"), (heads, times), strict=True
    ):
        weight = draft.lines[n].weight
        draft.lines[n] = Line("≥", str(value), str(value), weight)
        row = draft.rows[n]
        row |= {"name": name, "target": f"≥{value}{unit}", "actual": f"{value}{unit}", "points": weight, "reason": ""}
        row |= {"target_initial": str(value)} if "target_initial" in row else {}
    draft.settle()
    return [("cross_indicator_contradiction", f"{stem}人次"), *draft.consequences()]


@planter("cost_vs_spending")
def a_cost_without_spending(draft: Draft, rng: random.Random) -> list[Found]:
    for line in draft.cells["budget"]:
        line["executed"] = "0"
        if "carry_over" in line:
            line["carry_over"] = line["full_year"]
    sign = "%" if draft.total_line["execution_rate"].endswith("%") else ""
    line = draft.total_line
    line |= {"execution_rate": f"0{sign}", "points": "0"}
    n = next(n for n, row in enumerate(draft.rows) if row["level2"] == "质量指标")
    cost = rng.randrange(20, 90)
    weight = draft.lines[n].weight
    draft.lines[n] = Line("≤", "90", str(cost), weight)
    row = draft.rows[n]
    row |= {"level2": "成本指标", "name": "项目总成本", "target": "≤90万元", "actual": f"{cost}万元", "points": weight}
    row |= {"reason": ""} | ({"target_initial": "90"} if "target_initial" in row else {})
    draft.settle()
    return [("cost_vs_spending", "项目总成本"), *draft.consequences()]
