"""绩效指标: names, levels, targets, weights and points."""

from expectations.suite import NONE_OF_THEM, OF_BATCH, Expectation, Suite, between, matching, no_rows, unreadable

LEVEL1 = "产出|效益|效果|满意|成本|投入|决策|过程|管理|影响|绩效|执行"
"""What the level-1 indicators (一级指标) of the known layouts are about."""

COLUMNS = Suite(
    name="indicator",
    table="indicator",
    query=f"SELECT report_version, row, level1, name, weight, points, confidence FROM indicator WHERE {OF_BATCH}",
    expectations=(
        Expectation(
            "GX-IND-01",
            *between("weight", 0, 100),
            "指标“{name}”的权重为 {value},不在 0 至 100 分之间",
            expected="0至100",
        ),
        Expectation(
            "GX-IND-02",
            *between("points", 0, 100),
            "指标“{name}”的得分为 {value},不在 0 至 100 分之间",
            expected="0至100",
        ),
        Expectation("GX-IND-03", *matching("name", r"\S"), "指标名称为空"),
        Expectation(
            "GX-IND-04",
            *matching("level1", LEVEL1),
            "指标“{name}”的一级指标写作“{value}”,不是常见的一级指标",
            severity="info",
        ),
        Expectation("GX-IND-51", *between("confidence", 0, 1), "识别置信度不在 0 至 1 之间", about="program"),
    ),
)

UNREADABLE = no_rows(
    "indicator_unreadable",
    "indicator",
    unreadable("indicator", {"weight": "weight", "points": "points"}),
    Expectation("GX-IND-05", *NONE_OF_THEM, "指标“{name}”的{label}写作“{value}”,不是一个数字"),
)

NO_TARGET = no_rows(
    "indicator_no_target",
    "indicator",
    f"""
        SELECT report_version, row, 'target' AS field, '' AS value FROM indicator
        WHERE {OF_BATCH} AND name <> '' AND coalesce(target_text, '') = '' AND coalesce(target_initial_text, '') = ''
    """,
    Expectation("GX-IND-06", *NONE_OF_THEM, "指标“{name}”没有指标值"),
)

NOT_SCORED = no_rows(
    "indicator_not_scored",
    "indicator",
    f"SELECT report_version, row, 'points' AS field, '' AS value FROM indicator WHERE {OF_BATCH} AND weight > 0 "
    "AND points_text = ''",
    Expectation("GX-IND-07", *NONE_OF_THEM, "指标“{name}”有权重而没有得分"),
)

SCORED_WITHOUT_ACTUAL = no_rows(
    "indicator_scored_without_actual",
    "indicator",
    f"SELECT report_version, row, 'actual' AS field, '' AS value FROM indicator WHERE {OF_BATCH} AND points > 0 "
    "AND actual_text = ''",
    Expectation("GX-IND-08", *NONE_OF_THEM, "指标“{name}”没有实际完成值而有得分"),
)

SUITES = (COLUMNS, UNREADABLE, NO_TARGET, NOT_SCORED, SCORED_WITHOUT_ACTUAL)
