CREATE TABLE portfolio_finding (
    level VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    portfolio_version VARCHAR NOT NULL,
    file_sha256 VARCHAR,
    reader_version VARCHAR,
    engine_version VARCHAR NOT NULL,
    ruleset_hash VARCHAR NOT NULL,
    finding_id VARCHAR NOT NULL,
    rule VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    severity VARCHAR NOT NULL,
    certainty VARCHAR NOT NULL,
    sureness VARCHAR,
    indicator VARCHAR,
    field VARCHAR NOT NULL,
    stated VARCHAR,
    expected VARCHAR,
    other_text VARCHAR,
    other_page INTEGER,
    message VARCHAR NOT NULL,
    citation VARCHAR NOT NULL,
    page INTEGER,
    caused_by VARCHAR[] NOT NULL,
    report_ids VARCHAR[] NOT NULL,
    PRIMARY KEY (portfolio_version, finding_id)
);

COMMENT ON TABLE portfolio_finding IS '多份报告疑点 one finding over several reports: of a file (each of its versions stands here), or of a unit or a year (only the version that holds now)';
COMMENT ON COLUMN portfolio_finding.level IS '范围 file, unit (one unit, one year), year (all units, one year) or history (one unit over the years)';
COMMENT ON COLUMN portfolio_finding.subject IS '对象 what was looked at: file:<sha256>, unit:<unit>:<year>, year:<year> or history:<unit>';
COMMENT ON COLUMN portfolio_finding.portfolio_version IS '汇总版本号 version of that subject: follows from the versions of its reports, program and rules';
COMMENT ON COLUMN portfolio_finding.file_sha256 IS '原件摘要 sha256 of the file as submitted; NULL if it is not about one file';
COMMENT ON COLUMN portfolio_finding.reader_version IS '读取程序版本 version of the reader; NULL if it is not about one file';
COMMENT ON COLUMN portfolio_finding.engine_version IS '程序版本 version of the program that scored and checked';
COMMENT ON COLUMN portfolio_finding.ruleset_hash IS '规则集摘要 hash of the rules in force';
COMMENT ON COLUMN portfolio_finding.finding_id IS '疑点编号 id of the finding';
COMMENT ON COLUMN portfolio_finding.rule IS '规则编号 id of the rule or the expectation';
COMMENT ON COLUMN portfolio_finding.kind IS '疑点类型 kind of finding';
COMMENT ON COLUMN portfolio_finding.severity IS '严重程度 critical, high, medium, low or info';
COMMENT ON COLUMN portfolio_finding.certainty IS '确定性 certain or judgement';
COMMENT ON COLUMN portfolio_finding.sureness IS '把握程度 high, moderate or low; NULL if certain, or found before this was said';
COMMENT ON COLUMN portfolio_finding.indicator IS '指标 indicator''s name or one of the fixed words; NULL if it is about none';
COMMENT ON COLUMN portfolio_finding.field IS '字段 field in question';
COMMENT ON COLUMN portfolio_finding.stated IS '自评值 disputed cell as printed';
COMMENT ON COLUMN portfolio_finding.expected IS '应为值 one value or an interval';
COMMENT ON COLUMN portfolio_finding.other_text IS '正文对照 passage held against the table';
COMMENT ON COLUMN portfolio_finding.other_page IS '正文页码 page of that passage';
COMMENT ON COLUMN portfolio_finding.message IS '疑点说明 what was found, in Chinese';
COMMENT ON COLUMN portfolio_finding.citation IS '政策依据 clause that it rests on';
COMMENT ON COLUMN portfolio_finding.page IS '页码 physical page of its first place; NULL without pages';
COMMENT ON COLUMN portfolio_finding.caused_by IS '起因 ids of the findings that it follows from';
COMMENT ON COLUMN portfolio_finding.report_ids IS '涉及报告 ids of the reports in which it shows places, in their order';
