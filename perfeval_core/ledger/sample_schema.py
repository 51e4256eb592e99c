"""The ledger's tables about reports that nothing was found in and a person looks at all the same (抽查)."""

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table, Text

from perfeval_core.ledger.schema import UtcTime, metadata

sample = Table(
    "sample",
    metadata,
    Column("sample_id", String(16), primary_key=True),
    Column("seed", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("frame", JSON, nullable=False),
    Column("frame_size", Integer, nullable=False),
    Column("drawn_by", Text, nullable=False),
    Column("drawn_at", UtcTime, nullable=False),
)

sample_report = Table(
    "sample_report",
    metadata,
    Column("sample_id", ForeignKey("sample.sample_id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("report_version", ForeignKey("report_version.report_version"), nullable=False),
    Column("item_id", ForeignKey("review_item.item_id"), nullable=False, unique=True),
)
