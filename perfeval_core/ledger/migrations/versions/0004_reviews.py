"""Who holds a review item, what was decided about it, and which cells were corrected.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Four tables beside the others; nothing that stands is touched."""
    op.create_table(
        "review_claim",
        sa.Column("item_id", sa.String(16), nullable=False),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("token", sa.String(32), nullable=False),
        sa.Column("claimed_at", TIME, nullable=False),
        sa.Column("until", TIME, nullable=False),
        sa.PrimaryKeyConstraint("item_id", name="pk_review_claim"),
        _points_at("review_claim", "item_id", "review_item"),
    )
    _decisions()
    _corrections()


def _decisions() -> None:
    op.create_table(
        "decision",
        sa.Column("decision_id", sa.String(16), nullable=False),
        sa.Column("item_id", sa.String(16), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("reviewer", sa.Text, nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("flips_grade", sa.Boolean, nullable=False),
        sa.Column("corrections", sa.JSON, nullable=False),
        sa.Column("final", sa.Boolean, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("decision_id", name="pk_decision"),
        sa.UniqueConstraint("item_id", "number", name="uq_decision_item_id_number"),
        sa.CheckConstraint("outcome IN ('passed', 'returned', 'handed_over')", name="ck_decision_outcome"),
        _points_at("decision", "item_id", "review_item"),
    )
    outcomes = "outcome IN ('confirmed', 'rejected', 'explained', 'corrected')"
    op.create_table(
        "finding_decision",
        sa.Column("decision_id", sa.String(16), nullable=False),
        sa.Column("finding_id", sa.String(16), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("stated", sa.Text),
        sa.Column("expected", sa.Text),
        sa.PrimaryKeyConstraint("decision_id", "finding_id", name="pk_finding_decision"),
        sa.CheckConstraint(outcomes, name="ck_finding_decision_outcome"),
        _points_at("finding_decision", "decision_id", "decision"),
    )


def _corrections() -> None:
    op.create_table(
        "correction",
        sa.Column("correction_id", sa.String(16), nullable=False),
        sa.Column("report_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("report_version", sa.String(16), nullable=False),
        sa.Column("item_id", sa.String(16), nullable=False),
        sa.Column("field", sa.Text, nullable=False),
        sa.Column("machine", sa.Text),
        sa.Column("corrected", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("reviewer", sa.Text, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("decision_id", sa.String(16)),
        sa.Column("applied_in", sa.String(16)),
        sa.PrimaryKeyConstraint("correction_id", name="pk_correction"),
        sa.UniqueConstraint("report_id", "number", name="uq_correction_report_id_number"),
        sa.CheckConstraint("applied_in IS NULL OR decision_id IS NOT NULL", name="ck_correction_applied"),
        _points_at("correction", "report_version", "report_version"),
        _points_at("correction", "item_id", "review_item"),
        _points_at("correction", "decision_id", "decision"),
        _points_at("correction", "applied_in", "report_version", "report_version"),
    )
    op.create_index("ix_correction_item_id", "correction", ["item_id"])


def _points_at(table: str, column: str, other: str, key: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.{key or column}"], name=f"fk_{table}_{column}")
