"""The ledger's tables about people: accounts and their sessions at the desk."""

from sqlalchemy import JSON, Boolean, CheckConstraint, Column, ForeignKey, Index, Integer, String, Table, Text

from perfeval_core.ledger.schema import UtcTime, metadata

account = Table(
    "account",
    metadata,
    Column("name", Text, primary_key=True),
    Column("role", String(16), nullable=False),
    Column("units", JSON(none_as_null=True)),
    Column("password_hash", Text, nullable=False),
    Column("must_change", Boolean, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("locked_until", UtcTime),
    Column("made_at", UtcTime, nullable=False),
    Column("last_login_at", UtcTime),
    Column("disabled_at", UtcTime),
    CheckConstraint("role IN ('filer', 'viewer', 'reviewer', 'lead', 'admin')", name="role"),
)

desk_session = Table(
    "desk_session",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("account", ForeignKey("account.name"), nullable=False),
    Column("csrf", String(43), nullable=False),
    Column("address", Text, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("seen_at", UtcTime, nullable=False),
    Index(None, "account"),
)
