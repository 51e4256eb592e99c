CREATE TABLE score (
    report_version VARCHAR NOT NULL,
    file_sha256 VARCHAR NOT NULL,
    reader_version VARCHAR NOT NULL,
    engine_version VARCHAR NOT NULL,
    ruleset_hash VARCHAR NOT NULL,
    row INTEGER NOT NULL,
    line VARCHAR NOT NULL,
    indicator_row INTEGER,
    name VARCHAR NOT NULL,
    method VARCHAR,
    rate DECIMAL(12, 6),
    low DECIMAL(9, 4),
    high DECIMAL(9, 4),
    low_included BOOLEAN,
    high_included BOOLEAN,
    points_text VARCHAR,
    stated DECIMAL(9, 4),
    stated_text VARCHAR,
    agrees BOOLEAN,
    grades VARCHAR,
    inputs VARCHAR,
    exact VARCHAR,
    citation VARCHAR,
    note VARCHAR,
    PRIMARY KEY (report_version, row)
);

COMMENT ON TABLE score IS '复算得分 one recomputed line: execution, an indicator, or the total';
COMMENT ON COLUMN score.report_version IS '报告版本号 version of the report: follows from file, reader, program and rules';
COMMENT ON COLUMN score.file_sha256 IS '原件摘要 sha256 of the file as submitted';
COMMENT ON COLUMN score.reader_version IS '读取程序版本 version of the reader';
COMMENT ON COLUMN score.engine_version IS '程序版本 version of the program that scored and checked';
COMMENT ON COLUMN score.ruleset_hash IS '规则集摘要 hash of the rules in force';
COMMENT ON COLUMN score.row IS '行号 line of the score sheet, from 0';
COMMENT ON COLUMN score.line IS '类别 execution_full_year, execution_initial, indicator or total';
COMMENT ON COLUMN score.indicator_row IS '指标行号 row in the table indicator; NULL on other lines';
COMMENT ON COLUMN score.name IS '名称 indicator''s name, or 预算执行率, 总分';
COMMENT ON COLUMN score.method IS '评分方法 scoring method; NULL but for indicators';
COMMENT ON COLUMN score.rate IS '执行率 execution rate as a ratio (1 = 100%); NULL on other lines or if undefined';
COMMENT ON COLUMN score.low IS '得分下限 lower end of the recomputed points; NULL if undefined';
COMMENT ON COLUMN score.high IS '得分上限 upper end of the recomputed points; NULL if undefined';
COMMENT ON COLUMN score.low_included IS '含下限 whether the lower end belongs to it';
COMMENT ON COLUMN score.high_included IS '含上限 whether the upper end belongs to it';
COMMENT ON COLUMN score.points_text IS '复算得分(文本) recomputed points as printed: 9.50 or [6.00,8.00)';
COMMENT ON COLUMN score.stated IS '自评得分 stated points; NULL if blank, unreadable or beyond this type';
COMMENT ON COLUMN score.stated_text IS '自评得分(原文) stated points, as printed; NULL if not stated';
COMMENT ON COLUMN score.agrees IS '是否一致 whether the stated points lie in the recomputed ones; NULL if either is missing';
COMMENT ON COLUMN score.grades IS '复算等级 grades that the total touches, best first, joined by /; NULL but for the total';
COMMENT ON COLUMN score.inputs IS '计算依据 inputs as read, a JSON object; NULL without proof';
COMMENT ON COLUMN score.exact IS '精确值 exact value before rounding; NULL if there is none';
COMMENT ON COLUMN score.citation IS '政策依据 clause that the line rests on; NULL without proof';
COMMENT ON COLUMN score.note IS '说明 note; NULL if there is none';
