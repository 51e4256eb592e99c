"""Who may upload, which runs there were and how long their steps took, and what people are to be told.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Four tables beside the others; nothing that stands is touched."""
    _tokens()
    _runs()
    op.create_table(
        "notification",
        sa.Column("occasion", sa.Text, nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("claimed_until", TIME),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("problem", sa.Text),
        sa.Column("sent_at", TIME),
        sa.PrimaryKeyConstraint("occasion", "channel", name="pk_notification"),
    )
    op.create_index("ix_notification_sent_at", "notification", ["sent_at"])


def _tokens() -> None:
    op.create_table(
        "api_token",
        sa.Column("token_id", sa.String(16), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("scope", sa.String(16), nullable=False),
        sa.Column("unit", sa.Text),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("last_used_at", TIME),
        sa.Column("revoked_at", TIME),
        sa.PrimaryKeyConstraint("token_id", name="pk_api_token"),
        sa.UniqueConstraint("hash", name="uq_api_token_hash"),
        sa.CheckConstraint("scope IN ('upload', 'metrics')", name="ck_api_token_scope"),
    )
    valid = sa.text("revoked_at IS NULL")
    op.create_index("uq_api_token_name", "api_token", ["name"], unique=True, sqlite_where=valid, postgresql_where=valid)


def _runs() -> None:
    op.create_table(
        "run",
        sa.Column("run_id", sa.String(16), nullable=False),
        sa.Column("flow", sa.String(16), nullable=False),
        sa.Column("first_event", sa.BigInteger, nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("alive_until", TIME, nullable=False),
        sa.Column("ended_at", TIME),
        sa.Column("outcome", sa.String(16)),
        sa.Column("problem", sa.Text),
        sa.PrimaryKeyConstraint("run_id", name="pk_run"),
        sa.CheckConstraint("(ended_at IS NULL) = (outcome IS NULL)", name="ck_run_outcome"),
    )
    op.create_index("ix_run_flow_ended_at", "run", ["flow", "ended_at"])
    op.create_table(
        "step_time",
        sa.Column("flow", sa.String(16), nullable=False),
        sa.Column("step", sa.Text, nullable=False),
        sa.Column("calls", sa.BigInteger, nullable=False),
        sa.Column("milliseconds", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("flow", "step", name="pk_step_time"),
    )
