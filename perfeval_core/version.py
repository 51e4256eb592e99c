"""Which reader and which engine made a result. Both follow from the files, so nobody can forget to raise them."""

from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from perfeval_core.datadir import data_dir

_CORE = Path(__file__).resolve().parent


@cache
def reader_version() -> str:
    """A short hash of all that decides what is read: our code, the lexicon, and the versions of the parsers."""
    sources = _code("domain", "reading", "extraction") + sorted((data_dir() / "lexicon").glob("*.yaml"))
    return _hash(sources, version("pypdfium2"), version("pdfplumber"))


@cache
def engine_version() -> str:
    """A short hash of the code that scores and checks; the rules' numbers have the ruleset's own hash."""
    words = sorted((data_dir() / "lexicon").glob("*.yaml"))
    return _hash(_code("domain", "rulebook", "scoring", "narrative", "rules") + words)


def _code(*rooms: str) -> list[Path]:
    return sorted(path for room in rooms for path in (_CORE / room).rglob("*.py"))


def _hash(sources: list[Path], *more: str) -> str:
    digest = sha256()
    for path in sources:
        digest.update(path.name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n"))
    for text in more:
        digest.update(text.encode())
    return digest.hexdigest()[:12]
