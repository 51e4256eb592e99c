CREATE TABLE reference (
    import_id INTEGER NOT NULL,
    sheet VARCHAR NOT NULL,
    row INTEGER NOT NULL,
    file_name VARCHAR NOT NULL,
    file_sha256 VARCHAR NOT NULL,
    fiscal_year INTEGER NOT NULL,
    unit_code VARCHAR,
    unit_name VARCHAR,
    project_name VARCHAR NOT NULL,
    initial_compiled DECIMAL(20, 4),
    initial_compiled_text VARCHAR,
    full_year DECIMAL(20, 4),
    full_year_text VARCHAR,
    executed DECIMAL(20, 4),
    executed_text VARCHAR,
    PRIMARY KEY (import_id, sheet, row)
);

COMMENT ON TABLE reference IS '财政口径数据 the bureau''s official figures that count, one row for a project and year, a copy from the ledger';
COMMENT ON COLUMN reference.import_id IS '导入编号 number of the import';
COMMENT ON COLUMN reference.sheet IS '工作表 sheet of the list; empty for a text file';
COMMENT ON COLUMN reference.row IS '行号 row in the sheet, from 1';
COMMENT ON COLUMN reference.file_name IS '清单文件名 name of the list';
COMMENT ON COLUMN reference.file_sha256 IS '清单摘要 sha256 of the list';
COMMENT ON COLUMN reference.fiscal_year IS '年度 fiscal year';
COMMENT ON COLUMN reference.unit_code IS '单位编码 code of the unit; NULL if the list has none';
COMMENT ON COLUMN reference.unit_name IS '单位名称 unit; NULL if the list has none';
COMMENT ON COLUMN reference.project_name IS '项目名称 project';
COMMENT ON COLUMN reference.initial_compiled IS '年初预算数 official initial budget, in yuan (元); NULL if blank or beyond this type';
COMMENT ON COLUMN reference.initial_compiled_text IS '年初预算数(清单) official initial budget with the list''s unit and precision; NULL if blank';
COMMENT ON COLUMN reference.full_year IS '全年预算数 official full-year budget, in yuan (元); NULL if blank or beyond this type';
COMMENT ON COLUMN reference.full_year_text IS '全年预算数(清单) official full-year budget with the list''s unit and precision; NULL if blank';
COMMENT ON COLUMN reference.executed IS '全年执行数 official executed amount, in yuan (元); NULL if blank or beyond this type';
COMMENT ON COLUMN reference.executed_text IS '全年执行数(清单) official executed amount with the list''s unit and precision; NULL if blank';
