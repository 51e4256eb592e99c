"""A report that is filed again replaces the one that was filed before.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """What a version files, and which report took its place. Versions that stand already file nothing by name."""
    op.add_column("report_version", sa.Column("filing", sa.String(16)))
    op.add_column("report_version", sa.Column("replaced_by", sa.String(32)))
    op.create_index("ix_report_version_filing", "report_version", ["filing"])
    op.create_index("ix_report_version_replaced_by", "report_version", ["replaced_by"])
