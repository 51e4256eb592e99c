"""The quality page of a home folder, written to a file."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from perfeval_core.quality.facts import gather
from perfeval_core.quality.page import Names, render
from perfeval_core.site import Site


def write_page(site: Site, files: Sequence[str], out: Path, title: str) -> None:
    """Writes the page about ``files`` (sha256) and the current versions of the reports in them to ``out``."""
    with site.warehouse() as warehouse:
        facts = gather(warehouse, files)
    names = Names(kind=site.table.kind_name, reason=site.table.reason_name)
    page = render(facts, names, title=title, at=datetime.now().astimezone())
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(page, encoding="utf-8")
