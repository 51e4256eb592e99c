"""疑点: what the program found; every broken row is an error of ours."""

from expectations.suite import NONE_OF_THEM, OF_BATCH, Expectation, Suite, matching, no_rows, one_of

NUMBERED = f"""(
    SELECT *, row_number() OVER (PARTITION BY report_version ORDER BY finding_id) - 1 AS row
    FROM finding WHERE {OF_BATCH}
)"""

COLUMNS = Suite(
    name="finding",
    table="finding",
    query=f"SELECT report_version, row, severity, certainty, sureness, message, citation FROM {NUMBERED}",
    expectations=(
        Expectation(
            "GX-FIN-51",
            *one_of("severity", "critical", "high", "medium", "low", "info"),
            "未知的严重程度",
            about="program",
        ),
        Expectation("GX-FIN-52", *one_of("certainty", "certain", "judgement"), "未知的确定性", about="program"),
        Expectation("GX-FIN-56", *one_of("sureness", "high", "moderate", "low"), "未知的把握程度", about="program"),
        Expectation("GX-FIN-53", *matching("message", r"\S"), "疑点没有说明", about="program"),
        Expectation("GX-FIN-54", *matching("citation", r"\S"), "疑点没有依据", about="program"),
    ),
)

CAUSES = no_rows(
    "finding_causes",
    "finding",
    f"""
        SELECT e.report_version, e.row, 'caused_by' AS field, e.cause AS value
        FROM (SELECT report_version, row, unnest(caused_by) AS cause FROM {NUMBERED}) AS e
        LEFT JOIN finding AS f ON f.report_version = e.report_version AND f.finding_id = e.cause
        WHERE f.finding_id IS NULL
    """,
    Expectation("GX-FIN-55", *NONE_OF_THEM, "疑点的起因不存在", about="program"),
)

SUITES = (COLUMNS, CAUSES)
