"""What may go (清理): leftovers that nothing refers to. Never an original, never a dossier that ledger or log know."""

from datetime import UTC, datetime, timedelta

from perfeval_core.archive import ArchiveDamaged
from perfeval_core.backup import prune
from perfeval_core.domain.base import Frozen
from perfeval_core.dropfolder import discard_taken
from perfeval_core.site import Site
from perfeval_core.version import engine_version

_DEAD = timedelta(days=1)
"""A file that is written for longer has no writer any more."""


class Discarded(Frozen):
    """How many files were deleted: half-written ones, dossiers without an owner, old backups, and what programs
    handed in and is archived."""

    incoming: int
    dossiers: int
    backups: int
    handed_in: int


def discard(site: Site) -> Discarded:
    """Deletes what the settings let go. Raises ``OSError`` if the disk refuses."""
    now = datetime.now(UTC)
    unused = now - timedelta(days=site.settings.unused_days)
    return Discarded(
        incoming=site.archive.discard_incoming(now - _DEAD),
        dossiers=_discard_dossiers(site, unused),
        backups=len(prune(site)),
        handed_in=discard_taken(site, unused.timestamp()),
    )


def _discard_dossiers(site: Site, before: datetime) -> int:
    """Dossiers of runs that died before the ledger heard of them.

    One of this very program is kept, however old: a run may be making it again at this moment, and would find it there
    and not write it.
    """
    known, current, count = site.ledger.dossiers(), engine_version(), 0
    for address in list(site.archive.dossiers()):
        if address in known or site.archive.stored_at(address) >= before:
            continue
        try:
            maker = site.archive.engine_of(address)
        except ArchiveDamaged:  # nobody knows whose it was
            continue
        if maker != current:
            site.archive.discard_dossier(address)
            count += 1
    return count
