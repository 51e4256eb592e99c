"""Samples of unflagged reports, draws for a second review, drafts, and what the program missed.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

TIME = sa.DateTime(timezone=True)
OUTCOMES = "outcome IN ('confirmed', 'rejected', 'explained', 'corrected')"


def upgrade() -> None:
    """New columns and tables; nothing that stands is touched."""
    op.add_column("decision", sa.Column("drawn", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("finding_decision", sa.Column("rule", sa.String(16)))
    op.add_column("correction", sa.Column("form", sa.Text))
    op.create_index("ix_finding_decision_workload", "finding_decision", ["rule", "outcome", "decision_id"])
    op.create_index("ix_decision_final_item_id", "decision", ["final", "item_id"])
    workload = ["status", "queue", "due_on", "published_at", "item_id"]
    op.create_index("ix_review_item_workload", "review_item", workload)
    op.create_table(
        "finding_draft",
        sa.Column("item_id", sa.String(16), nullable=False),
        sa.Column("finding_id", sa.String(16), nullable=False),
        sa.Column("reviewer", sa.Text, nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("made_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("item_id", "finding_id", "reviewer", name="pk_finding_draft"),
        sa.CheckConstraint(OUTCOMES, name="ck_finding_draft_outcome"),
        sa.ForeignKeyConstraint(["item_id"], ["review_item.item_id"], name="fk_finding_draft_item_id"),
    )
    op.create_table(
        "missed_finding",
        sa.Column("decision_id", sa.String(16), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("decision_id", "number", name="pk_missed_finding"),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.decision_id"], name="fk_missed_finding_decision_id"),
    )
    _samples()


def _samples() -> None:
    op.create_table(
        "sample",
        sa.Column("sample_id", sa.String(16), nullable=False),
        sa.Column("seed", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("frame", sa.JSON, nullable=False),
        sa.Column("frame_size", sa.Integer, nullable=False),
        sa.Column("drawn_by", sa.Text, nullable=False),
        sa.Column("drawn_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("sample_id", name="pk_sample"),
    )
    op.create_table(
        "sample_report",
        sa.Column("sample_id", sa.String(16), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("report_version", sa.String(16), nullable=False),
        sa.Column("item_id", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("sample_id", "number", name="pk_sample_report"),
        sa.UniqueConstraint("item_id", name="uq_sample_report_item_id"),
        sa.ForeignKeyConstraint(["sample_id"], ["sample.sample_id"], name="fk_sample_report_sample_id"),
        sa.ForeignKeyConstraint(
            ["report_version"], ["report_version.report_version"], name="fk_sample_report_report_version"
        ),
        sa.ForeignKeyConstraint(["item_id"], ["review_item.item_id"], name="fk_sample_report_item_id"),
    )
