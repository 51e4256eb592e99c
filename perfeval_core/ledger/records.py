"""What the ledger says: frozen rows, and the errors that a caller must expect. All times are aware, in UTC."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Literal, get_args

from perfeval_core.domain.reference import OfficialRow

State = Literal["received", "read", "scored", "loaded", "validated", "queued", "quarantined"]
"""已接收, 已读取, 已复算, 已入库, 已校验, 已入队; 已隔离 ends the way of what cannot be used."""

STATES: tuple[State, ...] = get_args(State)

NEXT: Mapping[State, State] = dict(pairwise(STATES[:-1]))
"""The one way forward from each state; a state that is not a key is terminal."""

PENDING: tuple[State, ...] = tuple(NEXT)


class LedgerError(Exception):
    """The ledger refuses."""


class LedgerUnavailable(LedgerError):
    """The database does not answer or cannot be written at this time: locked for too long, unreachable, disk full."""

    def __init__(self, detail: object) -> None:
        super().__init__(
            "台账暂时不能读写。请检查磁盘空间，以及是否有其他程序长时间占用台账数据库。"
            f"(the ledger is not available: {detail})"
        )


class LeaseLost(LedgerError):
    """The lease ran out, was given back, or went to another worker: what was asked under it did not happen."""


class ForeignSchema(LedgerError):
    """The database was written by a newer version of the program."""


@dataclass(frozen=True)
class Submission:
    """One file (报送文件), known by the sha256 of its bytes. ``size`` is in bytes.

    ``attempts`` counts the claims since the last move. ``reason`` and ``detail`` say why it was quarantined;
    ``dossier_sha256`` is the address of the file's current dossier.
    """

    sha256: str
    name: str
    size: int
    media_type: str | None
    state: State
    reason: str | None
    detail: str | None
    dossier_sha256: str | None
    owner: str | None
    lease_until: datetime | None
    fencing: int
    attempts: int
    received_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class Receipt:
    """One name under which bytes were submitted, through which channel, by whom and when."""

    submission: str
    name: str
    channel: str
    submitted_by: str
    received_at: datetime


@dataclass(frozen=True)
class Refusal:
    """Why a file is not even tried (a member of an archive that cannot be taken out, say).

    ``reason`` is one of the contract's words, ``detail`` is for people.
    """

    reason: str
    detail: str


@dataclass(frozen=True)
class SubmissionReceipt:
    """The answer to a submission: ``new`` if the bytes were, ``new_name`` if the name was for these bytes."""

    sha256: str
    new: bool
    new_name: bool
    state: State


@dataclass(frozen=True)
class Lease:
    """The right to work on one submission until ``until``; ``fencing`` grows with each claim."""

    sha256: str
    name: str
    state: State
    owner: str
    fencing: int
    attempts: int
    until: datetime


@dataclass(frozen=True)
class Version:
    """One version of one report, to be recorded: bytes, reader, engine and ruleset, and the dossier that they gave.

    ``index`` is the report's number in its file, from 1. ``filing`` is the same for every report of one project and
    year, whatever file it came in; ``None`` if the report does not surely say which that is.
    """

    report_version: str
    report_id: str
    index: int
    reader_version: str
    engine_version: str
    ruleset_hash: str
    dossier_sha256: str
    project_name: str | None = None
    unit_code: str | None = None
    unit_name: str | None = None
    fiscal_year: int | None = None
    filing: str | None = None


@dataclass(frozen=True)
class FileVersion:
    """The current version of a file as a whole, and the address of its dossier."""

    file_version: str
    dossier_sha256: str


@dataclass(frozen=True)
class RecordedVersion:
    """A version as it stands in the ledger; ``supersedes`` is the version that was current when it was recorded.

    ``replaced_by`` is the report (its id) that was filed later for the same project and year, in another file.
    """

    version: Version
    submission: str
    supersedes: str | None
    current: bool
    recorded_at: datetime
    replaced_by: str | None = None

    @property
    def in_force(self) -> bool:
        """Whether it is what its unit says now: the current version of the report that was filed last."""
        return self.current and self.replaced_by is None


@dataclass(frozen=True)
class PortfolioVersion:
    """One version of a portfolio (subject, as in its dossier): ``members`` is a hash over its reports' versions."""

    portfolio_version: str
    subject: str
    members: str
    dossier_sha256: str


@dataclass(frozen=True)
class RecordedPortfolio:
    """A portfolio's version as it stands in the ledger."""

    version: PortfolioVersion
    current: bool
    updated_at: datetime


KeyedRow = tuple[str, OfficialRow]
"""A row of a project list, and its project's name in the form in which it is looked up."""


@dataclass(frozen=True)
class ReferenceFile:
    """A project list (项目清单) as a file."""

    name: str
    sha256: str


@dataclass(frozen=True)
class ReferenceImport:
    """One import of a project list: how many rows were taken, how many bad ones were left out (``skipped``).

    ``content`` is a hash over the file and the rows that were taken from it.
    """

    import_id: int
    file_name: str
    file_sha256: str
    content: str
    rows: int
    skipped: int
    imported_at: datetime


@dataclass(frozen=True)
class Waiver:
    """One rule set aside for one report, until ``expires_on`` (that day included) or for good."""

    waiver_id: str
    report_id: str
    rule: str
    reason: str
    approver: str
    made_at: datetime
    expires_on: date | None

    def holds(self, on: date) -> bool:
        """Whether it holds on a day."""
        return self.expires_on is None or on <= self.expires_on


@dataclass(frozen=True)
class Event:
    """One line of the log. ``payload`` is JSON; ``hash`` covers the line and ``prev_hash``."""

    seq: int
    at: datetime
    actor: str
    type: str
    subject: str
    payload: str
    prev_hash: str
    hash: str


@dataclass(frozen=True)
class Load:
    """What of one submission went into the warehouse at once: its file's dossier, and the versions of its reports.

    A file that cannot be read (已隔离) has no versions.
    """

    dossier_sha256: str
    versions: tuple[str, ...]


@dataclass(frozen=True)
class History:
    """What the log tells of one submission: where it stands, what is current of it, what was loaded, in that order."""

    state: State
    dossier_sha256: str | None = None
    versions: tuple[str, ...] = ()
    loads: tuple[Load, ...] = ()


@dataclass(frozen=True)
class Batch:
    """One load into the warehouse (批次): when, and how many files and reports it held."""

    batch_id: str
    loaded_at: datetime
    submissions: int
    reports: int


@dataclass(frozen=True)
class Counts:
    """How many submissions are in each state, and how many items in each queue have each status."""

    submissions: dict[State, int]
    items: dict[str, dict[str, int]]

    @property
    def pending(self) -> int:
        """Submissions that are not at their end yet, whoever works on them."""
        return sum(self.submissions.get(state, 0) for state in PENDING)


@dataclass(frozen=True)
class Problem:
    """A broken invariant, about ``subject``."""

    code: str
    message_zh: str
    subject: str
