"""复算得分: what the program computed; every broken row is an error of ours."""

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
)

GRADES = "^[优良中差](?:/[优良中差])*$"

COLUMNS = Suite(
    name="score",
    table="score",
    query=f"SELECT report_version, row, line, low, high, grades FROM score WHERE {OF_BATCH}",
    expectations=(
        Expectation(
            "GX-SCO-51",
            *one_of("line", "execution_full_year", "execution_initial", "indicator", "total"),
            "未知的得分类别",
            about="program",
        ),
        Expectation("GX-SCO-52", *between("low", 0), "复算得分为负", about="program"),
        Expectation("GX-SCO-53", *not_above("low", "high"), "复算得分下限高于上限", about="program"),
        Expectation("GX-SCO-54", *matching("grades", GRADES), "未知的复算等级", about="program"),
    ),
)

ABOVE_WEIGHT = no_rows(
    "score_above_weight",
    "indicator",
    f"""
        SELECT s.report_version, i.row, 'points' AS field, s.points_text AS value
        FROM score AS s
        INNER JOIN indicator AS i ON i.report_version = s.report_version AND i.row = s.indicator_row
        WHERE s.{OF_BATCH} AND s.high > i.weight
    """,
    Expectation("GX-SCO-55", *NONE_OF_THEM, "复算得分高于权重", about="program"),
)

TOTAL = no_rows(
    "score_total",
    "score",
    f"""
        WITH lines AS (
            SELECT report_version, sum(low) AS low, sum(high) AS high, bool_or(low IS NULL) AS undefined
            FROM score WHERE line IN ('execution_full_year', 'indicator') GROUP BY report_version
        )
        SELECT t.report_version, t.row, 'total' AS field, t.points_text AS value
        FROM score AS t INNER JOIN lines AS l USING (report_version)
        WHERE t.{OF_BATCH} AND t.line = 'total' AND NOT l.undefined AND (t.low <> l.low OR t.high <> l.high)
    """,
    Expectation("GX-SCO-56", *NONE_OF_THEM, "复算总分不等于各行复算得分之和", about="program"),
)

EACH_INDICATOR = no_rows(
    "score_each_indicator",
    "indicator",
    f"""
        SELECT i.report_version, i.row, 'points' AS field, i.name AS value
        FROM indicator AS i
        INNER JOIN report AS r ON r.report_version = i.report_version AND r.pack IS NOT NULL
        LEFT JOIN score AS s ON s.report_version = i.report_version AND s.indicator_row = i.row
        WHERE i.{OF_BATCH} AND s.name IS DISTINCT FROM i.name
    """,
    Expectation("GX-SCO-57", *NONE_OF_THEM, "指标没有对应的复算得分", about="program"),
)

SUITES = (COLUMNS, ABOVE_WEIGHT, TOTAL, EACH_INDICATOR)
