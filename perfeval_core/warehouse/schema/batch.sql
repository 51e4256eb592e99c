CREATE TABLE batch (
    batch_id VARCHAR NOT NULL,
    loaded_at TIMESTAMP NOT NULL,
    submissions INTEGER NOT NULL,
    reports INTEGER NOT NULL,
    PRIMARY KEY (batch_id)
);

COMMENT ON TABLE batch IS '批次 one load, as bookkeeping: the only table with a load time';
COMMENT ON COLUMN batch.batch_id IS '批次号 id of the batch';
COMMENT ON COLUMN batch.loaded_at IS '入库时间 time of its first load, UTC';
COMMENT ON COLUMN batch.submissions IS '文件数 files that it held';
COMMENT ON COLUMN batch.reports IS '报告数 report versions that it held';
