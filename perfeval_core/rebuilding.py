"""The DuckDB file made again (重建) from archive and ledger alone: the same rows in every table."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from typing import TypeVar

from perfeval_core.copies import copy_states
from perfeval_core.extraction.parsing import parse
from perfeval_core.ledger import History, Load, Submission
from perfeval_core.reference.official import official_rows
from perfeval_core.site import PAUSE, Site
from perfeval_core.warehouse import (
    BatchRow,
    LoadedReport,
    SubmissionRow,
    Warehouse,
    WarehouseLocked,
    replacing,
)

T = TypeVar("T")

_CHUNK = 200
"""Submissions, or portfolios, of one transaction."""


class StillWorking(Exception):
    """A run holds leases: what it has just loaded is not in the ledger yet, and a new file could lack it."""

    def __init__(self, owners: Sequence[str]) -> None:
        super().__init__(
            f"批次 {'、'.join(owners)} 正在处理文件。请等它结束后再试；中断的批次在租约到期后不再占用。"
            "(a run still holds leases)"
        )


def rebuild(site: Site, done: Callable[[], None]) -> dict[str, int]:
    """Makes the file again beside the old one, which gives way only to a whole one; the number of rows by table.

    ``done`` is called once for each submission. Raises ``WarehouseLocked`` or ``StillWorking`` if others do not let go
    within the settings' patience, and ``NotArchived`` or ``ArchiveDamaged`` for a dossier that is lost; then the old
    file stays as it is.
    """
    with _replacing(site) as new, Warehouse.open(new) as warehouse:
        dossiers = {
            one.version.report_version: one.version.dossier_sha256 for one in site.ledger.versions(current_only=False)
        }
        for chunk in _chunks(site.ledger.submissions()):
            _restore(site, warehouse, chunk, dossiers)
            for _ in chunk:
                done()
        warehouse.add_findings(site.ledger.validation(current_only=False))
        for portfolios in _chunks(site.ledger.portfolios()):
            found = [site.archive.get_portfolio_dossier(one.version.dossier_sha256) for one in portfolios]
            warehouse.replace_portfolios(found)
        copy_states(site, warehouse)
        warehouse.replace_reference(official_rows(site.ledger))
        warehouse.restore_batches([BatchRow(**batch.__dict__) for batch in site.ledger.batches()])
        return warehouse.counts()


def _restore(site: Site, warehouse: Warehouse, chunk: Sequence[Submission], dossiers: dict[str, str]) -> None:
    """All that was ever loaded of these submissions, in the order in which it was."""
    histories = site.ledger.histories([one.sha256 for one in chunk])
    files, versions = list[SubmissionRow](), dict[str, None]()
    for one in chunk:
        for load in _loads(histories[one.sha256]):
            dossier = site.archive.get_file_dossier(load.dossier_sha256)
            files.append(SubmissionRow(dossier, one.size, one.received_at))
            versions.update(dict.fromkeys(load.versions))
    found = [site.archive.get_dossier(dossiers[version]) for version in versions]
    warehouse.restore(files, [LoadedReport(dossier, parse(dossier.report)) for dossier in found])


def _loads(history: History) -> list[Load]:
    """Each load once, where it came last; a run may have died after a load and before the ledger heard of it."""
    loads = list(history.loads)
    if history.state == "scored" and history.dossier_sha256 is not None:
        loads.append(Load(history.dossier_sha256, history.versions))
    return list(dict.fromkeys(reversed(loads)))[::-1]


@contextmanager
def _replacing(site: Site) -> Iterator[Path]:
    """The place of the new file, once nobody has the old one open or works on anything.

    A lease that is taken later does no harm: its holder waits for the file before it loads anything.
    """
    deadline = time.monotonic() + site.settings.patience_seconds
    while True:
        try:
            with ExitStack() as attempt:
                new = attempt.enter_context(replacing(site.settings.warehouse))
                if owners := site.ledger.owners():
                    raise StillWorking(owners)
                kept = attempt.pop_all()
            break
        except (WarehouseLocked, StillWorking):
            if time.monotonic() > deadline:
                raise
        time.sleep(PAUSE)
    with kept:
        yield new


def _chunks(things: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(things)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk
