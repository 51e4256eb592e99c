CREATE TABLE budget_line (
    report_version VARCHAR NOT NULL,
    file_sha256 VARCHAR NOT NULL,
    reader_version VARCHAR NOT NULL,
    engine_version VARCHAR NOT NULL,
    ruleset_hash VARCHAR NOT NULL,
    row INTEGER NOT NULL,
    is_total BOOLEAN NOT NULL,
    source VARCHAR NOT NULL,
    initial_declared DECIMAL(20, 4),
    initial_declared_text VARCHAR,
    initial_compiled DECIMAL(20, 4),
    initial_compiled_text VARCHAR,
    full_year DECIMAL(20, 4),
    full_year_text VARCHAR,
    executed DECIMAL(20, 4),
    executed_text VARCHAR,
    carry_over DECIMAL(20, 4),
    carry_over_text VARCHAR,
    stated_rate_percent DECIMAL(12, 6),
    stated_rate_percent_text VARCHAR,
    max_points DECIMAL(9, 4),
    max_points_text VARCHAR,
    points DECIMAL(9, 4),
    points_text VARCHAR,
    page INTEGER,
    confidence DECIMAL(5, 4),
    route VARCHAR,
    PRIMARY KEY (report_version, row)
);

COMMENT ON TABLE budget_line IS '预算执行情况 one line of the budget table (资金来源), the total line among them';
COMMENT ON COLUMN budget_line.report_version IS '报告版本号 version of the report: follows from file, reader, program and rules';
COMMENT ON COLUMN budget_line.file_sha256 IS '原件摘要 sha256 of the file as submitted';
COMMENT ON COLUMN budget_line.reader_version IS '读取程序版本 version of the reader';
COMMENT ON COLUMN budget_line.engine_version IS '程序版本 version of the program that scored and checked';
COMMENT ON COLUMN budget_line.ruleset_hash IS '规则集摘要 hash of the rules in force';
COMMENT ON COLUMN budget_line.row IS '行号 line of the budget table, from 0';
COMMENT ON COLUMN budget_line.is_total IS '是否合计行 whether it is the total line (合计、年度资金总额)';
COMMENT ON COLUMN budget_line.source IS '资金来源 source of funds';
COMMENT ON COLUMN budget_line.initial_declared IS '年初预算数(目标申报) initial budget as declared, in yuan (元); NULL if blank, unreadable or beyond this type';
COMMENT ON COLUMN budget_line.initial_declared_text IS '年初预算数(目标申报)(原文) initial budget as declared, as printed; NULL if the form has no such column';
COMMENT ON COLUMN budget_line.initial_compiled IS '年初预算数(预算编制) initial budget as compiled, in yuan (元); NULL if blank, unreadable or beyond this type';
COMMENT ON COLUMN budget_line.initial_compiled_text IS '年初预算数(预算编制)(原文) initial budget as compiled, as printed; NULL if the form has no such column';
COMMENT ON COLUMN budget_line.full_year IS '全年预算数 full-year budget, in yuan (元); NULL if blank, unreadable or beyond this type';
COMMENT ON COLUMN budget_line.full_year_text IS '全年预算数(原文) full-year budget, as printed; NULL if the form has no such column';
COMMENT ON COLUMN budget_line.executed IS '全年执行数 executed, in yuan (元); NULL if blank, unreadable or beyond this type';
COMMENT ON COLUMN budget_line.executed_text IS '全年执行数(原文) executed, as printed; NULL if the form has no such column';
COMMENT ON COLUMN budget_line.carry_over IS '资金结(转)余 carry-over, in yuan (元); NULL if blank, unreadable or beyond this type';
COMMENT ON COLUMN budget_line.carry_over_text IS '资金结(转)余(原文) carry-over, as printed; NULL if the form has no such column';
COMMENT ON COLUMN budget_line.stated_rate_percent IS '自评执行率 stated execution rate, in percent; NULL if blank, unreadable or beyond this type';
COMMENT ON COLUMN budget_line.stated_rate_percent_text IS '自评执行率(原文) stated execution rate, as printed; NULL if the form has no such column';
COMMENT ON COLUMN budget_line.max_points IS '分值 maximum points (分); NULL if blank, unreadable or beyond this type';
COMMENT ON COLUMN budget_line.max_points_text IS '分值(原文) maximum points, as printed; NULL if the form has no such column';
COMMENT ON COLUMN budget_line.points IS '得分 stated points (分); NULL if blank, unreadable or beyond this type';
COMMENT ON COLUMN budget_line.points_text IS '得分(原文) stated points, as printed; NULL if the form has no such column';
COMMENT ON COLUMN budget_line.page IS '页码 physical page of the first cell; NULL without pages';
COMMENT ON COLUMN budget_line.confidence IS '识别置信度 lowest confidence of the row''s cells, 0 to 1; NULL without places';
COMMENT ON COLUMN budget_line.route IS '读取方式 how the least certain cell of the row was read: text, fallback, ocr, native, or person (更正)';
