CREATE TABLE finding (
    report_version VARCHAR NOT NULL,
    file_sha256 VARCHAR NOT NULL,
    reader_version VARCHAR NOT NULL,
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
    PRIMARY KEY (report_version, finding_id)
);

COMMENT ON TABLE finding IS '疑点 one finding about one report';
COMMENT ON COLUMN finding.report_version IS '报告版本号 version of the report: follows from file, reader, program and rules';
COMMENT ON COLUMN finding.file_sha256 IS '原件摘要 sha256 of the file as submitted';
COMMENT ON COLUMN finding.reader_version IS '读取程序版本 version of the reader';
COMMENT ON COLUMN finding.engine_version IS '程序版本 version of the program that scored and checked';
COMMENT ON COLUMN finding.ruleset_hash IS '规则集摘要 hash of the rules in force';
COMMENT ON COLUMN finding.finding_id IS '疑点编号 id of the finding';
COMMENT ON COLUMN finding.rule IS '规则编号 id of the rule or the expectation';
COMMENT ON COLUMN finding.kind IS '疑点类型 kind of finding';
COMMENT ON COLUMN finding.severity IS '严重程度 critical, high, medium, low or info';
COMMENT ON COLUMN finding.certainty IS '确定性 certain or judgement';
COMMENT ON COLUMN finding.sureness IS '把握程度 high, moderate or low; NULL if certain, or found before this was said';
COMMENT ON COLUMN finding.indicator IS '指标 indicator''s name or one of the fixed words; NULL if it is about none';
COMMENT ON COLUMN finding.field IS '字段 field in question';
COMMENT ON COLUMN finding.stated IS '自评值 disputed cell as printed';
COMMENT ON COLUMN finding.expected IS '应为值 one value or an interval';
COMMENT ON COLUMN finding.other_text IS '正文对照 passage held against the table';
COMMENT ON COLUMN finding.other_page IS '正文页码 page of that passage';
COMMENT ON COLUMN finding.message IS '疑点说明 what was found, in Chinese';
COMMENT ON COLUMN finding.citation IS '政策依据 clause that it rests on';
COMMENT ON COLUMN finding.page IS '页码 physical page of its first place; NULL without pages';
COMMENT ON COLUMN finding.caused_by IS '起因 ids of the findings that it follows from';
