"""自评报告: the head of a report and its stated scores."""

from expectations.suite import (
    NONE_OF_THEM,
    OF_BATCH,
    Expectation,
    Suite,
    between,
    matching,
    no_rows,
    not_above,
    one_of,
    unreadable,
)

READ_IN_FULL = "form IN ('analysis_report', 'self_evaluation_form') AND status = 'extracted'"
"""A partial report has its reason already, and other layouts need not have these fields."""

COLUMNS = Suite(
    name="report",
    table="report",
    query=f"""
        SELECT
            report_version, 0 AS row, report_index, first_page, last_page, status, form, budget_unit, fiscal_year,
            stated_execution_points, stated_indicator_points, stated_total
        FROM report WHERE {OF_BATCH}
    """,
    expectations=(
        Expectation(
            "GX-REP-01",
            *between("fiscal_year", 2000, 2099),
            "评价年度为 {value},不是合理的年份",
            expected="2000至2099",
        ),
        Expectation(
            "GX-REP-02",
            *between("stated_total", 0, 100),
            "自评总分为 {value},不在 0 至 100 分之间",
            field="total",
            expected="0至100",
        ),
        Expectation(
            "GX-REP-03",
            *between("stated_indicator_points", 0, 100),
            "自评指标得分为 {value},不在 0 至 100 分之间",
            field="indicator_points",
            expected="0至100",
        ),
        Expectation(
            "GX-REP-04",
            *between("stated_execution_points", 0, 100),
            "自评预算执行得分为 {value},不在 0 至 100 分之间",
            field="execution_points",
            expected="0至100",
        ),
        Expectation(
            "GX-REP-51", *one_of("status", "extracted", "partial", "quarantined"), "未知的读取状态", about="program"
        ),
        Expectation("GX-REP-52", *matching("form", "^[a-z][a-z0-9_]*$"), "未知的报告格式", about="program"),
        Expectation("GX-REP-53", *one_of("budget_unit", "元", "万元", "亿元"), "未知的金额单位", about="program"),
        Expectation("GX-REP-54", *between("report_index", 1), "文件内序号从 1 开始", about="program"),
        Expectation("GX-REP-55", *not_above("first_page", "last_page"), "起始页在终止页之后", about="program"),
    ),
)

NAMES = no_rows(
    "report_names",
    "report",
    f"""
        SELECT report_version, 0 AS row, field, '' AS value
        FROM (
            SELECT report_version, form, status, 'project_name' AS field, project_name AS name FROM report
            UNION ALL
            SELECT report_version, form, status, 'unit_name', unit_name FROM report
        )
        WHERE {OF_BATCH} AND {READ_IN_FULL} AND coalesce(name, '') = ''
    """,
    Expectation("GX-REP-05", *NONE_OF_THEM, "报告没有写明{label}"),
)

TABLES = no_rows(
    "report_tables",
    "report",
    f"""
        SELECT report_version, 0 AS row, 'budget' AS field, '' AS value FROM report
        WHERE {OF_BATCH} AND {READ_IN_FULL} AND report_version NOT IN (SELECT report_version FROM budget_line)
        UNION ALL
        SELECT report_version, 0, 'indicators', '' FROM report
        WHERE {OF_BATCH} AND {READ_IN_FULL} AND report_version NOT IN (SELECT report_version FROM indicator)
    """,
    Expectation("GX-REP-06", *NONE_OF_THEM, "报告的{label}没有任何一行", severity="critical"),
)

UNREADABLE = no_rows(
    "report_unreadable",
    "report",
    unreadable(
        "(SELECT *, 0 AS row FROM report)",
        {
            "execution_points": "stated_execution_points",
            "indicator_points": "stated_indicator_points",
            "total": "stated_total",
        },
    ),
    Expectation("GX-REP-07", *NONE_OF_THEM, "{label}写作“{value}”,不是一个数字"),
)

EXECUTION_POINTS = no_rows(
    "report_execution_points",
    "report",
    f"""
        SELECT r.report_version, 0 AS row, 'execution_points' AS field, r.stated_execution_points_text AS value
        FROM report AS r INNER JOIN budget_line AS b ON b.report_version = r.report_version AND b.is_total
        WHERE r.{OF_BATCH} AND r.stated_execution_points <> b.points
    """,
    Expectation("GX-REP-08", *NONE_OF_THEM, "自评结论中的预算执行得分为 {value},与预算执行情况表合计行的得分不同"),
)

SUITES = (COLUMNS, NAMES, TABLES, UNREADABLE, EXECUTION_POINTS)
