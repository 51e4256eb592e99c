"""Which decisions were drawn for a second review, and what reviewers noted before they decided.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

TIME = sa.DateTime(timezone=True)
OUTCOMES = "outcome IN ('confirmed', 'rejected', 'explained', 'corrected')"


def upgrade() -> None:
    """New columns and tables; nothing that stands is touched."""
    op.add_column("decision", sa.Column("drawn", sa.Boolean, nullable=False, server_default=sa.false()))
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
