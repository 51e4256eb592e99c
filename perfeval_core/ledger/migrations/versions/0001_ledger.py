"""The first schema.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TIME = sa.DateTime(timezone=True)

ONLY_GROW = {
    "event": "the event log only grows",
    "reference_import": "reference data only grows",
    "reference_row": "reference data only grows",
}

SQLITE_GUARDS = """
CREATE TRIGGER {table}_keeps_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{why}'); END
"""

POSTGRES_REFUSAL = """
CREATE FUNCTION {table}_only_grows() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{why}'; END $$
"""

POSTGRES_GUARD = """
CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {table}_only_grows()
"""


def upgrade() -> None:
    """Makes every table; the event log and the reference data refuse change."""
    _submissions()
    _versions()
    _portfolios()
    _items()
    _waivers()
    _references()
    _events()
    _guards()


def _submissions() -> None:
    op.create_table(
        "submission",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("media_type", sa.Text),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(32)),
        sa.Column("detail", sa.Text),
        sa.Column("dossier_sha256", sa.String(64)),
        sa.Column("owner", sa.Text),
        sa.Column("lease_until", TIME),
        sa.Column("fencing", sa.BigInteger, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("received_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_submission"),
        sa.CheckConstraint(
            "state IN ('received', 'read', 'scored', 'loaded', 'validated', 'queued', 'quarantined')",
            name="ck_submission_state",
        ),
        sa.CheckConstraint("(owner IS NULL) = (lease_until IS NULL)", name="ck_submission_lease"),
        sa.CheckConstraint("(state = 'quarantined') = (reason IS NOT NULL)", name="ck_submission_reason"),
    )
    op.create_index("ix_submission_state_received_at_sha256", "submission", ["state", "received_at", "sha256"])
    op.create_table(
        "receipt",
        sa.Column("submission", sa.String(64), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("submitted_by", sa.Text, nullable=False),
        sa.Column("received_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("submission", "name", name="pk_receipt"),
        sa.ForeignKeyConstraint(["submission"], ["submission.sha256"], name="fk_receipt_submission"),
    )


def _versions() -> None:
    op.create_table(
        "report_version",
        sa.Column("report_version", sa.String(16), nullable=False),
        sa.Column("report_id", sa.String(32), nullable=False),
        sa.Column("submission", sa.String(64), nullable=False),
        sa.Column("report_index", sa.Integer, nullable=False),
        sa.Column("reader_version", sa.Text, nullable=False),
        sa.Column("engine_version", sa.Text, nullable=False),
        sa.Column("ruleset_hash", sa.Text, nullable=False),
        sa.Column("dossier_sha256", sa.String(64), nullable=False),
        sa.Column("project_name", sa.Text),
        sa.Column("unit_code", sa.Text),
        sa.Column("unit_name", sa.Text),
        sa.Column("fiscal_year", sa.Integer),
        sa.Column("supersedes", sa.String(16)),
        sa.Column("is_current", sa.Boolean, nullable=False),
        sa.Column("recorded_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("report_version", name="pk_report_version"),
        sa.ForeignKeyConstraint(["submission"], ["submission.sha256"], name="fk_report_version_submission"),
        sa.ForeignKeyConstraint(["supersedes"], ["report_version.report_version"], name="fk_report_version_supersedes"),
    )
    op.create_table(
        "validation_finding",
        sa.Column("report_version", sa.String(16), nullable=False),
        sa.Column("finding_id", sa.String(16), nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("report_version", "finding_id", name="pk_validation_finding"),
        sa.ForeignKeyConstraint(
            ["report_version"], ["report_version.report_version"], name="fk_validation_finding_report_version"
        ),
    )
    op.create_index("ix_report_version_submission", "report_version", ["submission"])
    current = sa.text("is_current")
    op.create_index(
        "uq_report_version_current",
        "report_version",
        ["report_id"],
        unique=True,
        sqlite_where=current,
        postgresql_where=current,
    )


def _portfolios() -> None:
    op.create_table(
        "portfolio",
        sa.Column("portfolio_version", sa.String(16), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("members", sa.String(16), nullable=False),
        sa.Column("dossier_sha256", sa.String(64), nullable=False),
        sa.Column("is_current", sa.Boolean, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("portfolio_version", name="pk_portfolio"),
    )
    current = sa.text("is_current")
    op.create_index(
        "uq_portfolio_current", "portfolio", ["subject"], unique=True, sqlite_where=current, postgresql_where=current
    )


def _items() -> None:
    op.create_table(
        "review_item",
        sa.Column("item_id", sa.String(16), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("queue", sa.String(16), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("report_id", sa.String(32)),
        sa.Column("report_version", sa.String(16)),
        sa.Column("submission", sa.String(64)),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("severity", sa.String(16), nullable=False),
        sa.Column("priority", sa.BigInteger, nullable=False),
        sa.Column("priority_factors", sa.JSON, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("due_provisional", sa.Text),
        sa.Column("reasons", sa.JSON, nullable=False),
        sa.Column("findings", sa.JSON, nullable=False),
        sa.Column("published_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("item_id", name="pk_review_item"),
        sa.ForeignKeyConstraint(
            ["report_version"], ["report_version.report_version"], name="fk_review_item_report_version"
        ),
        sa.ForeignKeyConstraint(["submission"], ["submission.sha256"], name="fk_review_item_submission"),
    )
    op.create_index("ix_review_item_subject", "review_item", ["subject"])
    op.create_index("ix_review_item_report_version", "review_item", ["report_version"])
    op.create_index("ix_review_item_submission", "review_item", ["submission"])
    op.create_index("ix_review_item_status_queue_priority", "review_item", ["status", "queue", "priority"])


def _waivers() -> None:
    op.create_table(
        "waiver",
        sa.Column("waiver_id", sa.String(16), nullable=False),
        sa.Column("report_id", sa.String(32), nullable=False),
        sa.Column("rule", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("approver", sa.Text, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("expires_on", sa.Date),
        sa.PrimaryKeyConstraint("waiver_id", name="pk_waiver"),
    )
    op.create_index("ix_waiver_report_id", "waiver", ["report_id"])


def _references() -> None:
    op.create_table(
        "reference_import",
        sa.Column("import_id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("file_name", sa.Text, nullable=False),
        sa.Column("file_sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.String(16), nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("skipped", sa.Integer, nullable=False),
        sa.Column("imported_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("import_id", name="pk_reference_import"),
    )
    op.create_table(
        "reference_row",
        sa.Column("import_id", sa.Integer, nullable=False),
        sa.Column("sheet", sa.Text, nullable=False),
        sa.Column("row", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("fiscal_year", sa.Integer, nullable=False),
        sa.Column("unit_code", sa.Text),
        sa.Column("unit_name", sa.Text),
        sa.Column("project_name", sa.Text, nullable=False),
        sa.Column("project_key", sa.Text, nullable=False),
        sa.Column("initial_compiled", sa.Text),
        sa.Column("full_year", sa.Text),
        sa.Column("executed", sa.Text),
        sa.PrimaryKeyConstraint("import_id", "sheet", "row", name="pk_reference_row"),
        sa.ForeignKeyConstraint(["import_id"], ["reference_import.import_id"], name="fk_reference_row_import_id"),
    )
    op.create_index("ix_reference_row_fiscal_year_project_key", "reference_row", ["fiscal_year", "project_key"])


def _events() -> None:
    op.create_table(
        "event",
        sa.Column("seq", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("type", sa.String(32), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("prev_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_event"),
    )
    op.create_index("ix_event_subject", "event", ["subject"])
    head = op.create_table(
        "chain_head",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_chain_head"),
        sa.CheckConstraint("id = 1", name="ck_chain_head_single"),
        comment="one row: the last event; locking it makes writers append one after the other",
    )
    op.bulk_insert(head, [{"id": 1, "seq": 0, "hash": "0" * 64}])


def _guards() -> None:
    for table, why in ONLY_GROW.items():
        if op.get_context().dialect.name == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                op.execute(SQLITE_GUARDS.format(table=table, verb=verb, why=why))
        else:
            op.execute(POSTGRES_REFUSAL.format(table=table, why=why))
            op.execute(POSTGRES_GUARD.format(table=table))
