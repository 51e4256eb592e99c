"""Which files a path means: itself, or the documents in a folder."""

from collections.abc import Iterable
from pathlib import Path

SUFFIXES = frozenset({".pdf", ".docx", ".xlsx", ".zip", ".doc", ".xls", ".wps", ".et", ".ofd", ".rtf"})
"""What is looked for in folders, what cannot be read as well, so that it is said. A file that is named is taken."""


def documents(paths: Iterable[Path]) -> list[Path]:
    """The files that ``paths`` name, each once, those in folders (and the folders below) in the order of their names.

    A path that does not exist stays in the list: whoever opens it will say so.
    """
    found = [file for path in paths for file in (_inside(path) if path.is_dir() else [path])]
    return list(dict.fromkeys(found))


def _inside(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())
