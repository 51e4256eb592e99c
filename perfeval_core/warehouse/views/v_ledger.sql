CREATE VIEW v_ledger AS
WITH counted AS (
    SELECT
        report_version,
        count(*) AS findings,
        count(*) FILTER (severity = 'critical') AS critical,
        count(*) FILTER (severity = 'high') AS high,
        count(*) FILTER (severity = 'medium') AS medium,
        count(*) FILTER (severity = 'low') AS low,
        count(*) FILTER (severity = 'info') AS info
    FROM finding
    GROUP BY report_version
)
SELECT
    r.report_version,
    r.report_id,
    r.file_sha256,
    s.file_name,
    r.reader_version,
    r.engine_version,
    r.ruleset_hash,
    coalesce(h.is_current, false) AS is_current,
    h.replaced_by,
    r.department_code,
    r.department_name,
    r.unit_code,
    r.unit_name,
    r.project_name,
    r.fiscal_year,
    r.form,
    r.status,
    r.reason,
    b.initial_declared,
    b.initial_compiled,
    b.full_year,
    b.executed,
    b.stated_rate_percent,
    -- a rate has 6 decimals, so that two places to the left are exact
    CAST(ef.rate * 100 AS DECIMAL(12, 4)) AS rate_percent_full_year,
    CAST(ei.rate * 100 AS DECIMAL(12, 4)) AS rate_percent_initial,
    r.stated_total,
    t.low AS total_low,
    t.high AS total_high,
    t.points_text AS recomputed_total,
    t.agrees AS total_agrees,
    r.stated_grade,
    t.grades AS recomputed_grades,
    coalesce(c.findings, 0) AS findings,
    coalesce(c.critical, 0) AS findings_critical,
    coalesce(c.high, 0) AS findings_high,
    coalesce(c.medium, 0) AS findings_medium,
    coalesce(c.low, 0) AS findings_low,
    coalesce(c.info, 0) AS findings_info
FROM report AS r
LEFT JOIN submission AS s ON s.file_sha256 = r.file_sha256 AND s.reader_version = r.reader_version
LEFT JOIN budget_line AS b ON b.report_version = r.report_version AND b.is_total
LEFT JOIN score AS ef ON ef.report_version = r.report_version AND ef.line = 'execution_full_year'
LEFT JOIN score AS ei ON ei.report_version = r.report_version AND ei.line = 'execution_initial'
LEFT JOIN score AS t ON t.report_version = r.report_version AND t.line = 'total'
LEFT JOIN report_state AS h ON h.report_version = r.report_version
LEFT JOIN counted AS c ON c.report_version = r.report_version;

COMMENT ON VIEW v_ledger IS '台账 one line for one version of one report; amounts in yuan (元)';
COMMENT ON COLUMN v_ledger.report_version IS '报告版本号 version of the report';
COMMENT ON COLUMN v_ledger.report_id IS '报告编号 the report, whatever its version';
COMMENT ON COLUMN v_ledger.file_sha256 IS '原件摘要 sha256 of the file as submitted';
COMMENT ON COLUMN v_ledger.file_name IS '文件名 name under which it was submitted';
COMMENT ON COLUMN v_ledger.reader_version IS '读取程序版本 version of the reader';
COMMENT ON COLUMN v_ledger.engine_version IS '程序版本 version of the program that scored and checked';
COMMENT ON COLUMN v_ledger.ruleset_hash IS '规则集摘要 hash of the rules in force';
COMMENT ON COLUMN v_ledger.is_current IS '是否现行版本 whether it is the current version of its report';
COMMENT ON COLUMN v_ledger.replaced_by IS '取代它的报告 report that was filed later for the same project and year; NULL if none was';
COMMENT ON COLUMN v_ledger.department_code IS '主管部门代码 code of the department';
COMMENT ON COLUMN v_ledger.department_name IS '主管部门 department in charge';
COMMENT ON COLUMN v_ledger.unit_code IS '项目单位代码 code of the unit';
COMMENT ON COLUMN v_ledger.unit_name IS '项目单位 unit that filed the report';
COMMENT ON COLUMN v_ledger.project_name IS '项目名称 project';
COMMENT ON COLUMN v_ledger.fiscal_year IS '评价年度 fiscal year that is evaluated';
COMMENT ON COLUMN v_ledger.form IS '报告格式 layout';
COMMENT ON COLUMN v_ledger.status IS '读取状态 extracted, partial or quarantined';
COMMENT ON COLUMN v_ledger.reason IS '原因 why it is not extracted; else NULL';
COMMENT ON COLUMN v_ledger.initial_declared IS '年初预算数(目标申报) initial budget as declared, total line';
COMMENT ON COLUMN v_ledger.initial_compiled IS '年初预算数(预算编制) initial budget as compiled, total line';
COMMENT ON COLUMN v_ledger.full_year IS '全年预算数 full-year budget, total line';
COMMENT ON COLUMN v_ledger.executed IS '全年执行数 executed, total line';
COMMENT ON COLUMN v_ledger.stated_rate_percent IS '自评执行率 stated execution rate in percent';
COMMENT ON COLUMN v_ledger.rate_percent_full_year IS '复算执行率(全年预算) recomputed execution rate on the full-year budget, in percent';
COMMENT ON COLUMN v_ledger.rate_percent_initial IS '复算执行率(年初预算) recomputed execution rate on the initial budget, in percent';
COMMENT ON COLUMN v_ledger.stated_total IS '自评总分 stated total';
COMMENT ON COLUMN v_ledger.total_low IS '复算总分下限 lower end of the recomputed total';
COMMENT ON COLUMN v_ledger.total_high IS '复算总分上限 upper end of the recomputed total';
COMMENT ON COLUMN v_ledger.recomputed_total IS '复算总分 recomputed total as printed: 95.00 or [51.78,59.78)';
COMMENT ON COLUMN v_ledger.total_agrees IS '总分是否一致 whether the stated total lies in the recomputed one; NULL if either is missing';
COMMENT ON COLUMN v_ledger.stated_grade IS '自评等级 stated grade';
COMMENT ON COLUMN v_ledger.recomputed_grades IS '复算等级 grades that the recomputed total touches, joined by /';
COMMENT ON COLUMN v_ledger.findings IS '疑点数 number of findings';
COMMENT ON COLUMN v_ledger.findings_critical IS '疑点数(特别严重) findings of severity critical';
COMMENT ON COLUMN v_ledger.findings_high IS '疑点数(严重) findings of severity high';
COMMENT ON COLUMN v_ledger.findings_medium IS '疑点数(一般) findings of severity medium';
COMMENT ON COLUMN v_ledger.findings_low IS '疑点数(轻微) findings of severity low';
COMMENT ON COLUMN v_ledger.findings_info IS '疑点数(提示) findings of severity info';
