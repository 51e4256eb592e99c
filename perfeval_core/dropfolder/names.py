"""What the name and the folder of a dropped file say: whether it is one, whose, and through which channel."""

import os
from pathlib import Path, PurePosixPath
from typing import Literal

Kind = Literal["file", "sidecar", "unfinished", "ignored"]

SIDECARS = (".meta.json", ".meta.yaml", ".meta.yml")
"""``report.pdf.meta.json`` says who handed in ``report.pdf``, and when."""

_UNFINISHED = (".part", ".partial", ".filepart", ".tmp", ".temp", ".crdownload", ".download")
_LEFT_BY_PROGRAMS = frozenset({"thumbs.db", "desktop.ini"})

CHANNEL = "inbox"
"""The channel (渠道) of what lies in no channel's folder."""

NO_UNIT = "_"
"""The folder of a channel in which nothing is said of the unit."""


def kind(name: str) -> Kind:
    """What a file called ``name`` is; names with a dot or ``~$`` in front belong to the programs that write files."""
    lower = name.lower()
    if lower.startswith((".", "~$")) or lower in _LEFT_BY_PROGRAMS:
        return "ignored"
    if lower.endswith(_UNFINISHED):
        return "unfinished"
    return "sidecar" if lower.endswith(SIDECARS) else "file"


def described_by(sidecar: Path) -> Path:
    """The file that ``sidecar`` speaks of."""
    name = sidecar.name
    return sidecar.with_name(next(name[: -len(end)] for end in SIDECARS if name.lower().endswith(end)))


def shown(inbox: Path, path: Path) -> str:
    """The path inside the inbox as text, with ``/``. Names that are not UTF-8 are read as GB18030."""
    raw = os.fsencode(path.relative_to(inbox).as_posix())
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")


def channel_and_unit(name: str) -> tuple[str, str | None]:
    """``channel/unit/…/file`` as channel and unit; what lies higher up has no unit, or not even a channel."""
    folders = PurePosixPath(name).parts[:-1]
    unit = folders[1] if len(folders) > 1 and folders[1] != NO_UNIT else None
    return folders[0] if folders else CHANNEL, unit
