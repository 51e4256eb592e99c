"""A PostgreSQL of one's own, from Debian's package, on loopback and in a folder that is thrown away."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from tests.helpers.free_port import free_port

_START_SECONDS = 60


def missing() -> str | None:
    """Why there can be no PostgreSQL here, and how to get it; ``None`` if there can."""
    return None if _programs() else "needs PostgreSQL: sudo apt-get install postgresql"


@contextmanager
def postgres() -> Iterator[str]:
    """The URL of a database on which other databases may be made."""
    programs = _programs()
    assert programs is not None
    folder = Path(mkdtemp(prefix="perfeval-postgres-"))
    as_user = _as_user(folder)
    port = str(free_port())
    # nothing here has to outlive a power cut
    settings = ("fsync=off", "listen_addresses=127.0.0.1", f"port={port}", f"unix_socket_directories={folder}")
    options = [word for one in settings for word in ("-c", one)]
    made = [*as_user, programs / "initdb", "-D", folder / "data", "-U", "perfeval", "-A", "trust", "-E", "UTF8"]
    subprocess.run([*made, "--locale=C.UTF-8", "--no-sync"], check=True, stdout=subprocess.DEVNULL)
    with (folder / "log").open("wb") as log:
        running = subprocess.Popen([*as_user, programs / "postgres", "-D", folder / "data", *options], stderr=log)
    try:
        _wait(programs, port)
        yield f"postgresql+psycopg://perfeval@127.0.0.1:{port}/postgres"
    finally:
        running.terminate()
        running.wait(30)
        shutil.rmtree(folder)


def _programs() -> Path | None:
    """Debian's folder of the newest version; its programs are on nobody's path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda one: int(one.parts[-3]))
    return found[-1].parent if found else None


def _as_user(folder: Path) -> list[str]:
    """PostgreSQL does not run as root; Debian's package makes a user for it."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, "postgres", "postgres")
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]


def _wait(programs: Path, port: str) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while subprocess.run([programs / "pg_isready", "-h", "127.0.0.1", "-p", port], capture_output=True).returncode:
        assert time.monotonic() < deadline
        time.sleep(0.1)
