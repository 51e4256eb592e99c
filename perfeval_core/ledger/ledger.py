"""The one door to the operational truth."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, func, select

from perfeval_core.domain.clock import CHINA
from perfeval_core.domain.filing import QuarantineReason
from perfeval_core.domain.reference import OfficialFigures
from perfeval_core.domain.review import Queue, ReviewItem
from perfeval_core.ledger import (
    events,
    history,
    invariants,
    items,
    measures,
    portfolios,
    references,
    runs,
    submissions,
    validations,
    versions,
    waivers,
)
from perfeval_core.ledger.browsing import Browsing
from perfeval_core.ledger.letters import Letters
from perfeval_core.ledger.measures import Measures
from perfeval_core.ledger.migrate import migrate
from perfeval_core.ledger.notices import Notices
from perfeval_core.ledger.people import People
from perfeval_core.ledger.queued import ItemStatus, QueuedItem
from perfeval_core.ledger.records import (
    PENDING,
    Batch,
    Counts,
    Event,
    FileVersion,
    History,
    KeyedRow,
    Lease,
    PortfolioVersion,
    Problem,
    Receipt,
    RecordedPortfolio,
    RecordedVersion,
    ReferenceFile,
    ReferenceImport,
    Refusal,
    State,
    Submission,
    SubmissionReceipt,
    Version,
    Waiver,
)
from perfeval_core.ledger.reviews import Reviews
from perfeval_core.ledger.runs import Runs
from perfeval_core.ledger.samples import Samples
from perfeval_core.ledger.schema import review_item, submission
from perfeval_core.ledger.store import Store
from perfeval_core.ledger.tokens import Tokens
from perfeval_core.ledger.validations import VersionFinding
from perfeval_core.ledger.workload import Workload


def utc_now() -> datetime:
    """The time of the machine."""
    return datetime.now(UTC)


class Ledger:
    """Who holds what now (办理台账). Each call is one transaction: it happened whole, or not at all.

    One ledger may be used by many threads; a forked process opens its own. ``clock`` gives the time, aware.
    """

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self.tokens = Tokens(store, clock)
        self.runs = Runs(store, clock)
        self.notices = Notices(store, clock)
        self.reviews = Reviews(store, clock)
        self.people = People(store, clock)
        self.browse = Browsing(store, clock)
        self.samples = Samples(store, clock)
        self.workload = Workload(store, clock)
        self.letters = Letters(store, clock)

    @classmethod
    def open(cls, url: str, clock: Callable[[], datetime] = utc_now) -> Self:
        """Opens ``sqlite:///<path>`` or ``postgresql+psycopg://…`` and brings its schema up to date."""
        store = Store(url)
        migrate(store)
        return cls(store, clock)

    def close(self) -> None:
        """Gives every database connection back."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def submit(
        self,
        sha256: str,
        name: str,
        size: int,
        media_type: str | None,
        channel: str,
        submitted_by: str,
        remarks: Mapping[str, str] | None = None,
        refusal: Refusal | None = None,
    ) -> SubmissionReceipt:
        """Takes in a file that is already archived. ``size`` in bytes; ``name`` is the path under which it came.

        The same bytes are the same submission: another name adds a receipt, the same name adds nothing. ``remarks``
        are what else the sender said, for the log; ``refusal`` says that it is not to be read, whoever claims it.
        """
        file = {"sha256": sha256, "name": name, "size": size, "media_type": media_type}
        said: dict[str, object] = dict(remarks or {})
        if refusal is not None:
            said["refusal"] = {"reason": refusal.reason, "detail": refusal.detail}
        return self._store.write(
            lambda connection: submissions.submit(connection, self._clock(), file, channel, submitted_by, said)
        )

    def refusals(self, sha256s: Sequence[str]) -> dict[str, Refusal]:
        """Which of these submissions (some thousands at most) are not to be read, and why."""
        return self._store.read(lambda connection: submissions.refusals(connection, sha256s))

    def submission(self, sha256: str) -> Submission | None:
        """The submission with these bytes."""
        return self._store.read(lambda connection: submissions.find(connection, sha256))

    def submissions(self) -> list[Submission]:
        """Every submission, oldest first."""
        return self._store.read(submissions.everything)

    def receipts(self, sha256: str) -> list[Receipt]:
        """The names under which these bytes were submitted, in the order in which they came."""
        return self._store.read(lambda connection: submissions.receipts(connection, sha256))

    def due(self, states: Sequence[State] = PENDING, limit: int = 1000) -> list[Submission]:
        """Submissions in one of ``states`` that nobody works on, oldest first."""
        return self._store.read(lambda connection: submissions.due(connection, self._clock(), states, limit))

    def claim(
        self,
        owner: str,
        limit: int,
        ttl: timedelta,
        states: Sequence[State] = PENDING,
        among: Sequence[str] | None = None,
    ) -> list[Lease]:
        """Leases on up to ``limit`` free submissions, oldest first; each goes to one claimer only.

        ``among`` names the submissions (sha256, some hundreds at most) that are wanted, if not any.

        A lease that ran out is free, and whoever takes it over has the next fencing number. To score again what is
        done, claim with ``states=("queued",)`` and hand in the versions with ``rescored``.
        """
        return self._store.write(
            lambda connection: submissions.claim(connection, self._clock(), owner, states, limit, ttl, among)
        )

    def advance(self, lease: Lease, to: State) -> Lease:
        """Moves the submission to the next state, and returns the lease for the step after it.

        The move to ``queued`` gives the lease back. Raises ``LeaseLost`` if the lease no longer stands, and
        ``LedgerError`` if ``to`` is not the state that follows.
        """
        return self._store.write(lambda connection: submissions.advance(connection, self._clock(), lease, to))

    def advance_all(self, leases: Sequence[Lease], to: State) -> list[Lease]:
        """The same for a batch of one owner, in one transaction; those that no longer stand are left out."""
        return self._store.write(lambda connection: submissions.advance_all(connection, self._clock(), leases, to))

    def quarantine(self, lease: Lease, reason: QuarantineReason, detail: str, file: FileVersion) -> None:
        """Ends the way of a file that cannot be used, and gives the lease back. Raises ``LeaseLost``."""
        why = {"reason": reason, "detail": detail, "dossier_sha256": file.dossier_sha256}
        self._store.write(lambda connection: submissions.quarantine(connection, self._clock(), lease, why))

    def renew(self, owner: str, ttl: timedelta) -> int:
        """Every lease of ``owner`` that still stands, from now for ``ttl``; how many there are.

        One that ran out is not renewed: somebody else may have it by now. A run of this name is noted to be alive.
        """

        def work(connection: Connection) -> int:
            runs.renew(connection, owner, self._clock() + ttl)
            return submissions.renew(connection, self._clock(), owner, ttl)

        return self._store.write(work)

    def release(self, owner: str) -> int:
        """Gives back, as they stand, all submissions that ``owner`` still holds; how many they were."""
        return self._store.write(lambda connection: submissions.release(connection, self._clock(), owner))

    def record_versions(self, lease: Lease, versions_: Sequence[Version], file: FileVersion) -> list[RecordedVersion]:
        """Makes ``versions_`` the current ones of the leased submission, and no others; returns them as recorded.

        ``file`` is the version of the file as a whole. A version that is recorded already keeps its first dossier.
        Open items of versions that are no longer current become ``superseded``, and open again if their version comes
        back. Of the reports of one filing (same form, unit, project and year) in several files, the one that came last
        is in force; the others are replaced, and their items go the same way. Raises ``LeaseLost``.
        """
        return self._store.write(lambda connection: versions.record(connection, self._clock(), lease, versions_, file))

    def rescored(self, lease: Lease, versions_: Sequence[Version], file: FileVersion) -> Lease:
        """Takes a submission that is done back to ``scored`` with ``versions_`` as the current ones, in one move.

        From there it goes the same way as a new one, so a run that breaks off is finished by the next. Raises
        ``LeaseLost``, and ``LedgerError`` if the submission is not done.
        """

        def work(connection: Connection) -> Lease:
            versions.record(connection, self._clock(), lease, versions_, file)
            return submissions.take_back(connection, self._clock(), lease)

        return self._store.write(work)

    def owners(self) -> list[str]:
        """Who works on something at this moment: whose leases stand."""
        return self._store.read(lambda connection: submissions.in_hand(connection, self._clock()))

    def versions(self, sha256: str | None = None, current_only: bool = True) -> list[RecordedVersion]:
        """Recorded versions of one submission or of all, in the order of submission and report."""
        return self._store.read(lambda connection: versions.recorded(connection, sha256, current_only))

    def replaced(self, by: Sequence[str]) -> list[RecordedVersion]:
        """The reports (their current versions) that the reports ``by`` (some hundreds at most) took the place of.

        Those that came last come first.
        """
        return self._store.read(lambda connection: versions.replaced(connection, by))

    def record_validation(self, lease: Lease, findings: Sequence[VersionFinding]) -> int:
        """Keeps what the data quality suites found in the leased submission's reports; how many findings were new.

        Recording twice adds nothing. Raises ``LeaseLost``.
        """
        return self._store.write(lambda connection: validations.record(connection, self._clock(), lease, findings))

    def validation(self, sha256: str | None = None, current_only: bool = True) -> list[VersionFinding]:
        """What the data quality suites found in the reports of one submission or of all."""
        return self._store.read(lambda connection: validations.recorded(connection, sha256, current_only))

    def waive(self, report_id: str, rule: str, reason: str, approver: str, expires_on: date | None = None) -> Waiver:
        """Sets ``rule`` aside for a report, whatever its version, by a person and for a reason."""
        given = {"report_id": report_id, "rule": rule, "reason": reason, "approver": approver}
        return self._store.write(lambda connection: waivers.waive(connection, self._clock(), given, expires_on))

    def waivers(self, report_id: str | None = None) -> list[Waiver]:
        """Every waiver, about one report or all, oldest first; those that ran out as well."""
        return self._store.read(lambda connection: waivers.waivers(connection, report_id))

    def refresh_items(self, report_version: str, items_: Sequence[ReviewItem], actor: str) -> None:
        """Makes the items about a version say what ``items_`` say; those that are not among them are ``waived``."""
        self._store.write(lambda connection: items.refresh(connection, self._clock(), report_version, items_, actor))

    def publish_items(self, items_: Sequence[ReviewItem], actor: str = "perfeval") -> int:
        """Puts items in their queues and returns how many were new: publishing twice adds nothing.

        An item about a version that is no longer current arrives ``superseded``. Of the items about a file as a whole,
        the one published last replaces its forerunner in the same queue.
        """
        return self._store.write(lambda connection: items.publish(connection, self._clock(), items_, actor))

    def record_portfolio(self, version: PortfolioVersion, items_: Sequence[ReviewItem], actor: str = "perfeval") -> int:
        """Makes ``version`` the current one of its subject, with its items in their queues; how many were new.

        Open items of the version before become ``superseded``, and open again if that version comes back. Whoever
        records last is right: he must look afterwards whether the members are still those that he saw.
        """
        return self._store.write(
            lambda connection: portfolios.record(connection, self._clock(), version, items_, actor)
        )

    def portfolios(self, current_only: bool = True) -> list[RecordedPortfolio]:
        """Recorded versions of all portfolios, in the order of subjects."""
        return self._store.read(lambda connection: portfolios.recorded(connection, current_only))

    def portfolio(self, portfolio_version: str) -> RecordedPortfolio | None:
        """The portfolio's version with this id."""
        return self._store.read(lambda connection: portfolios.find(connection, portfolio_version))

    def import_reference(
        self, file: ReferenceFile, rows: Sequence[KeyedRow], skipped: int = 0
    ) -> tuple[ReferenceImport, bool]:
        """Keeps all rows of a project list (财政口径数据) beside those of earlier imports; whether that was new.

        What the last import held already is not imported again. ``skipped`` rows of the list were left out as bad.
        """
        return self._store.write(lambda connection: references.record(connection, self._clock(), file, rows, skipped))

    def reference_imports(self) -> list[ReferenceImport]:
        """All imports of project lists, oldest first."""
        return self._store.read(references.imports)

    def reference_rows(self, fiscal_year: int | None = None, project_key: str | None = None) -> list[OfficialFigures]:
        """The official rows of a year and a project, or of all, oldest import first; later ones replace none here."""
        return self._store.read(lambda connection: references.rows(connection, fiscal_year, project_key))

    def items(
        self, queue: Queue | None = None, status: ItemStatus | None = "open", limit: int | None = None
    ) -> list[QueuedItem]:
        """Items of one queue or of all: the overdue first, then by priority, then by due date."""
        return self._store.read(
            lambda connection: items.items(connection, self._clock(), self.today(), queue, status, limit)
        )

    def item(self, item_id: str) -> QueuedItem | None:
        """The item with this id."""
        return self._store.read(lambda connection: items.find(connection, self._clock(), self.today(), item_id))

    def counts(self) -> Counts:
        """How many submissions and items there are, by state, queue and status."""
        return self._store.read(_counts)

    def measures(self) -> Measures:
        """The ledger in numbers, all of the same moment."""
        return self._store.read(lambda connection: measures.measures(connection, self.today()))

    def events(self, after: int = 0, limit: int = 1000, subject: str | None = None) -> list[Event]:
        """The log behind event number ``after``, oldest first, about one subject or all."""
        return self._store.read(lambda connection: events.events(connection, after, limit, subject))

    def histories(self, shas: Sequence[str]) -> dict[str, History]:
        """What the log tells of these submissions (some hundreds at most), by sha256."""
        return self._store.read(lambda connection: history.histories(connection, shas))

    def record_batch(self, batch: Batch, actor: str = "perfeval") -> None:
        """Notes in the log that a batch was loaded into the warehouse."""
        self._store.write(lambda connection: history.record_batch(connection, self._clock(), batch, actor))

    def batches(self) -> list[Batch]:
        """Every batch that was loaded, oldest first."""
        return self._store.read(history.batches)

    def dossiers(self) -> frozenset[str]:
        """The address of every dossier that ledger or log refer to."""
        return self._store.read(history.dossiers)

    def copy_to(self, path: Path) -> bool:
        """Copies the ledger as it stands into a file, without keeping anybody waiting; ``False`` on PostgreSQL.

        Raises ``LedgerError`` if the copy cannot be written, or is not whole.
        """
        return self._store.copy_to(path)

    def compact(self) -> None:
        """Gives unused space back. Raises ``LedgerError`` if others write for too long."""
        self._store.compact()

    def verify_chain(self) -> Problem | None:
        """The first place at which the log is not what was written, or ``None``."""
        return self._store.read(events.broken_link)

    def problems(self) -> list[Problem]:
        """Every broken invariant that the ledger alone can show, the log included; empty if all is well."""
        return self._store.read(lambda connection: list(invariants.problems(connection)))

    def today(self) -> date:
        """The calendar day in China, which decides what is overdue."""
        return self._clock().astimezone(CHINA).date()


def _counts(connection: Connection) -> Counts:
    by_state = select(submission.c.state, func.count()).group_by(submission.c.state)
    by_queue = select(review_item.c.queue, review_item.c.status, func.count()).group_by(
        review_item.c.queue, review_item.c.status
    )
    queues: dict[str, dict[str, int]] = {}
    for queue, status, count in connection.execute(by_queue):
        queues.setdefault(queue, {})[status] = count
    return Counts({state: count for state, count in connection.execute(by_state)}, queues)
