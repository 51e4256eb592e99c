"""提交文件: what the program wrote down about each file."""

from expectations.suite import NONE_OF_THEM, OF_BATCH, Expectation, Suite, between, matching, no_rows, one_of

COLUMNS = Suite(
    name="submission",
    table="report",
    query=f"""
        SELECT r.report_version, 0 AS row, s.file_sha256, s.status, s.bytes
        FROM report AS r INNER JOIN submission AS s USING (file_sha256, reader_version)
        WHERE r.{OF_BATCH}
    """,
    expectations=(
        Expectation("GX-SUB-01", *matching("file_sha256", "^[0-9a-f]{64}$"), "文件摘要不是 sha256", about="program"),
        Expectation(
            "GX-SUB-02", *one_of("status", "extracted", "partial", "quarantined"), "未知的读取状态", about="program"
        ),
        Expectation("GX-SUB-03", *between("bytes", 1), "有报告的文件不可能为空", about="program"),
    ),
)

PAGES = no_rows(
    "submission_pages",
    "report",
    f"""
        SELECT r.report_version, 0 AS row, 'last_page' AS field, CAST(r.last_page AS VARCHAR) AS value
        FROM report AS r INNER JOIN submission AS s USING (file_sha256, reader_version)
        WHERE r.{OF_BATCH} AND r.last_page > s.pages
    """,
    Expectation("GX-SUB-04", *NONE_OF_THEM, "报告的页码超出文件页数", about="program"),
)

SUITES = (COLUMNS, PAGES)
