"""What must be true of the ledger whatever happened to the machine: queries for the rows that break it."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, Select, exists, or_, select

from perfeval_core.ledger import samples
from perfeval_core.ledger.events import broken_link
from perfeval_core.ledger.history import histories
from perfeval_core.ledger.letter_invariants import LETTER_CHECKS
from perfeval_core.ledger.records import STATES, Problem
from perfeval_core.ledger.review_invariants import REVIEW_CHECKS, draws_told_otherwise
from perfeval_core.ledger.schema import event, portfolio, receipt, report_version, review_item, submission

_CHUNK = 500
"""Submissions whose part of the log is read at once."""

_QUARANTINED = submission.c.state == "quarantined"
_IN_FORCE = report_version.c.is_current & report_version.c.replaced_by.is_(None)
_OTHER = report_version.alias("other")
_HAS_VERSION = exists().where(report_version.c.submission == submission.c.sha256, report_version.c.is_current)

CHECKS: tuple[tuple[str, str, Select[tuple[str]]], ...] = (
    (
        "submission_state_impossible",
        "报送文件的状态不可能出现：状态未知，或与隔离原因、处理租约不符",
        select(submission.c.sha256).where(
            or_(
                submission.c.state.not_in(STATES),
                submission.c.reason.is_not(None) != _QUARANTINED,
                submission.c.owner.is_not(None) != submission.c.lease_until.is_not(None),
                _QUARANTINED & submission.c.owner.is_not(None),
            )
        ),
    ),
    (
        "submission_without_receipt",
        "报送文件没有任何接收记录",
        select(submission.c.sha256).where(~exists().where(receipt.c.submission == submission.c.sha256)),
    ),
    (
        "submission_without_event",
        "报送文件的接收没有记入操作日志",
        select(submission.c.sha256).where(
            ~exists().where(event.c.subject == submission.c.sha256, event.c.type == "submission.received")
        ),
    ),
    (
        "queued_without_version",
        "报送文件已办结，却没有任何现行的报告版本",
        select(submission.c.sha256).where(submission.c.state == "queued", ~_HAS_VERSION),
    ),
    (
        "version_without_submission",
        "报告版本所属的报送文件不存在",
        select(report_version.c.report_version).where(
            ~exists().where(submission.c.sha256 == report_version.c.submission)
        ),
    ),
    (
        "item_without_version",
        "复核任务所指的报告版本不存在",
        select(review_item.c.item_id).where(
            review_item.c.report_version.is_not(None),
            ~exists().where(report_version.c.report_version == review_item.c.report_version),
        ),
    ),
    (
        "item_without_submission",
        "复核任务所指的报送文件不存在",
        select(review_item.c.item_id).where(
            review_item.c.submission.is_not(None),
            ~exists().where(submission.c.sha256 == review_item.c.submission),
        ),
    ),
    (
        "open_item_of_old_version",
        "待办的复核任务针对的是已被取代的报告",
        select(review_item.c.item_id)
        .join(report_version, report_version.c.report_version == review_item.c.report_version)
        .where(review_item.c.status == "open", ~_IN_FORCE),
    ),
    (
        "closed_item_of_current_version",
        "现行有效报告的复核任务被当作已取代",
        select(review_item.c.item_id)
        .join(report_version, report_version.c.report_version == review_item.c.report_version)
        .where(review_item.c.status == "superseded", _IN_FORCE),
    ),
    (
        "filing_in_force_twice",
        "同一单位、项目、年度的报告有两份同时有效，来自不同的文件",
        select(report_version.c.report_version).where(
            _IN_FORCE,
            exists().where(
                _OTHER.c.filing == report_version.c.filing,
                _OTHER.c.submission != report_version.c.submission,
                _OTHER.c.is_current,
                _OTHER.c.replaced_by.is_(None),
            ),
        ),
    ),
    (
        "replaced_by_none",
        "报告被当作已重报，却没有重报的那一份",
        select(report_version.c.report_version).where(
            report_version.c.is_current,
            report_version.c.replaced_by.is_not(None),
            ~exists().where(
                _OTHER.c.report_id == report_version.c.replaced_by,
                _OTHER.c.filing == report_version.c.filing,
                _OTHER.c.is_current,
                _OTHER.c.replaced_by.is_(None),
            ),
        ),
    ),
    (
        "open_item_of_old_portfolio",
        "待办的复核任务针对的是已被取代的多份报告汇总",
        select(review_item.c.item_id)
        .join(portfolio, portfolio.c.portfolio_version == review_item.c.subject)
        .where(review_item.c.status == "open", ~portfolio.c.is_current),
    ),
    (
        "closed_item_of_current_portfolio",
        "现行多份报告汇总的复核任务被当作已取代",
        select(review_item.c.item_id)
        .join(portfolio, portfolio.c.portfolio_version == review_item.c.subject)
        .where(review_item.c.status == "superseded", portfolio.c.is_current),
    ),
)


def problems(connection: Connection) -> Iterator[Problem]:
    """Every broken invariant that the ledger alone can show."""
    for code, message, query in (*CHECKS, *REVIEW_CHECKS, *LETTER_CHECKS):
        for subject in connection.execute(query.order_by(*query.selected_columns)).scalars():
            yield Problem(code, message, subject)
    broken = broken_link(connection)
    if broken is not None:
        yield broken
        return
    yield from draws_told_otherwise(connection)
    yield from samples.problems(connection)
    yield from _told_otherwise(connection)


def _told_otherwise(connection: Connection) -> Iterator[Problem]:
    """The submissions of which the tables say something else than the log."""
    shas = list(connection.execute(select(submission.c.sha256).order_by(submission.c.sha256)).scalars())
    for start in range(0, len(shas), _CHUNK):
        chunk = shas[start : start + _CHUNK]
        told = histories(connection, chunk)
        for sha256, state, dossier, versions in _standing(connection, chunk):
            said = told.get(sha256)
            if said is not None and (said.state, said.dossier_sha256, set(said.versions)) != (state, dossier, versions):
                yield Problem("log_tells_otherwise", "报送文件的状态、卷宗或现行版本与操作日志所记的不符", sha256)


def _standing(connection: Connection, shas: Sequence[str]) -> Iterator[tuple[str, str, str | None, set[str]]]:
    """Submission, state, dossier and current versions, as the tables have them."""
    current = (report_version.c.submission.in_(shas), report_version.c.is_current)
    versions: dict[str, set[str]] = {sha256: set() for sha256 in shas}
    for sha256, version in connection.execute(
        select(report_version.c.submission, report_version.c.report_version).where(*current)
    ):
        versions[sha256].add(version)
    columns = (submission.c.sha256, submission.c.state, submission.c.dossier_sha256)
    for sha256, state, dossier in connection.execute(select(*columns).where(submission.c.sha256.in_(shas))):
        yield sha256, state, dossier, versions[sha256]
