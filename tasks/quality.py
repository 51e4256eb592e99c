"""Quality page: what a run brought in and what was found in it, for people."""

from collections.abc import Sequence
from pathlib import Path

from perfeval_core.quality.write import write_page
from perfeval_core.site import Site
from tasks.step import step


@step("质量页 quality")
def quality(site: Site, run: str, files: Sequence[str]) -> Path | None:
    """The page about ``files`` (sha256) of a run; ``None`` for a run that had none."""
    if not files:
        return None
    page = site.settings.quality / f"{run}.html"
    write_page(site, files, page, f"数据质量：批次 {run}")
    return page
