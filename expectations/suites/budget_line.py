"""预算执行情况: amounts in yuan, the rate in percent, points."""

from expectations.suite import NONE_OF_THEM, OF_BATCH, Expectation, Suite, between, no_rows, unreadable

HIGHEST = 100_000_000_000
"""One project of 1,000 亿元: above it the unit of the table is the likelier error."""

AMOUNTS = ("initial_declared", "initial_compiled", "full_year", "executed")


def _amount(number: int, column: str) -> Expectation:
    return Expectation(
        f"GX-BUD-{number:02}",
        *between(column, 0, HIGHEST),
        "“{name}”的{label}为 {value},为负数或超过一千亿元,请核对金额单位",
        expected="0至1000亿元",
    )


COLUMNS = Suite(
    name="budget_line",
    table="budget_line",
    query=f"""
        SELECT
            report_version, row, initial_declared, initial_compiled, full_year, executed, stated_rate_percent,
            max_points, points, confidence
        FROM budget_line WHERE {OF_BATCH}
    """,
    expectations=(
        *(_amount(number, column) for number, column in enumerate(AMOUNTS, start=1)),
        Expectation(
            "GX-BUD-05",
            *between("stated_rate_percent", 0, 1000),
            "“{name}”的执行率为 {value},不是合理的百分数",
            field="execution_rate",
            expected="0至1000%",
        ),
        Expectation(
            "GX-BUD-06",
            *between("max_points", 0, 100),
            "“{name}”的分值为 {value},不在 0 至 100 分之间",
            expected="0至100",
        ),
        Expectation(
            "GX-BUD-07",
            *between("points", 0, 100),
            "“{name}”的得分为 {value},不在 0 至 100 分之间",
            expected="0至100",
        ),
        Expectation("GX-BUD-51", *between("confidence", 0, 1), "识别置信度不在 0 至 1 之间", about="program"),
    ),
)

UNREADABLE = no_rows(
    "budget_line_unreadable",
    "budget_line",
    unreadable(
        "budget_line",
        {
            **{name: name for name in (*AMOUNTS, "carry_over")},
            "execution_rate": "stated_rate_percent",
            "max_points": "max_points",
            "points": "points",
        },
    ),
    Expectation("GX-BUD-08", *NONE_OF_THEM, "“{name}”的{label}写作“{value}”,不是一个数字"),
)

SUITES = (COLUMNS, UNREADABLE)
