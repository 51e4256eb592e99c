"""From a file in the inbox to its item in the queue: ``python -m benchmarks.upload`` from the repository.

``perfeval up`` runs in a folder that is thrown away. A first file warms it up; of the second it is printed when what
happened, in seconds after the file was there, by the clocks of ledger, Prefect and receipt. The two settings on which
it depends most: ``settle_seconds`` (2), how long a file must rest before it counts as whole; and the worker, which asks
for runs every 2 seconds and starts a process for each.
"""

import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from console.services.processes import end_all
from perfeval_core.site import site
from tests.console.test_console_up import Up
from tests.helpers.samples import sample

FIRST, SECOND = "platform/102001/第一份.pdf", "platform/102001/第二份.pdf"


def main() -> None:
    """One line an event."""
    with TemporaryDirectory(prefix="perfeval-upload-", ignore_cleanup_errors=True) as folder:
        home = Path(folder) / "home"
        up = Up(home)
        try:
            up.wait(lambda: "已全部启动" in up.said.read_text("utf-8"), seconds=300)
            up.drop(FIRST, sample("禁毒").read_bytes())
            up.wait(lambda: up.done(FIRST), seconds=300)
            time.sleep(10)  # the first run's process has ended
            dropped = datetime.now(UTC)
            up.drop(SECOND, sample("饮水").read_bytes())
            up.wait(lambda: up.done(SECOND), seconds=300)
            time.sleep(5)
            for at, what in sorted(_happened(up, home)):
                if at >= dropped:
                    print(f"{(at - dropped).total_seconds():7.2f} s  {what}")
        finally:
            up.process.kill()
            up.process.wait()
            end_all(home.resolve(), seconds=10)


def _happened(up: Up, home: Path) -> list[tuple[datetime, str]]:
    here, receipt = site(home), up.receipt(SECOND)
    if receipt is None or receipt.sha256 is None:
        raise LookupError(f"{SECOND}: no receipt")
    found = [(receipt.updated_at, "its receipt says so")]
    for event in here.ledger.events(subject=receipt.sha256):
        found.append((event.at, f"ledger: {event.type} {event.payload if event.type == 'submission.moved' else ''}"))
    for run in up.knows("/flow_runs/filter"):
        found += _times(run, "the run", created="is asked for", start_time="begins", end_time="ends")
    for run in up.knows("/task_runs/filter"):
        found += _times(run, f"step {run['name']}", start_time="begins")
    return found


def _times(run: dict[str, str | None], name: str, **words: str) -> list[tuple[datetime, str]]:
    return [(datetime.fromisoformat(at), f"{name} {word}") for key, word in words.items() if (at := run[key])]


if __name__ == "__main__":
    main()
