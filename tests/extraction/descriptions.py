"""Reports of all kinds, drawn from a seed: what real ones vary in, and what trips readers up."""

from random import Random

from tests.makers import BudgetText, GoalText, IndicatorText, Look, ReportText
from tests.makers.description import HEADINGS, StatedText
from tests.makers.example import ANALYSIS, FORM

LEVELS = {
    "产出指标": ("数量指标", "质量指标", "时效指标", "成本指标"),
    "效益指标": ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"),
    "满意度指标": ("服务对象满意度指标",),
}
SOURCES = {
    "analysis_report": ("合计", "市县区财政资金", "省级资金", "中央资金", "其他资金", "单位自筹资金"),
    "self_evaluation_form": ("年度资金总额", "其中：当年财政拨款", "上年结转资金", "其他资金"),
}
_SIGNS = "城乡道路绿地管护补植乔木灌木巡查维修设备采购培训宣传监测覆盖完成群众居民学校医院水库河道治理改造服务信息平台"
_WORDS = ("及时", "提升", "达成预期指标", "部分达成预期指标并具有一定效果", "—", "/", "")
_UNITS = ("人", "次", "平方米", "万亩", "%", "百分比")


def report(random: Random) -> ReportText:
    """One report of either form."""
    form = random.choice(("analysis_report", "analysis_report", "self_evaluation_form"))
    year = random.randint(2018, 2026)
    analysis = form == "analysis_report"
    changes = {
        "project_name": _text(random, 4, random.choice((8, 20, 40))),
        "unit": random.choice(("399001-", "", "108-")) + f"云岭市{_text(random, 3, 12)}局",
        "department": random.choice(("399-", "")) + f"云岭市{_text(random, 2, 8)}局",
        "fiscal_year": year,
        "budget_unit": "元" if analysis else random.choice(("元", "万元")),
        "budget": _budget(random, form),
        "indicators": _indicators(random, analysis),
        "stated": StatedText(
            execution_points=random.choice(("10", "9.88")) if analysis else None,
            indicator_points=str(random.randint(10, 90)) if analysis else None,
            total=random.choice(("98", "89.5", "100")),
            grade=random.choice("优良中差") if analysis else None,
        ),
    }
    if analysis:
        changes |= {"date": f"{year + 1}年1月", "report_date": f"{year + 1}-01", "sections": _sections(random, year)}
        return ANALYSIS.model_copy(update=changes)
    goals = (GoalText(expected=_text(random, 10, 200) + "。", actual=_text(random, 10, 200) + "。"),)
    points = changes["budget"][0].points or None
    stated = StatedText(execution_points=points, total=random.choice(("98", "89.5", None)))
    return FORM.model_copy(update=changes | {"goals": goals, "stated": stated})


def look(random: Random) -> Look:
    """Sizes, page numbers, contents, cut rows, repeated headers."""
    return Look(
        size=random.choice((10.5, 12, 14, 16)),
        table_size=random.choice((6, 7.5, 9, 10.5, 12)),
        footer=random.choice(("- {page} -", "{page}", "", "第{page}页")),
        contents=random.random() < 0.7,
        break_before=random.choice(((), ("一、项目基本信息",), ("一、项目基本信息", "二、项目绩效完成情况"))),
        space_before_table=random.choice((0, 0, 100, 250, 400)),
        cut_rows=random.random() < 0.5,
        repeat_header=random.random() < 0.3,
        full_width=random.random() < 0.2,
    )


def _text(random: Random, least: int, most: int) -> str:
    return "".join(random.choice(_SIGNS) for _ in range(random.randint(least, most)))


def _amount(random: Random) -> str:
    return random.choice(
        (
            "0",
            "",
            random.choice(("—", "/", "-")),
            f"-{random.randint(1, 10**6):,}",
            f"{random.randint(1, 10 ** random.randint(4, 10)):,}",
            f"{random.randint(1, 10**10) / 100:,.2f}",
            str(random.randint(1, 10**8)),
        )
    )


def _value(random: Random) -> str:
    return random.choice(
        (
            str(random.randint(0, 10 ** random.randint(1, 5))),
            f"{random.randint(0, 10000) / 100}%",
            f"{random.randint(1000, 9999999):,}",
            f"≥{random.randint(1, 999)}{random.choice(_UNITS)}",
            random.choice(_WORDS),
        )
    )


def _budget(random: Random, form: str) -> tuple[BudgetText, ...]:
    amounts = ["initial_compiled", "full_year", "executed"]
    if form == "analysis_report":
        amounts += ["initial_declared", "carry_over"]
    sources = SOURCES[form][: random.randint(1, len(SOURCES[form]))]
    return tuple(
        BudgetText(
            source=source,
            execution_rate=random.choice(("100", "98.76%", "100.00%", "")),
            points="" if number else random.choice(("10", "9.88", "")),
            max_points="" if form == "analysis_report" else ("—" if number else "10"),
            **dict.fromkeys(amounts, "") if number and random.random() < 0.3 else {a: _amount(random) for a in amounts},
        )
        for number, source in enumerate(sources)
    )


def _indicators(random: Random, analysis: bool) -> tuple[IndicatorText, ...]:
    pairs = [(level1, level2) for level1, group in LEVELS.items() for level2 in group]
    chosen = sorted(random.choices(range(len(pairs)), k=random.choice((1, 2, 5, 10, 20, 40))))
    return tuple(
        IndicatorText(
            level1=pairs[number][0],
            level2=pairs[number][1],
            name=_text(random, 2, random.choice((6, 12, 30))) + random.choice(("", "(%)", "(万元)", "率")),
            target_initial=_value(random) if analysis else "",
            target=random.choice(("≥", "≤", "=", "", "")) + _value(random),
            actual=_value(random),
            weight=random.choice(("2", "5", "10", "2.5", "30")),
            points=random.choice(("2", "5", "10", "2.25", "0", "—", "")),
            reason=random.choice(("", "", "", "无", _text(random, 4, 60))),
        )
        for number in chosen
    )


def _sections(random: Random, year: int) -> dict[str, str]:
    found = {}
    for _, heading in HEADINGS:
        if heading in ANALYSIS.sections:
            ends = ("。", "，共计5个。", "2000元。")
            paragraphs = [_text(random, 10, 200) + random.choice(ends) for _ in range(random.randint(0, 4))]
            budget = [f"{year}年预算下达80万元，实际执行80万元。"] if heading.startswith("3.") else []
            found[heading] = "\n".join(budget + paragraphs)
    return found
