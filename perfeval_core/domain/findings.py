"""What a rule found, in the published shape of ``perfeval check --json``."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field

from perfeval_core.domain.base import Frozen
from perfeval_core.domain.filing import Filing, Status, TableText
from perfeval_core.domain.place import Address, Box, Location
from perfeval_core.domain.scores import ScoreSheet

Severity = Literal["critical", "high", "medium", "low", "info"]
Certainty = Literal["certain", "judgement"]

Sureness = Literal["high", "moderate", "low"]
"""How sure a finding is that a reviewer must weigh (把握程度：较高、一般、较低)."""

Level = Literal["file", "unit", "year", "history"]
"""Over which reports a pattern is looked for: of one file, of one unit in one year, of all units in one year, of one
unit over the years (历年)."""

DATA_QUALITY = "data_quality"
"""The kind of every finding that a data quality expectation gives (数据质量); all other kinds have rule cards."""


class Passage(Address):
    """A passage of the narrative that a finding holds against the table."""

    text: str
    page: int | None = None
    bbox: Box | None = None


@dataclass(frozen=True)
class Evidence:
    """What a rule yields: values and places. The engine adds the id, the card's words and the citation.

    ``indicator`` is the indicator's name as extracted or one of the contract's fixed words; ``severity`` overrides the
    card's where the rule's definition says so, ``sureness`` where this evidence is surer or less sure than most;
    ``money`` is the amount at stake in yuan, if the rule knows it.
    ``row`` tells rows of one name apart (the indicator's or budget line's number from 0). ``source`` is cited before
    the card's clauses: what the finding rests on outside the document.
    """

    indicator: str | None
    field: str
    stated: str | None
    expected: str | None
    at: tuple[Location, ...]
    other: Passage | None = None
    severity: Severity | None = None
    sureness: Sureness | None = None
    money: Decimal | None = None
    row: int | None = None
    source: str | None = None
    facts: tuple[tuple[str, str], ...] = ()
    """Further values for the card's message template."""


def _about_one_report() -> Any:
    """A field that is left out of the JSON of a finding about a single report."""
    return Field(default=(), exclude_if=lambda reports: not reports)


class Finding(Frozen):
    """One finding (疑点) about one report, or about several, with its places and the clause that it rests on.

    ``sureness`` is ``None`` where the finding is certain, and in dossiers from before it was said.
    ``reports`` says of each place in ``at`` in which report (its id) it stands; about a single report it is empty.
    """

    id: str
    rule: str
    kind: str
    severity: Severity
    certainty: Certainty
    sureness: Sureness | None = None
    indicator: str | None
    field: str
    stated: str | None
    expected: str | None
    other: Passage | None = None
    message: str
    citation: str
    at: tuple[Location, ...]
    reports: tuple[str, ...] = _about_one_report()
    caused_by: tuple[str, ...] = ()


class RuleFailure(Frozen):
    """An error of ours: a rule that did not finish on one report. Never a finding about the report."""

    rule: str
    report_index: int
    error: str


class CheckedFiling(Filing):
    """A report as read, with its recomputed scores and its findings."""

    scores: ScoreSheet | None
    findings: tuple[Finding, ...]


class CheckedFile(Frozen):
    """One file as read and checked."""

    path: str
    sha256: str
    media_type: str | None
    pages: int | None
    status: Status
    reason: str | None = None
    detail: str | None = None
    table_text: TableText | None = None
    reports: tuple[CheckedFiling, ...] = ()
    portfolio_findings: tuple[Finding, ...] = ()
    failures: tuple[RuleFailure, ...] = ()


class CheckResult(Frozen):
    """The whole answer of ``perfeval check --json``."""

    version: Literal[1] = 1
    files: tuple[CheckedFile, ...]
