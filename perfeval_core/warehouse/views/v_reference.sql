CREATE VIEW v_reference AS
-- Names are the same whatever quotation marks, dots and case they are written with, as in perfeval_core/reference.
WITH filed AS (
    SELECT DISTINCT
        report_id,
        fiscal_year,
        unit_code,
        lower(translate(unit_name, '“”‘’"''《》〈〉「」·', '')) AS unit_key,
        lower(translate(project_name, '“”‘’"''《》〈〉「」·', '')) AS project_key
    FROM report
),

official AS (
    SELECT
        *,
        lower(translate(unit_name, '“”‘’"''《》〈〉「」·', '')) AS unit_key,
        lower(translate(project_name, '“”‘’"''《》〈〉「」·', '')) AS project_key
    FROM reference
)

SELECT
    o.fiscal_year,
    o.unit_code,
    o.unit_name,
    o.project_name,
    o.initial_compiled,
    o.full_year,
    o.executed,
    o.file_name,
    o.sheet,
    o.row,
    count(DISTINCT f.report_id) AS reports
FROM official AS o
LEFT JOIN filed AS f
    ON f.fiscal_year = o.fiscal_year
    AND f.project_key = o.project_key
    AND CASE
        WHEN f.unit_code IS NOT NULL AND o.unit_code IS NOT NULL THEN f.unit_code = o.unit_code
        ELSE f.unit_key = o.unit_key
    END
GROUP BY ALL;

COMMENT ON VIEW v_reference IS '应报项目 one line for one project that has to be reported on; amounts in yuan (元). 应报未报: reports = 0';
COMMENT ON COLUMN v_reference.fiscal_year IS '年度 fiscal year';
COMMENT ON COLUMN v_reference.unit_code IS '单位编码 code of the unit';
COMMENT ON COLUMN v_reference.unit_name IS '单位名称 unit';
COMMENT ON COLUMN v_reference.project_name IS '项目名称 project';
COMMENT ON COLUMN v_reference.initial_compiled IS '年初预算数 official initial budget';
COMMENT ON COLUMN v_reference.full_year IS '全年预算数 official full-year budget';
COMMENT ON COLUMN v_reference.executed IS '全年执行数 official executed amount';
COMMENT ON COLUMN v_reference.file_name IS '清单文件名 name of the list';
COMMENT ON COLUMN v_reference.sheet IS '工作表 sheet of the list; empty for a text file';
COMMENT ON COLUMN v_reference.row IS '行号 row in the sheet';
COMMENT ON COLUMN v_reference.reports IS '已报报告数 reports about it, whatever their version; 0 if nobody has filed';
