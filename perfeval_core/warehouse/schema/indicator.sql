CREATE TABLE indicator (
    report_version VARCHAR NOT NULL,
    file_sha256 VARCHAR NOT NULL,
    reader_version VARCHAR NOT NULL,
    engine_version VARCHAR NOT NULL,
    ruleset_hash VARCHAR NOT NULL,
    row INTEGER NOT NULL,
    level1 VARCHAR NOT NULL,
    level2 VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    target_initial_text VARCHAR,
    target_initial_kind VARCHAR NOT NULL,
    target_initial_operator VARCHAR,
    target_initial_value DECIMAL(28, 8),
    target_initial_unit VARCHAR,
    target_text VARCHAR,
    target_kind VARCHAR NOT NULL,
    target_operator VARCHAR,
    target_value DECIMAL(28, 8),
    target_unit VARCHAR,
    actual_text VARCHAR,
    actual_kind VARCHAR NOT NULL,
    actual_operator VARCHAR,
    actual_value DECIMAL(28, 8),
    actual_unit VARCHAR,
    weight DECIMAL(9, 4),
    weight_text VARCHAR,
    points DECIMAL(9, 4),
    points_text VARCHAR,
    reason VARCHAR,
    page INTEGER,
    confidence DECIMAL(5, 4),
    route VARCHAR,
    PRIMARY KEY (report_version, row)
);

COMMENT ON TABLE indicator IS '绩效指标 one level-3 indicator';
COMMENT ON COLUMN indicator.report_version IS '报告版本号 version of the report: follows from file, reader, program and rules';
COMMENT ON COLUMN indicator.file_sha256 IS '原件摘要 sha256 of the file as submitted';
COMMENT ON COLUMN indicator.reader_version IS '读取程序版本 version of the reader';
COMMENT ON COLUMN indicator.engine_version IS '程序版本 version of the program that scored and checked';
COMMENT ON COLUMN indicator.ruleset_hash IS '规则集摘要 hash of the rules in force';
COMMENT ON COLUMN indicator.row IS '行号 indicator, from 0';
COMMENT ON COLUMN indicator.level1 IS '一级指标 level 1';
COMMENT ON COLUMN indicator.level2 IS '二级指标 level 2';
COMMENT ON COLUMN indicator.name IS '三级指标 level 3, the indicator''s name';
COMMENT ON COLUMN indicator.target_initial_text IS '年初指标值(原文) initial target, as printed; NULL if the form has no such column';
COMMENT ON COLUMN indicator.target_initial_kind IS '年初指标值类型 quantity, quality, words or nothing';
COMMENT ON COLUMN indicator.target_initial_operator IS '年初指标值符号 printed operator (≥ > ≤ < =); NULL if none';
COMMENT ON COLUMN indicator.target_initial_value IS '年初指标值数值 number of the initial target; NULL if it is none';
COMMENT ON COLUMN indicator.target_initial_unit IS '年初指标值单位 unit of that number as printed; NULL if it is none';
COMMENT ON COLUMN indicator.target_text IS '指标值(原文) target, as printed; NULL if the form has no such column';
COMMENT ON COLUMN indicator.target_kind IS '指标值类型 quantity, quality, words or nothing';
COMMENT ON COLUMN indicator.target_operator IS '指标值符号 printed operator (≥ > ≤ < =); NULL if none';
COMMENT ON COLUMN indicator.target_value IS '指标值数值 number of the target; NULL if it is none';
COMMENT ON COLUMN indicator.target_unit IS '指标值单位 unit of that number as printed; NULL if it is none';
COMMENT ON COLUMN indicator.actual_text IS '实际完成值(原文) actual value, as printed; NULL if the form has no such column';
COMMENT ON COLUMN indicator.actual_kind IS '实际完成值类型 quantity, quality, words or nothing';
COMMENT ON COLUMN indicator.actual_operator IS '实际完成值符号 printed operator (≥ > ≤ < =); NULL if none';
COMMENT ON COLUMN indicator.actual_value IS '实际完成值数值 number of the actual value; NULL if it is none';
COMMENT ON COLUMN indicator.actual_unit IS '实际完成值单位 unit of that number as printed; NULL if it is none';
COMMENT ON COLUMN indicator.weight IS '权重(分值) weight, in points (分); NULL if blank, unreadable or beyond this type';
COMMENT ON COLUMN indicator.weight_text IS '权重(分值)(原文) weight, as printed; NULL if the form has no such column';
COMMENT ON COLUMN indicator.points IS '得分 stated points (分); NULL if blank, unreadable or beyond this type';
COMMENT ON COLUMN indicator.points_text IS '得分(原文) stated points, as printed; NULL if the form has no such column';
COMMENT ON COLUMN indicator.reason IS '偏差原因分析及改进措施 reason for deviation; NULL if the form has no such column';
COMMENT ON COLUMN indicator.page IS '页码 physical page of the first cell; NULL without pages';
COMMENT ON COLUMN indicator.confidence IS '识别置信度 lowest confidence of the row''s cells, 0 to 1; NULL without places';
COMMENT ON COLUMN indicator.route IS '读取方式 how the least certain cell of the row was read: text, fallback, ocr, native, or person (更正)';
