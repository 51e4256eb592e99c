"""The ledger's tables about what reviewers do: who holds an item, what was decided, what was corrected."""

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from perfeval_core.ledger.schema import UtcTime, metadata

review_claim = Table(
    "review_claim",
    metadata,
    Column("item_id", ForeignKey("review_item.item_id"), primary_key=True),
    Column("holder", Text, nullable=False),
    Column("token", String(32), nullable=False),
    Column("claimed_at", UtcTime, nullable=False),
    Column("until", UtcTime, nullable=False),
)

decision = Table(
    "decision",
    metadata,
    Column("decision_id", String(16), primary_key=True),
    Column("item_id", ForeignKey("review_item.item_id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("reviewer", Text, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("reason", Text),
    Column("flips_grade", Boolean, nullable=False),
    Column("corrections", JSON, nullable=False),
    Column("final", Boolean, nullable=False),
    Column("drawn", Boolean, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    UniqueConstraint("item_id", "number"),
    Index(None, "final", "item_id"),
    CheckConstraint("outcome IN ('passed', 'returned', 'handed_over')", name="outcome"),
)

finding_decision = Table(
    "finding_decision",
    metadata,
    Column("decision_id", ForeignKey("decision.decision_id"), primary_key=True),
    Column("finding_id", String(16), primary_key=True),
    Column("outcome", String(16), nullable=False),
    Column("reason", Text),
    Column("stated", Text),
    Column("expected", Text),
    Column("rule", String(16)),
    Index("ix_finding_decision_workload", "rule", "outcome", "decision_id"),
    CheckConstraint("outcome IN ('confirmed', 'rejected', 'explained', 'corrected')", name="outcome"),
)

correction = Table(
    "correction",
    metadata,
    Column("correction_id", String(16), primary_key=True),
    Column("report_id", String(32), nullable=False),
    Column("number", Integer, nullable=False),
    Column("report_version", ForeignKey("report_version.report_version"), nullable=False),
    Column("item_id", ForeignKey("review_item.item_id"), nullable=False, index=True),
    Column("field", Text, nullable=False),
    Column("machine", Text),
    Column("corrected", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("reviewer", Text, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("form", Text),
    Column("decision_id", ForeignKey("decision.decision_id")),
    Column("applied_in", ForeignKey("report_version.report_version")),
    UniqueConstraint("report_id", "number"),
    CheckConstraint("applied_in IS NULL OR decision_id IS NOT NULL", name="applied"),
)

finding_draft = Table(
    "finding_draft",
    metadata,
    Column("item_id", ForeignKey("review_item.item_id"), primary_key=True),
    Column("finding_id", String(16), primary_key=True),
    Column("reviewer", Text, primary_key=True),
    Column("outcome", String(16), nullable=False),
    Column("reason", Text),
    Column("made_at", UtcTime, nullable=False),
    CheckConstraint("outcome IN ('confirmed', 'rejected', 'explained', 'corrected')", name="outcome"),
)

missed_finding = Table(
    "missed_finding",
    metadata,
    Column("decision_id", ForeignKey("decision.decision_id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("detail", Text, nullable=False),
)
