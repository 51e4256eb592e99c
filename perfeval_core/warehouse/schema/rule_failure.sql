CREATE TABLE rule_failure (
    report_version VARCHAR NOT NULL,
    file_sha256 VARCHAR NOT NULL,
    reader_version VARCHAR NOT NULL,
    engine_version VARCHAR NOT NULL,
    ruleset_hash VARCHAR NOT NULL,
    row INTEGER NOT NULL,
    rule VARCHAR NOT NULL,
    error VARCHAR NOT NULL,
    PRIMARY KEY (report_version, row)
);

COMMENT ON TABLE rule_failure IS '规则故障 a rule of ours that did not finish on a report: never a finding about it';
COMMENT ON COLUMN rule_failure.report_version IS '报告版本号 version of the report: follows from file, reader, program and rules';
COMMENT ON COLUMN rule_failure.file_sha256 IS '原件摘要 sha256 of the file as submitted';
COMMENT ON COLUMN rule_failure.reader_version IS '读取程序版本 version of the reader';
COMMENT ON COLUMN rule_failure.engine_version IS '程序版本 version of the program that scored and checked';
COMMENT ON COLUMN rule_failure.ruleset_hash IS '规则集摘要 hash of the rules in force';
COMMENT ON COLUMN rule_failure.row IS '序号 failure, from 0';
COMMENT ON COLUMN rule_failure.rule IS '规则编号 id of the rule';
COMMENT ON COLUMN rule_failure.error IS '错误 what went wrong';
