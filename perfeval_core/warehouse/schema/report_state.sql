CREATE TABLE report_state (
    report_version VARCHAR NOT NULL,
    report_id VARCHAR NOT NULL,
    is_current BOOLEAN NOT NULL,
    replaced_by VARCHAR,
    PRIMARY KEY (report_version)
);

COMMENT ON TABLE report_state IS '报告状态 which version of a report holds now, and whether it was filed again, a copy from the ledger';
COMMENT ON COLUMN report_state.report_version IS '报告版本号 version of the report';
COMMENT ON COLUMN report_state.report_id IS '报告编号 the report, whatever its version';
COMMENT ON COLUMN report_state.is_current IS '是否现行版本 whether it is the current version of its report';
COMMENT ON COLUMN report_state.replaced_by IS '取代它的报告 report that was filed later for the same project and year; NULL if none was';
