"""Which reader made a result."""

from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from perfeval_core.datadir import data_dir

_CORE = Path(__file__).resolve().parent.parent


@cache
def reader_version() -> str:
    """A short hash of all that decides what is read: our code, the lexicon, and the versions of the parsers.

    It follows from the files, so nobody can forget to raise it.
    """
    sources = [path for room in ("domain", "reading", "extraction") for path in (_CORE / room).rglob("*.py")]
    sources += (data_dir() / "lexicon").glob("*.yaml")
    digest = sha256()
    for path in sorted(sources, key=lambda path: (path.parent.name, path.name)):
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    for parser in ("pypdfium2", "pdfplumber"):
        digest.update(version(parser).encode())
    return digest.hexdigest()[:12]
