"""Two small reports to build tests from: change what matters with ``model_copy(update=…)``."""

from tests.makers.description import HEADINGS, BudgetText, GoalText, ReportText, StatedText

_BUDGET_SENTENCE = "2024年预算下达80万元，实际执行80万元，预算执行率为100%。"
_MADE_OF_TABLES = {"（一）预算执行情况", "（二）绩效指标完成情况", "1.项目自评得分和结论"}
_PARENTS = {"一、项目基本信息", "（二）项目绩效目标", "二、项目绩效完成情况", "三、项目自评结果"}

#: An analysis report without a defect: 98.00 points.
ANALYSIS = ReportText(
    form="analysis_report",
    project_name="公园绿地养护",
    unit="399001-云岭市园林所",
    department="399-云岭市园林局",
    fiscal_year=2024,
    date="2025年1月",
    report_date="2025-01",
    budget=(
        BudgetText(
            source="合计",
            initial_declared="800,000",
            initial_compiled="800,000",
            full_year="800,000",
            executed="800,000",
            carry_over="0",
            execution_rate="100",
            points="10",
        ),
        BudgetText(
            source="市县区财政资金",
            initial_declared="800,000",
            initial_compiled="800,000",
            full_year="800,000",
            executed="800,000",
            carry_over="0",
        ),
    ),
    indicators={
        "产出指标": {
            "数量指标": [
                ["养护绿地面积(公顷)", "20", "≥20公顷", "18", "20", "18", "一处绿地因道路施工交由施工方临时管护"],
                ["补植乔木(株)", "150", "≥150株", "152", "10", "10", ""],
            ],
            "时效指标": [["病虫害防治及时性", "及时", "及时", "达成预期指标", "10", "10", ""]],
            "成本指标": [["养护总成本(万)", "80", "≤80万", "80", "10", "10", ""]],
        },
        "效益指标": {"生态效益指标": [["城区绿化水平", "提升", "提升", "达成预期指标", "30", "30", ""]]},
        "满意度指标": {"服务对象满意度指标": [["市民满意度(%)", "90", "≥90%", "93", "10", "10", ""]]},
    },
    sections={
        heading: _BUDGET_SENTENCE if heading.startswith("3.") else "2024年按照园林养护工作安排落实本项内容，资料齐全。"
        for _, heading in HEADINGS
        if heading not in _MADE_OF_TABLES | _PARENTS
    },
    stated=StatedText(execution_points="10", indicator_points="88", total="98", grade="优"),
)

#: The national form for the same project, in 万元.
FORM = ReportText(
    form="self_evaluation_form",
    project_name="公园绿地养护",
    unit="399001-云岭市园林所",
    department="399-云岭市园林局",
    fiscal_year=2024,
    budget_unit="万元",
    budget=(
        BudgetText(
            source="年度资金总额",
            initial_compiled="80",
            full_year="80",
            executed="80",
            execution_rate="100.00%",
            max_points="10",
            points="10",
        ),
        BudgetText(
            source="其中：当年财政拨款",
            initial_compiled="80",
            full_year="80",
            executed="80",
            execution_rate="100.00%",
            max_points="—",
            points="—",
        ),
        BudgetText(source="上年结转资金", max_points="—", points="—"),
        BudgetText(source="其他资金", max_points="—", points="—"),
    ),
    goals=(GoalText(expected="管护好20公顷绿地，补植乔木150株。", actual="管护绿地18公顷，补植乔木152株。"),),
    indicators=tuple(row.model_copy(update={"target_initial": ""}) for row in ANALYSIS.indicators),
    stated=StatedText(execution_points="10", total="98"),
)
