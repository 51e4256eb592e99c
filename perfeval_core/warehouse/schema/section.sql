CREATE TABLE section (
    report_version VARCHAR NOT NULL,
    file_sha256 VARCHAR NOT NULL,
    reader_version VARCHAR NOT NULL,
    engine_version VARCHAR NOT NULL,
    ruleset_hash VARCHAR NOT NULL,
    row INTEGER NOT NULL,
    level INTEGER NOT NULL,
    heading VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    page INTEGER,
    PRIMARY KEY (report_version, row)
);

COMMENT ON TABLE section IS '正文章节 one section of the narrative, without its children';
COMMENT ON COLUMN section.report_version IS '报告版本号 version of the report: follows from file, reader, program and rules';
COMMENT ON COLUMN section.file_sha256 IS '原件摘要 sha256 of the file as submitted';
COMMENT ON COLUMN section.reader_version IS '读取程序版本 version of the reader';
COMMENT ON COLUMN section.engine_version IS '程序版本 version of the program that scored and checked';
COMMENT ON COLUMN section.ruleset_hash IS '规则集摘要 hash of the rules in force';
COMMENT ON COLUMN section.row IS '行号 section, from 0';
COMMENT ON COLUMN section.level IS '层级 level by numbering: 一、 = 1, (一) = 2, 1. = 3';
COMMENT ON COLUMN section.heading IS '标题 heading';
COMMENT ON COLUMN section.text IS '正文 the section''s own text';
COMMENT ON COLUMN section.page IS '页码 physical page of the heading; NULL without pages';
