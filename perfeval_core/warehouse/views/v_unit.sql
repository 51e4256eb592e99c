CREATE VIEW v_unit AS
SELECT
    reader_version,
    engine_version,
    ruleset_hash,
    fiscal_year,
    unit_code,
    unit_name,
    count(*) AS reports,
    count(*) FILTER (status <> 'extracted') AS reports_unread,
    sum(initial_compiled) AS initial_compiled,
    sum(full_year) AS full_year,
    sum(executed) AS executed,
    count(*) FILTER (stated_grade = '优') AS stated_excellent,
    count(*) FILTER (stated_grade = '良') AS stated_good,
    count(*) FILTER (stated_grade = '中') AS stated_fair,
    count(*) FILTER (stated_grade = '差') AS stated_poor,
    count(*) FILTER (NOT total_agrees) AS totals_changed,
    count(*) FILTER (NOT list_contains(string_split(recomputed_grades, '/'), stated_grade)) AS grades_changed,
    CAST(sum(findings) AS BIGINT) AS findings,
    CAST(sum(findings_critical) AS BIGINT) AS findings_critical,
    CAST(sum(findings_high) AS BIGINT) AS findings_high
FROM v_ledger
-- a report that was filed again would count twice
WHERE replaced_by IS NULL AND report_version IN (SELECT report_version FROM v_report)
GROUP BY reader_version, engine_version, ruleset_hash, fiscal_year, unit_code, unit_name;

COMMENT ON VIEW v_unit IS '单位汇总 one line for one unit, fiscal year, reader, program and ruleset; amounts in yuan (元)';
COMMENT ON COLUMN v_unit.reader_version IS '读取程序版本 version of the reader';
COMMENT ON COLUMN v_unit.engine_version IS '程序版本 version of the program that scored and checked';
COMMENT ON COLUMN v_unit.ruleset_hash IS '规则集摘要 hash of the rules in force';
COMMENT ON COLUMN v_unit.fiscal_year IS '评价年度 fiscal year that is evaluated';
COMMENT ON COLUMN v_unit.unit_code IS '项目单位代码 code of the unit';
COMMENT ON COLUMN v_unit.unit_name IS '项目单位 unit that filed the reports';
COMMENT ON COLUMN v_unit.reports IS '报告数 reports';
COMMENT ON COLUMN v_unit.reports_unread IS '未完整读取报告数 reports that are partial or quarantined';
COMMENT ON COLUMN v_unit.initial_compiled IS '年初预算数(预算编制)合计 sum of the initial budgets that could be read';
COMMENT ON COLUMN v_unit.full_year IS '全年预算数合计 sum of the full-year budgets that could be read';
COMMENT ON COLUMN v_unit.executed IS '全年执行数合计 sum of the executed amounts that could be read';
COMMENT ON COLUMN v_unit.stated_excellent IS '自评为优 reports with the stated grade 优';
COMMENT ON COLUMN v_unit.stated_good IS '自评为良 reports with the stated grade 良';
COMMENT ON COLUMN v_unit.stated_fair IS '自评为中 reports with the stated grade 中';
COMMENT ON COLUMN v_unit.stated_poor IS '自评为差 reports with the stated grade 差';
COMMENT ON COLUMN v_unit.totals_changed IS '总分不一致报告数 reports whose stated total lies outside the recomputed one';
COMMENT ON COLUMN v_unit.grades_changed IS '等级不一致报告数 reports whose stated grade is none of the recomputed ones';
COMMENT ON COLUMN v_unit.findings IS '疑点数 number of findings';
COMMENT ON COLUMN v_unit.findings_critical IS '疑点数(特别严重) findings of severity critical';
COMMENT ON COLUMN v_unit.findings_high IS '疑点数(严重) findings of severity high';
