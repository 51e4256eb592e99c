"""The ledger's tables about letters that went out: what was asked of a unit, and what it answered."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from perfeval_core.ledger.schema import UtcTime, metadata

_OPEN = text("state IN ('issued', 'answered')")

letter = Table(
    "letter",
    metadata,
    Column("letter_id", String(16), primary_key=True),
    Column("matter", String(32), nullable=False),
    Column("number", Integer, nullable=False),
    Column("report_id", String(32), nullable=False, index=True),
    Column("report_version", ForeignKey("report_version.report_version"), nullable=False),
    Column("state", String(16), nullable=False),
    Column("document", String(64), nullable=False),
    Column("issued_by", Text, nullable=False),
    Column("issued_at", UtcTime, nullable=False),
    Column("issued_on", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("due_days", Integer, nullable=False),
    Column("due_provisional", Text),
    Column("follows", ForeignKey("letter.letter_id")),
    Column("ended_by", Text),
    Column("ended_at", UtcTime),
    Column("end_reason", Text),
    UniqueConstraint("matter", "number"),
    CheckConstraint("state IN ('issued', 'answered', 'closed', 'superseded')", name="state"),
    CheckConstraint("(state IN ('closed', 'superseded')) = (ended_at IS NOT NULL)", name="ended"),
    CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by"),
    Index("uq_letter_open", "matter", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
)

letter_finding = Table(
    "letter_finding",
    metadata,
    Column("letter_id", ForeignKey("letter.letter_id"), primary_key=True),
    Column("finding_id", String(16), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("demand", String(16), nullable=False),
    Column("stated", Text),
    Column("expected", Text),
    CheckConstraint("demand IN ('correct', 'explain')", name="demand"),
)

letter_reply = Table(
    "letter_reply",
    metadata,
    Column("reply_id", String(16), primary_key=True),
    Column("letter_id", ForeignKey("letter.letter_id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("replied_on", Date, nullable=False),
    Column("text", Text, nullable=False),
    Column("recorded_by", Text, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    UniqueConstraint("letter_id", "number"),
)

letter_answer = Table(
    "letter_answer",
    metadata,
    Column("reply_id", ForeignKey("letter_reply.reply_id"), primary_key=True),
    Column("finding_id", String(16), primary_key=True),
    Column("stance", String(16), nullable=False),
    Column("reason", Text),
    CheckConstraint("stance IN ('accepted', 'contested')", name="stance"),
)
