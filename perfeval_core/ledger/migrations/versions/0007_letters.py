"""Letters that went out, what they ask, and what units answer.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Four tables beside the others; nothing that stands is touched."""
    _letters()
    op.create_table(
        "letter_finding",
        sa.Column("letter_id", sa.String(16), nullable=False),
        sa.Column("finding_id", sa.String(16), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("demand", sa.String(16), nullable=False),
        sa.Column("stated", sa.Text),
        sa.Column("expected", sa.Text),
        sa.PrimaryKeyConstraint("letter_id", "finding_id", name="pk_letter_finding"),
        sa.CheckConstraint("demand IN ('correct', 'explain')", name="ck_letter_finding_demand"),
        _points_at("letter_finding", "letter_id", "letter"),
    )
    op.create_table(
        "letter_reply",
        sa.Column("reply_id", sa.String(16), nullable=False),
        sa.Column("letter_id", sa.String(16), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("replied_on", sa.Date, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("recorded_by", sa.Text, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("reply_id", name="pk_letter_reply"),
        sa.UniqueConstraint("letter_id", "number", name="uq_letter_reply_letter_id_number"),
        _points_at("letter_reply", "letter_id", "letter"),
    )
    op.create_table(
        "letter_answer",
        sa.Column("reply_id", sa.String(16), nullable=False),
        sa.Column("finding_id", sa.String(16), nullable=False),
        sa.Column("stance", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text),
        sa.PrimaryKeyConstraint("reply_id", "finding_id", name="pk_letter_answer"),
        sa.CheckConstraint("stance IN ('accepted', 'contested')", name="ck_letter_answer_stance"),
        _points_at("letter_answer", "reply_id", "letter_reply"),
    )


def _letters() -> None:
    states = "state IN ('issued', 'answered', 'closed', 'superseded')"
    op.create_table(
        "letter",
        sa.Column("letter_id", sa.String(16), nullable=False),
        sa.Column("matter", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("report_id", sa.String(32), nullable=False),
        sa.Column("report_version", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("document", sa.String(64), nullable=False),
        sa.Column("issued_by", sa.Text, nullable=False),
        sa.Column("issued_at", TIME, nullable=False),
        sa.Column("issued_on", sa.Date, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("due_days", sa.Integer, nullable=False),
        sa.Column("due_provisional", sa.Text),
        sa.Column("follows", sa.String(16)),
        sa.Column("ended_by", sa.Text),
        sa.Column("ended_at", TIME),
        sa.Column("end_reason", sa.Text),
        sa.PrimaryKeyConstraint("letter_id", name="pk_letter"),
        sa.UniqueConstraint("matter", "number", name="uq_letter_matter_number"),
        sa.CheckConstraint(states, name="ck_letter_state"),
        sa.CheckConstraint("(state IN ('closed', 'superseded')) = (ended_at IS NOT NULL)", name="ck_letter_ended"),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ck_letter_ended_by"),
        _points_at("letter", "report_version", "report_version"),
        _points_at("letter", "follows", "letter", "letter_id"),
    )
    op.create_index("ix_letter_report_id", "letter", ["report_id"])
    is_open = sa.text("state IN ('issued', 'answered')")
    op.create_index("uq_letter_open", "letter", ["matter"], unique=True, sqlite_where=is_open, postgresql_where=is_open)


def _points_at(table: str, column: str, other: str, key: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.{key or column}"], name=f"fk_{table}_{column}")
