"""Which decisions were drawn for a second review.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """New columns and tables; nothing that stands is touched."""
    op.add_column("decision", sa.Column("drawn", sa.Boolean, nullable=False, server_default=sa.false()))
