CREATE TABLE review_item (
    item_id VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    queue VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    outcome VARCHAR,
    report_id VARCHAR,
    report_version VARCHAR,
    file_sha256 VARCHAR,
    finding_ids VARCHAR[] NOT NULL,
    title VARCHAR NOT NULL,
    severity VARCHAR NOT NULL,
    priority DECIMAL(12, 4) NOT NULL,
    due DATE NOT NULL,
    PRIMARY KEY (item_id)
);

COMMENT ON TABLE review_item IS '复核任务 one item of a review queue as it stands, a copy from the ledger';
COMMENT ON COLUMN review_item.item_id IS '任务编号 id of the item';
COMMENT ON COLUMN review_item.subject IS '对象 what it is about: a report version, a version of a file, or a run of ours';
COMMENT ON COLUMN review_item.queue IS '队列 extraction, score, budget, consistency, design, quality or operations';
COMMENT ON COLUMN review_item.status IS '状态 state in the queue';
COMMENT ON COLUMN review_item.outcome IS '复核结论 outcome of the review; NULL while there is none';
COMMENT ON COLUMN review_item.report_id IS '报告编号 the report; NULL if it is about none';
COMMENT ON COLUMN review_item.report_version IS '报告版本号 version that raised it; NULL if it is about none';
COMMENT ON COLUMN review_item.file_sha256 IS '原件摘要 sha256 of the file; NULL if it is about none';
COMMENT ON COLUMN review_item.finding_ids IS '疑点编号 ids of the findings to look at, empty if there is none';
COMMENT ON COLUMN review_item.title IS '标题 title of the item';
COMMENT ON COLUMN review_item.severity IS '严重程度 critical, high, medium, low or info';
COMMENT ON COLUMN review_item.priority IS '优先级 priority, higher first';
COMMENT ON COLUMN review_item.due IS '办理期限 due date';
