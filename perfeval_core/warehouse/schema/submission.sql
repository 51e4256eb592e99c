CREATE TABLE submission (
    file_sha256 VARCHAR NOT NULL,
    reader_version VARCHAR NOT NULL,
    file_name VARCHAR NOT NULL,
    media_type VARCHAR,
    pages INTEGER,
    bytes BIGINT NOT NULL,
    status VARCHAR NOT NULL,
    reason VARCHAR,
    table_text_reached INTEGER,
    table_text_named INTEGER,
    table_text_unclaimed INTEGER,
    received_at TIMESTAMP NOT NULL,
    PRIMARY KEY (file_sha256, reader_version)
);

COMMENT ON TABLE submission IS '提交文件 one file as received, read by one reader version';
COMMENT ON COLUMN submission.file_sha256 IS '原件摘要 sha256 of the file as submitted';
COMMENT ON COLUMN submission.reader_version IS '读取程序版本 version of the reader';
COMMENT ON COLUMN submission.file_name IS '文件名 name under which it was submitted';
COMMENT ON COLUMN submission.media_type IS '文件类型 media type; NULL if unknown';
COMMENT ON COLUMN submission.pages IS '页数 number of pages; NULL for a kind without pages';
COMMENT ON COLUMN submission.bytes IS '字节数 size in bytes';
COMMENT ON COLUMN submission.status IS '读取状态 extracted, partial or quarantined';
COMMENT ON COLUMN submission.reason IS '原因 why it is not extracted; else NULL';
COMMENT ON COLUMN submission.table_text_reached IS '入栏字数 characters inside tables that reached a field; NULL for a file that was not read';
COMMENT ON COLUMN submission.table_text_named IS '标签字数 characters of labels and other cells known by name; NULL likewise';
COMMENT ON COLUMN submission.table_text_unclaimed IS '未认字数 characters that no field claims; NULL likewise';
COMMENT ON COLUMN submission.received_at IS '收到时间 time of receipt, UTC';
