CREATE TABLE goal (
    report_version VARCHAR NOT NULL,
    file_sha256 VARCHAR NOT NULL,
    reader_version VARCHAR NOT NULL,
    engine_version VARCHAR NOT NULL,
    ruleset_hash VARCHAR NOT NULL,
    row INTEGER NOT NULL,
    expected VARCHAR NOT NULL,
    actual VARCHAR NOT NULL,
    page INTEGER,
    confidence DECIMAL(5, 4),
    route VARCHAR,
    PRIMARY KEY (report_version, row)
);

COMMENT ON TABLE goal IS '年度总体目标 one annual goal of the national form';
COMMENT ON COLUMN goal.report_version IS '报告版本号 version of the report: follows from file, reader, program and rules';
COMMENT ON COLUMN goal.file_sha256 IS '原件摘要 sha256 of the file as submitted';
COMMENT ON COLUMN goal.reader_version IS '读取程序版本 version of the reader';
COMMENT ON COLUMN goal.engine_version IS '程序版本 version of the program that scored and checked';
COMMENT ON COLUMN goal.ruleset_hash IS '规则集摘要 hash of the rules in force';
COMMENT ON COLUMN goal.row IS '行号 goal, from 0';
COMMENT ON COLUMN goal.expected IS '预期目标 expected';
COMMENT ON COLUMN goal.actual IS '实际完成情况 actual';
COMMENT ON COLUMN goal.page IS '页码 physical page of the first cell; NULL without pages';
COMMENT ON COLUMN goal.confidence IS '识别置信度 lowest confidence of the row''s cells, 0 to 1; NULL without places';
COMMENT ON COLUMN goal.route IS '读取方式 how the least certain cell of the row was read: text, fallback, ocr, native, or person (更正)';
