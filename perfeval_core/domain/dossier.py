"""The dossier: everything about one version of one report, in one immutable JSON document.

Bytes, reader, engine and ruleset make a version; the same four make the same ids, on any machine.
"""

from hashlib import sha256

from perfeval_core.domain.base import Frozen
from perfeval_core.domain.findings import CheckedFiling, RuleFailure


def derived_id(*parts: str) -> str:
    """A short id (16 hex digits) that follows from ``parts`` alone."""
    return sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def report_id(file_sha256: str, index: int) -> str:
    """The id of the ``index``-th report of a file: ``<12 hex digits of the file>-<index>``."""
    return f"{file_sha256[:12]}-{index}"


class Dossier(Frozen):
    """One version of one report: text and cells with places, score sheet, findings, and what they were made with."""

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
    report: CheckedFiling
    failures: tuple[RuleFailure, ...] = ()


def report_version(file_sha256: str, index: int, reader_version: str, engine_version: str, ruleset_hash: str) -> str:
    """The id of a report's version: same bytes, reader, engine and rules, same id."""
    return derived_id(file_sha256, str(index), reader_version, engine_version, ruleset_hash)
