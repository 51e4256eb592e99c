CREATE TABLE warehouse_version (
    version INTEGER NOT NULL,
    PRIMARY KEY (version)
);

COMMENT ON TABLE warehouse_version IS '库结构版本 version of this schema, one row';
COMMENT ON COLUMN warehouse_version.version IS '版本 version';
