CREATE TABLE report (
    report_version VARCHAR NOT NULL,
    file_sha256 VARCHAR NOT NULL,
    reader_version VARCHAR NOT NULL,
    engine_version VARCHAR NOT NULL,
    ruleset_hash VARCHAR NOT NULL,
    report_id VARCHAR NOT NULL,
    report_index INTEGER NOT NULL,
    first_page INTEGER,
    last_page INTEGER,
    status VARCHAR NOT NULL,
    reason VARCHAR,
    form VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    project_name VARCHAR,
    unit_code VARCHAR,
    unit_name VARCHAR,
    department_code VARCHAR,
    department_name VARCHAR,
    fiscal_year INTEGER,
    report_date VARCHAR,
    budget_unit VARCHAR,
    stated_execution_points DECIMAL(9, 4),
    stated_execution_points_text VARCHAR,
    stated_indicator_points DECIMAL(9, 4),
    stated_indicator_points_text VARCHAR,
    stated_total DECIMAL(9, 4),
    stated_total_text VARCHAR,
    stated_grade VARCHAR,
    pack VARCHAR,
    pack_hash VARCHAR,
    unclaimed_cells INTEGER NOT NULL,
    reference_import INTEGER,
    reference_sheet VARCHAR,
    reference_row INTEGER,
    PRIMARY KEY (report_version)
);

COMMENT ON TABLE report IS '自评报告 one version of one report';
COMMENT ON COLUMN report.report_version IS '报告版本号 version of the report: follows from file, reader, program and rules';
COMMENT ON COLUMN report.file_sha256 IS '原件摘要 sha256 of the file as submitted';
COMMENT ON COLUMN report.reader_version IS '读取程序版本 version of the reader';
COMMENT ON COLUMN report.engine_version IS '程序版本 version of the program that scored and checked';
COMMENT ON COLUMN report.ruleset_hash IS '规则集摘要 hash of the rules in force';
COMMENT ON COLUMN report.report_id IS '报告编号 the report, whatever its version';
COMMENT ON COLUMN report.report_index IS '文件内序号 number of the report in its file, from 1';
COMMENT ON COLUMN report.first_page IS '起始页 first physical page; NULL without pages';
COMMENT ON COLUMN report.last_page IS '终止页 last physical page; NULL without pages';
COMMENT ON COLUMN report.status IS '读取状态 extracted, partial or quarantined';
COMMENT ON COLUMN report.reason IS '原因 why it is not extracted; else NULL';
COMMENT ON COLUMN report.form IS '报告格式 analysis_report, self_evaluation_form or another layout''s id';
COMMENT ON COLUMN report.title IS '标题 title';
COMMENT ON COLUMN report.project_name IS '项目名称 project';
COMMENT ON COLUMN report.unit_code IS '项目单位代码 code of the unit';
COMMENT ON COLUMN report.unit_name IS '项目单位 unit that filed the report';
COMMENT ON COLUMN report.department_code IS '主管部门代码 code of the department';
COMMENT ON COLUMN report.department_name IS '主管部门 department in charge';
COMMENT ON COLUMN report.fiscal_year IS '评价年度 fiscal year that is evaluated';
COMMENT ON COLUMN report.report_date IS '报告日期 date of the report, ISO at the precision printed';
COMMENT ON COLUMN report.budget_unit IS '金额单位 unit of the money table as printed; amounts here are always in yuan';
COMMENT ON COLUMN report.stated_execution_points IS '自评预算执行得分 stated execution points (分); NULL if blank, unreadable or beyond this type';
COMMENT ON COLUMN report.stated_execution_points_text IS '自评预算执行得分(原文) stated execution points, as printed; NULL if the form has no such column';
COMMENT ON COLUMN report.stated_indicator_points IS '自评指标得分 stated indicator points (分); NULL if blank, unreadable or beyond this type';
COMMENT ON COLUMN report.stated_indicator_points_text IS '自评指标得分(原文) stated indicator points, as printed; NULL if the form has no such column';
COMMENT ON COLUMN report.stated_total IS '自评总分 stated total, in points (分); NULL if blank, unreadable or beyond this type';
COMMENT ON COLUMN report.stated_total_text IS '自评总分(原文) stated total, as printed; NULL if the form has no such column';
COMMENT ON COLUMN report.stated_grade IS '自评等级 stated grade as printed (优, 良, 中, 差)';
COMMENT ON COLUMN report.pack IS '评分标准 scoring pack; NULL if not scored';
COMMENT ON COLUMN report.pack_hash IS '评分标准摘要 hash of the scoring pack; NULL if not scored';
COMMENT ON COLUMN report.unclaimed_cells IS '未归位单元格数 table texts that reached no field';
COMMENT ON COLUMN report.reference_import IS '财政口径数据:导入编号 import of the official row that it was held against; NULL if there was none';
COMMENT ON COLUMN report.reference_sheet IS '财政口径数据:工作表 sheet of that row; NULL if there was none';
COMMENT ON COLUMN report.reference_row IS '财政口径数据:行号 number of that row; NULL if there was none';
