"""The services as processes: each with its log, none left behind."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from console.services.environment import MARK

ROOT = Path(__file__).parents[2]
"""Where prefect.yaml lies."""

_LARGEST_LOG = 20 * 1024 * 1024
_LONGEST_PAUSE = 60.0
_STEADY_SECONDS = 600.0
"""A service that ran for so long was healthy."""


@dataclass
class Service:
    """One service: what it is called, how it is started, where its log is."""

    title: str
    name: str
    words: Sequence[str]
    log: Path
    running: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0

    def start(self, environment: Mapping[str, str]) -> None:
        """Starts it in a session of its own, so that Ctrl-C in the terminal reaches ``perfeval up`` alone."""
        with self.log.open("ab") as sink:
            self.running = subprocess.Popen(
                [sys.executable, "-m", *self.words],
                env=environment,
                cwd=ROOT,  # where the deployments are described; what lies in a person's folder is not imported
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.started = time.monotonic()

    @property
    def alive(self) -> bool:
        """Whether its process runs."""
        return self.running is not None and self.running.poll() is None

    def pause(self, now: float) -> float:
        """Seconds to wait before it is started again: the more often it ended soon after its start, the longer."""
        self.failures = 0 if now - self.started > _STEADY_SECONDS else self.failures + 1
        return min(_LONGEST_PAUSE, 2.0**self.failures)

    def last_words(self, lines: int = 12) -> str:
        """The end of its log."""
        text = self.log.read_text("utf-8", errors="replace") if self.log.exists() else ""
        return "\n".join(text.splitlines()[-lines:])


def turn_over(log: Path) -> None:
    """Puts a log that has grown large aside, in place of the one that was put aside before."""
    if log.exists() and log.stat().st_size > _LARGEST_LOG:
        log.replace(log.with_suffix(".log.1"))


def marked(home: Path) -> list[psutil.Process]:
    """Every process that belongs to the services of ``home``, whoever is its parent by now."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):  # it ended meanwhile, or is another user's
            if process.environ().get(MARK) == str(home) and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found


def end_all(home: Path, seconds: float) -> int:
    """Ends every process of ``home`` but this one; how many there were.

    The runs first, which hand back what they hold while everything else still stands.
    """
    found = [one for one in marked(home) if one.pid != os.getpid()]
    end([one for one in found if _is_run(one)], seconds)
    end([one for one in marked(home) if one.pid != os.getpid()], seconds)
    return len(found)


def _is_run(process: psutil.Process) -> bool:
    with suppress(psutil.Error):
        return "prefect.engine" in process.cmdline()
    return False


def end(processes: Sequence[psutil.Process], seconds: float) -> None:
    """Asks ``processes`` to end, and ends those that did not within ``seconds``."""
    for process in processes:
        with suppress(psutil.Error):
            process.terminate()
    _, stubborn = psutil.wait_procs(processes, timeout=seconds)
    for process in stubborn:
        with suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(stubborn, timeout=seconds)
