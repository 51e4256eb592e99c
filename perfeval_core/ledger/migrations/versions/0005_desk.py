"""Accounts of people who work at the desk, their sessions, and the order in which queues are paged.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Two tables and indexes beside the others; nothing that stands is touched."""
    op.create_table(
        "account",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("units", sa.JSON),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("must_change", sa.Boolean, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("locked_until", TIME),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("last_login_at", TIME),
        sa.Column("disabled_at", TIME),
        sa.PrimaryKeyConstraint("name", name="pk_account"),
        sa.CheckConstraint("role IN ('filer', 'viewer', 'reviewer', 'lead', 'admin')", name="ck_account_role"),
    )
    op.create_table(
        "desk_session",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("account", sa.Text, nullable=False),
        sa.Column("csrf", sa.String(43), nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("seen_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_desk_session"),
        sa.ForeignKeyConstraint(["account"], ["account.name"], name="fk_desk_session_account"),
    )
    op.create_index("ix_desk_session_account", "desk_session", ["account"])
    op.drop_index("ix_review_item_status_queue_priority", "review_item")
    op.create_index(
        "ix_review_item_order",
        "review_item",
        ["status", "queue", "priority", "due_on", "item_id", "report_version"],
    )
    op.create_index("ix_review_item_report_id", "review_item", ["report_id"])
    op.create_index("ix_report_version_unit_code", "report_version", ["unit_code"])
    op.create_index("ix_report_version_unit_name", "report_version", ["unit_name"])
