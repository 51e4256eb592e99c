"""Backups (备份): the ledger and the warehouse as they stand, and a mirror of the archive that only grows."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from perfeval_core.domain.base import Frozen
from perfeval_core.site import Site

ARCHIVE, LEDGER, WAREHOUSE, LISTING, MANIFEST = (
    "archive",
    "ledger.sqlite",
    "warehouse.duckdb",
    "archive.txt",
    "manifest.json",
)
"""What stands in the backups' folder, and in each backup."""

_NAME = "%Y%m%dT%H%M%SZ"
_UNFINISHED = ".unfinished"


class Backup(Frozen):
    """One backup, and how much of the archive is mirrored: files in all, and those that were new.

    ``lost`` are archived files that could not be copied; ``ledger`` is ``False`` where it is a server's to back up.
    """

    folder: Path
    ledger: bool
    archived: int
    archived_new: int
    lost: tuple[str, ...] = ()


def back_up(site: Site) -> Backup:
    """Makes a backup; it appears under its name only when it is whole.

    The ledger comes first: all that it refers to is in the archive by then. Raises ``OSError`` (no space, no folder),
    ``LedgerError`` or ``WarehouseLocked``.
    """
    backups = site.settings.backups
    unfinished = backups / _UNFINISHED
    shutil.rmtree(unfinished, ignore_errors=True)  # of one that broke off
    unfinished.mkdir(parents=True)
    has_ledger = site.ledger.copy_to(unfinished / LEDGER)
    listed, new, lost = [], 0, []
    for one in site.archive.copy_to(backups / ARCHIVE):
        if one.error is None:
            listed.append(f"{one.sha256}  {one.name}\n")
            new += one.new
        else:
            lost.append(one.error)
    (unfinished / LISTING).write_text("".join(listed), "utf-8", newline="\n")
    tables = _copy_warehouse(site, unfinished / WAREHOUSE)
    made_at = datetime.now(UTC)
    _write_manifest(unfinished, made_at, tables)
    folder = backups / made_at.strftime(_NAME)
    unfinished.rename(folder)
    return Backup(folder=folder, ledger=has_ledger, archived=len(listed), archived_new=new, lost=tuple(lost))


def prune(site: Site) -> list[Path]:
    """Deletes all but the newest backups, as many as the settings say; the mirror of the archive stays."""
    old = _backups(site.settings.backups)[: -site.settings.backups_kept]
    for folder in old:
        shutil.rmtree(folder)
    return old


def _backups(folder: Path) -> list[Path]:
    """The finished backups, oldest first: their names are their times."""
    return sorted(path for path in folder.iterdir() if _is_backup(path)) if folder.is_dir() else []


def _is_backup(path: Path) -> bool:
    try:
        datetime.strptime(path.name, _NAME)
    except ValueError:
        return False
    return (path / MANIFEST).is_file()


def _copy_warehouse(site: Site, target: Path) -> dict[str, str]:
    """A hash of each table as it was copied."""
    with site.warehouse():
        pass  # it is made if missing
    # Closing a file gives up this process's locks on it, DuckDB's too: so this one is closed after DuckDB's.
    with site.settings.warehouse.open("rb") as file, site.warehouse() as warehouse, target.open("xb") as copy:
        warehouse.checkpoint()
        shutil.copyfileobj(file, copy)
        return warehouse.snapshot()


def _write_manifest(folder: Path, made_at: datetime, tables: dict[str, str]) -> None:
    manifest = {"version": 1, "made_at": made_at.isoformat(), "files": dict(_hashes(folder)), "tables": tables}
    (folder / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1), "utf-8", newline="\n")


def _hashes(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.iterdir()):
        with path.open("rb") as file:
            digest = sha256()
            while block := file.read(1 << 20):
                digest.update(block)
        yield path.name, digest.hexdigest()
