"""正文章节: headings and text of the narrative."""

from expectations.suite import NONE_OF_THEM, OF_BATCH, Expectation, Suite, between, matching, no_rows

COLUMNS = Suite(
    name="section",
    table="section",
    query=f"SELECT report_version, row, level, heading FROM section WHERE {OF_BATCH}",
    expectations=(
        Expectation("GX-SEC-51", *matching("heading", r"\S"), "章节没有标题", about="program"),
        Expectation("GX-SEC-52", *between("level", 1, 9), "章节层级不合理", about="program"),
    ),
)

GARBLED = r".{0,10}[\x{FFFD}\x00-\x08\x0E-\x1F].{0,10}"
"""The replacement character or a control character, with what stands around it."""

TEXT = no_rows(
    "section_text",
    "section",
    f"""
        SELECT report_version, row, 'text' AS field, regexp_extract(text, '{GARBLED}') AS value FROM section
        WHERE {OF_BATCH} AND regexp_matches(text, '{GARBLED}')
    """,
    Expectation("GX-SEC-01", *NONE_OF_THEM, "“{name}”的正文含有无法识别的字符:{value}", severity="info"),
)

PAGES = no_rows(
    "section_pages",
    "section",
    f"""
        SELECT s.report_version, s.row, 'heading' AS field, CAST(s.page AS VARCHAR) AS value
        FROM section AS s INNER JOIN report AS r USING (report_version)
        WHERE s.{OF_BATCH} AND s.page NOT BETWEEN r.first_page AND r.last_page
    """,
    Expectation("GX-SEC-53", *NONE_OF_THEM, "章节不在报告的页码之内", about="program"),
)

SUITES = (COLUMNS, TEXT, PAGES)
