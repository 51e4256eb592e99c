"""Dossiers: everything about one version of one report, of one file as a whole, or of a unit's or a year's reports, in
one immutable JSON document.

Bytes, reader, engine and ruleset make a version; the same four make the same ids, on any machine. Where the bureau has
official figures for a report, their row is part of what it was held against, and so of its version; so are the cells
that a person corrected.
"""

from collections.abc import Iterable
from decimal import Decimal
from hashlib import sha256

from pydantic import Field

from perfeval_core.domain.base import Frozen
from perfeval_core.domain.correction import Correction
from perfeval_core.domain.filing import Filing, Status, TableText
from perfeval_core.domain.findings import CheckedFiling, Finding, Level, RuleFailure
from perfeval_core.domain.place import CERTAIN
from perfeval_core.domain.reference import OfficialFigures


def derived_id(*parts: str) -> str:
    """A short id (16 hex digits) that follows from ``parts`` alone."""
    return sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def report_id(file_sha256: str, index: int) -> str:
    """The id of the ``index``-th report of a file: ``<12 hex digits of the file>-<index>``."""
    return f"{file_sha256[:12]}-{index}"


def basis(ruleset_hash: str, reference: OfficialFigures | None, corrections: Iterable[Correction] = ()) -> str:
    """What a report is held against: the rules, its official row where there is one, and what a person corrected.

    Another row or another correction, another basis.
    """
    held = ruleset_hash if reference is None else derived_id(ruleset_hash, reference.model_dump_json())
    corrected = sorted(one.correction_id for one in corrections)
    return derived_id(held, *corrected) if corrected else held


def filing_id(report: Filing) -> str | None:
    """What is the same for every report on one project in one year by one unit on one form (报送事项).

    ``None`` if the report does not surely say which: a name that was misread must not replace another's report.
    """
    unit = "unit_code" if report.unit_code else "unit_name"
    said = [getattr(report, name) for name in ("project_name", unit, "fiscal_year")]
    doubted = any(place.confidence < CERTAIN for name in ("project_name", unit) for place in report.where(name))
    if doubted or not all(said):
        return None
    return derived_id(report.form, *map(str, said))


class Dossier(Frozen):
    """One version of one report: text and cells with places, score sheet, findings, and what they were made with.

    ``reference`` is the official row that it was held against (财政口径数据), if there is one. ``corrections`` are the
    cells of ``report`` that a person corrected (更正), each with what the machine had read.
    """

    version: int = 1
    report_id: str
    report_version: str
    file_sha256: str
    file_name: str
    media_type: str | None
    pages: int | None
    reader_version: str
    engine_version: str
    ruleset_hash: str
    reference: OfficialFigures | None = None
    report: CheckedFiling
    corrections: tuple[Correction, ...] = Field(default=(), exclude_if=lambda corrections: not corrections)
    failures: tuple[RuleFailure, ...] = ()


class FileDossier(Frozen):
    """One version of one file: what came of it, its reports' versions, and what is found only over all of them.

    A file that cannot be read (已隔离) has one too, with its reason and without reports.
    """

    version: int = 1
    file_version: str
    file_sha256: str
    file_name: str
    media_type: str | None
    pages: int | None
    status: Status
    reason: str | None
    detail: str | None
    table_text: TableText | None = None
    reader_version: str
    engine_version: str
    ruleset_hash: str
    reports: tuple[str, ...] = ()
    portfolio_findings: tuple[Finding, ...] = ()
    failures: tuple[RuleFailure, ...] = ()
    """Rules that did not finish on the file as a whole."""


class PortfolioDossier(Frozen):
    """One version of a portfolio (多份报告汇总): what is found over the reports of a unit or a year together.

    ``subject`` is ``unit:102001:2024``, ``year:2024`` or ``history:102001``; ``reports`` are its members' versions.
    ``money`` is what is at stake in all of them, in yuan.
    """

    version: int = 1
    portfolio_version: str
    subject: str
    level: Level
    name: str
    engine_version: str
    ruleset_hash: str
    reports: tuple[str, ...]
    money: Decimal | None
    findings: tuple[Finding, ...] = ()
    failures: tuple[RuleFailure, ...] = ()


def portfolio_version(subject: str, reports: Iterable[str], engine_version: str, ruleset_hash: str) -> str:
    """The id of a portfolio's version: same versions of the same reports, engine and rules, same id."""
    return derived_id(subject, *sorted(reports), engine_version, ruleset_hash)


def file_version(file_sha256: str, reader_version: str, engine_version: str, held_against: str) -> str:
    """The id of a file's version, made like those of its reports with 0 for the number."""
    return report_version(file_sha256, 0, reader_version, engine_version, held_against)


def report_version(file_sha256: str, index: int, reader_version: str, engine_version: str, held_against: str) -> str:
    """The id of a report's version: same bytes, reader, engine and ``basis``, same id."""
    return derived_id(file_sha256, str(index), reader_version, engine_version, held_against)
