"""The ledger's tables about the service itself: tokens, runs, notifications. They belong to no report."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Integer, String, Table, Text, UniqueConstraint, text

from perfeval_core.ledger.schema import UtcTime, metadata

api_token = Table(
    "api_token",
    metadata,
    Column("token_id", String(16), primary_key=True),
    Column("name", Text, nullable=False),
    Column("scope", String(16), nullable=False),
    Column("unit", Text),
    Column("hash", String(64), nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("last_used_at", UtcTime),
    Column("revoked_at", UtcTime),
    UniqueConstraint("hash"),
    CheckConstraint("scope IN ('upload', 'metrics')", name="scope"),
    Index(
        "uq_api_token_name",
        "name",
        unique=True,
        sqlite_where=text("revoked_at IS NULL"),
        postgresql_where=text("revoked_at IS NULL"),
    ),
)

run = Table(
    "run",
    metadata,
    Column("run_id", String(16), primary_key=True),
    Column("flow", String(16), nullable=False),
    Column("first_event", BigInteger, nullable=False),
    Column("started_at", UtcTime, nullable=False),
    Column("alive_until", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
    Column("outcome", String(16)),
    Column("problem", Text),
    CheckConstraint("(ended_at IS NULL) = (outcome IS NULL)", name="outcome"),
    Index(None, "flow", "ended_at"),
)

step_time = Table(
    "step_time",
    metadata,
    Column("flow", String(16), primary_key=True),
    Column("step", Text, primary_key=True),
    Column("calls", BigInteger, nullable=False),
    Column("milliseconds", BigInteger, nullable=False),
)

notification = Table(
    "notification",
    metadata,
    Column("occasion", Text, primary_key=True),
    Column("channel", String(16), primary_key=True),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("claimed_until", UtcTime),
    Column("attempts", Integer, nullable=False),
    Column("problem", Text),
    Column("sent_at", UtcTime),
    Index(None, "sent_at"),
)
