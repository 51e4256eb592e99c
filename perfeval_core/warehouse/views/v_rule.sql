CREATE VIEW v_rule AS
-- A rule that only failed has no finding and so no kind, but it must have its line.
WITH counted AS (
    SELECT
        f.reader_version,
        f.engine_version,
        f.ruleset_hash,
        f.rule,
        f.kind,
        f.certainty,
        count(*) AS findings,
        count(DISTINCT f.report_version) AS reports,
        count(DISTINCT r.unit_code) AS units,
        count(*) FILTER (f.severity = 'critical') AS critical,
        count(*) FILTER (f.severity = 'high') AS high,
        count(*) FILTER (f.severity = 'medium') AS medium,
        count(*) FILTER (f.severity = 'low') AS low,
        count(*) FILTER (f.severity = 'info') AS info
    FROM finding AS f
    INNER JOIN v_report AS r ON r.report_version = f.report_version
    GROUP BY f.reader_version, f.engine_version, f.ruleset_hash, f.rule, f.kind, f.certainty
),

failed AS (
    SELECT reader_version, engine_version, ruleset_hash, rule, count(*) AS failures
    FROM rule_failure
    WHERE report_version IN (SELECT report_version FROM v_report)
    GROUP BY reader_version, engine_version, ruleset_hash, rule
)

SELECT
    reader_version,
    engine_version,
    ruleset_hash,
    rule,
    c.kind,
    c.certainty,
    coalesce(c.findings, 0) AS findings,
    coalesce(c.reports, 0) AS reports,
    coalesce(c.units, 0) AS units,
    coalesce(c.critical, 0) AS findings_critical,
    coalesce(c.high, 0) AS findings_high,
    coalesce(c.medium, 0) AS findings_medium,
    coalesce(c.low, 0) AS findings_low,
    coalesce(c.info, 0) AS findings_info,
    coalesce(x.failures, 0) AS failures
FROM counted AS c
FULL JOIN failed AS x USING (reader_version, engine_version, ruleset_hash, rule);

COMMENT ON VIEW v_rule IS '规则汇总 one line for one rule and kind of finding, by reader, program and ruleset';
COMMENT ON COLUMN v_rule.reader_version IS '读取程序版本 version of the reader';
COMMENT ON COLUMN v_rule.engine_version IS '程序版本 version of the program that scored and checked';
COMMENT ON COLUMN v_rule.ruleset_hash IS '规则集摘要 hash of the rules in force';
COMMENT ON COLUMN v_rule.rule IS '规则编号 id of the rule or the expectation';
COMMENT ON COLUMN v_rule.kind IS '疑点类型 kind of finding; NULL for a rule that only failed';
COMMENT ON COLUMN v_rule.certainty IS '确定性 certain or judgement';
COMMENT ON COLUMN v_rule.findings IS '疑点数 number of findings';
COMMENT ON COLUMN v_rule.reports IS '涉及报告数 reports with such a finding';
COMMENT ON COLUMN v_rule.units IS '涉及单位数 units with such a finding, by code';
COMMENT ON COLUMN v_rule.findings_critical IS '疑点数(特别严重) findings of severity critical';
COMMENT ON COLUMN v_rule.findings_high IS '疑点数(严重) findings of severity high';
COMMENT ON COLUMN v_rule.findings_medium IS '疑点数(一般) findings of severity medium';
COMMENT ON COLUMN v_rule.findings_low IS '疑点数(轻微) findings of severity low';
COMMENT ON COLUMN v_rule.findings_info IS '疑点数(提示) findings of severity info';
COMMENT ON COLUMN v_rule.failures IS '故障数 times that the rule did not finish; repeated where the rule has several lines';
