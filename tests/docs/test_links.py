"""Every link of the documents to another file of the repository leads somewhere."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
DOCUMENTS = sorted(path for place in (".", "docs", "docs/decisions", "data") for path in (ROOT / place).glob("*.md"))


def test_links_lead_somewhere() -> None:
    links = [(path, target) for path in DOCUMENTS for target in LINK.findall(path.read_text("utf-8"))]
    assert (ROOT / "docs/README.md", "settings.md") in links
    assert [f"{path.name}: {target}" for path, target in links if not (path.parent / target).exists()] == []


def test_every_document_is_in_the_index() -> None:
    index = (ROOT / "docs/README.md").read_text("utf-8")
    rules = (ROOT / "docs/rules/README.md").read_text("utf-8")
    found = (path for path in (ROOT / "docs").rglob("*") if path.suffix in (".md", ".json"))
    names = [path.relative_to(ROOT / "docs").as_posix() for path in found]
    missing = [name for name in names if f"]({name})" not in index and f"]({name.removeprefix('rules/')}" not in rules]
    assert missing == ["README.md"]
