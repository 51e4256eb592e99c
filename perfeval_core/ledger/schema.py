"""The ledger's tables as SQLAlchemy sees them. The migrations make them; a test holds the two together."""

from datetime import UTC, datetime
from decimal import Decimal

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    text,
)
from sqlalchemy.types import TypeDecorator


class UtcTime(TypeDecorator[datetime]):
    """An aware time, kept in UTC. SQLite forgets the zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone: {value}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class TenThousandths(TypeDecorator[Decimal]):
    """An exact decimal with 4 places, kept as an integer: SQLite knows no decimals and would make it a float."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        scaled = value.scaleb(4)
        if scaled != scaled.to_integral_value():
            raise ValueError(f"more than 4 decimals: {value}")
        return int(scaled)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-4)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

submission = Table(
    "submission",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("media_type", Text),
    Column("state", String(16), nullable=False),
    Column("reason", String(32)),
    Column("detail", Text),
    Column("dossier_sha256", String(64)),
    Column("owner", Text),
    Column("lease_until", UtcTime),
    Column("fencing", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("received_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    CheckConstraint(
        "state IN ('received', 'read', 'scored', 'loaded', 'validated', 'queued', 'quarantined')", name="state"
    ),
    CheckConstraint("(owner IS NULL) = (lease_until IS NULL)", name="lease"),
    CheckConstraint("(state = 'quarantined') = (reason IS NOT NULL)", name="reason"),
    Index(None, "state", "received_at", "sha256"),
)

receipt = Table(
    "receipt",
    metadata,
    Column("submission", ForeignKey("submission.sha256"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("submitted_by", Text, nullable=False),
    Column("received_at", UtcTime, nullable=False),
)

report_version = Table(
    "report_version",
    metadata,
    Column("report_version", String(16), primary_key=True),
    Column("report_id", String(32), nullable=False),
    Column("submission", ForeignKey("submission.sha256"), nullable=False, index=True),
    Column("report_index", Integer, nullable=False),
    Column("reader_version", Text, nullable=False),
    Column("engine_version", Text, nullable=False),
    Column("ruleset_hash", Text, nullable=False),
    Column("dossier_sha256", String(64), nullable=False),
    Column("project_name", Text),
    Column("unit_code", Text, index=True),
    Column("unit_name", Text, index=True),
    Column("fiscal_year", Integer),
    Column("filing", String(16), index=True),
    Column("supersedes", ForeignKey("report_version.report_version")),
    Column("replaced_by", String(32), index=True),
    Column("is_current", Boolean, nullable=False),
    Column("recorded_at", UtcTime, nullable=False),
    Index(
        "uq_report_version_current",
        "report_id",
        unique=True,
        sqlite_where=text("is_current"),
        postgresql_where=text("is_current"),
    ),
)

portfolio = Table(
    "portfolio",
    metadata,
    Column("portfolio_version", String(16), primary_key=True),
    Column("subject", Text, nullable=False),
    Column("members", String(16), nullable=False),
    Column("dossier_sha256", String(64), nullable=False),
    Column("is_current", Boolean, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Index(
        "uq_portfolio_current",
        "subject",
        unique=True,
        sqlite_where=text("is_current"),
        postgresql_where=text("is_current"),
    ),
)

review_item = Table(
    "review_item",
    metadata,
    Column("item_id", String(16), primary_key=True),
    Column("subject", Text, nullable=False, index=True),
    Column("queue", String(16), nullable=False),
    Column("status", String(16), nullable=False),
    Column("report_id", String(32), index=True),
    Column("report_version", ForeignKey("report_version.report_version"), index=True),
    Column("submission", ForeignKey("submission.sha256"), index=True),
    Column("title", Text, nullable=False),
    Column("severity", String(16), nullable=False),
    Column("priority", TenThousandths, nullable=False),
    Column("priority_factors", JSON, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("due_provisional", Text),
    Column("reasons", JSON, nullable=False),
    Column("findings", JSON, nullable=False),
    Column("published_at", UtcTime, nullable=False),
    Index("ix_review_item_order", "status", "queue", "priority", "due_on", "item_id", "report_version"),
    Index("ix_review_item_workload", "status", "queue", "due_on", "published_at", "item_id"),
)

validation_finding = Table(
    "validation_finding",
    metadata,
    Column("report_version", ForeignKey("report_version.report_version"), primary_key=True),
    Column("finding_id", String(16), primary_key=True),
    Column("content", Text, nullable=False),
)

waiver = Table(
    "waiver",
    metadata,
    Column("waiver_id", String(16), primary_key=True),
    Column("report_id", String(32), nullable=False, index=True),
    Column("rule", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("approver", Text, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("expires_on", Date),
)

reference_import = Table(
    "reference_import",
    metadata,
    Column("import_id", Integer, primary_key=True, autoincrement=False),
    Column("file_name", Text, nullable=False),
    Column("file_sha256", String(64), nullable=False),
    Column("content", String(16), nullable=False),
    Column("rows", Integer, nullable=False),
    Column("skipped", Integer, nullable=False),
    Column("imported_at", UtcTime, nullable=False),
)

reference_row = Table(
    "reference_row",
    metadata,
    Column("import_id", ForeignKey("reference_import.import_id"), primary_key=True),
    Column("sheet", Text, primary_key=True),
    Column("row", Integer, primary_key=True, autoincrement=False),
    Column("fiscal_year", Integer, nullable=False),
    Column("unit_code", Text),
    Column("unit_name", Text),
    Column("project_name", Text, nullable=False),
    Column("project_key", Text, nullable=False),
    Column("initial_compiled", Text),
    Column("full_year", Text),
    Column("executed", Text),
    Index(None, "fiscal_year", "project_key"),
)

event = Table(
    "event",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", UtcTime, nullable=False),
    Column("actor", Text, nullable=False),
    Column("type", String(32), nullable=False),
    Column("subject", Text, nullable=False, index=True),
    Column("payload", Text, nullable=False),
    Column("prev_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

chain_head = Table(
    "chain_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
    CheckConstraint("id = 1", name="single"),
    comment="one row: the last event; locking it makes writers append one after the other",
)
