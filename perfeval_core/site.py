"""The one place for wiring: the stores, the rules and the tables that the settings name."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from perfeval_core.archive import Archive
from perfeval_core.datadir import data_dir
from perfeval_core.domain.findings import DATA_QUALITY
from perfeval_core.ledger import Ledger
from perfeval_core.pipeline import Rules
from perfeval_core.reference.official import official_rows, with_reference
from perfeval_core.regulation import rules_by
from perfeval_core.settings import Settings
from perfeval_core.triage import TriageTable, load_table
from perfeval_core.warehouse import Warehouse, WarehouseLocked

PAUSE = 0.3
"""Seconds between two looks at a file that another process has open."""


@dataclass(frozen=True)
class Site:
    """One home folder in use."""

    settings: Settings
    archive: Archive
    ledger: Ledger
    table: TriageTable

    @property
    def rules(self) -> Rules:
        """The rules in force, each report held against its official figures."""
        return self.rules_by()

    def rules_by(self, pack: str | None = None, as_of: date | None = None) -> Rules:
        """The same under ``pack`` for every report, or as of a day. Calling them may raise ``RulebookError``."""
        return with_reference(rules_by(self.settings, pack, as_of), self.ledger)

    @contextmanager
    def warehouse(self) -> Iterator[Warehouse]:
        """The warehouse, as soon as no other process has it open.

        Raises ``WarehouseLocked`` if it stays locked for longer than the settings' patience.
        """
        deadline = time.monotonic() + self.settings.patience_seconds
        while True:
            try:
                opened = Warehouse.open(self.settings.warehouse)
                break
            except WarehouseLocked:
                if time.monotonic() > deadline:
                    raise
                time.sleep(PAUSE)
        with opened:
            yield opened


def copy_reference(here: Site) -> None:
    """Copies the official figures that count to the warehouse. Raises ``WarehouseLocked``."""
    with here.warehouse() as warehouse:
        # read while the file is ours, so that no older copy can come after it
        warehouse.replace_reference(official_rows(here.ledger))


@cache
def site(home: Path | None = None) -> Site:
    """The site in ``home``, or where the settings say; one for each home and process. The folder is made if missing."""
    settings = Settings(home=home) if home else Settings()
    settings.home.mkdir(parents=True, exist_ok=True)
    kinds = {card.kind for card in rules_by(settings)(None).cards} | {DATA_QUALITY}
    return Site(
        settings=settings,
        archive=Archive(settings.archive),
        ledger=Ledger.open(settings.ledger),
        table=load_table(data_dir() / "triage", kinds),
    )
