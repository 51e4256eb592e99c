"""The main job: submitted files through reading, scoring, loading, validation and triage into the review queues."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from prefect import flow
from prefect.runtime import flow_run
from prefect.task_runners import ThreadPoolTaskRunner

from flows.apply_review import work_off
from flows.artifacts import publish_artifacts
from flows.batch import Finished, finish
from flows.summary import FileLine, Summary, by_kind, line_of, line_of_known
from perfeval_core.archive import ArchiveDamaged, NotArchived
from perfeval_core.door import Received
from perfeval_core.extraction.extractor import ExtractorPool
from perfeval_core.ledger import Lease
from perfeval_core.refiling import Refiled, refiled
from perfeval_core.running import Running, running
from perfeval_core.site import Site, site
from tasks.intake import acknowledge, collect, receive
from tasks.portfolio import Compared, portfolio
from tasks.quality import quality
from tasks.read import read
from tasks.score import Scored
from tasks.step import NotRead, OurError

_MOST_CHUNKS = 60
_CHUNKS_A_WORKER = 12
"""A task run costs Prefect more than reading a report: few of them, and still all workers have work to the end."""
_BATCH = 500
"""Files of one transaction; a run goes on until nothing of what was due is. What a batch needs is held in memory."""


@dataclass
class _Tally:
    """What a run has done so far, batch by batch."""

    batches: int = 0
    files: list[FileLine] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    reports: int = 0
    refiled: list[Refiled] = field(default_factory=list)
    items_new: int = 0
    checked: int = 0
    passed: int = 0
    errors: list[OurError] = field(default_factory=list)


@flow(
    name="ingest",
    task_runner=ThreadPoolTaskRunner(max_workers=16),  # type: ignore[arg-type] # Prefect types it by its own futures
    validate_parameters=False,
)
def ingest(paths: Sequence[str] = (), channel: str = "cli", home: str | None = None, inbox: bool = False) -> Summary:
    """Takes in ``paths``, and what the watcher left in the ``inbox``, and works off all that is due in ``home``: this
    run's files and those left by others."""
    here = site(Path(home) if home else None)
    with running(here, "ingest", flow_run.id) as run:
        summary = _ingest(here, run, paths, channel, inbox)
        run.errors = len(summary.errors)
        publish_artifacts(summary, here.table)
    return summary


def _ingest(here: Site, run: Running, paths: Sequence[str], channel: str, inbox: bool) -> Summary:
    tally = _Tally()
    with ExtractorPool(here.settings.workers) as pool:
        received: list[Received] = receive(here, pool, list(paths), channel) if paths else []
        if inbox:
            received += collect(here, pool)
        # as many as there are now: for what comes later another run is woken, so that none chases single files
        left = here.ledger.counts().pending
        while leases := here.ledger.claim(run.run_id, min(_BATCH, left), run.ttl):
            _work_off(here, run.run_id, leases, pool, tally)
            left -= len(leases)
    reviewed = work_off(here, run)
    tally.items_new += reviewed.items_new
    over_files: Compared = portfolio(here, here.rules)
    tally.kinds += over_files.kinds
    tally.items_new += over_files.items_new
    tally.errors += over_files.errors
    page: Path | None = quality(here, run.run_id, [line.sha256 for line in tally.files if line.sha256])
    summary = _summary(here, run.run_id, received, tally)
    also = {"corrections": reviewed.corrections, "errors": (*summary.errors, *reviewed.errors)}
    return summary.model_copy(update={"quality_page": page, **also})


def _work_off(here: Site, run: str, leases: Sequence[Lease], pool: ExtractorPool, tally: _Tally) -> None:
    """One batch through all steps; each submission goes on from the state in which it was left."""
    files = _read_and_score(here, _in(leases, "received", "read"), pool)
    evaluated = [one for one in files if isinstance(one, Scored)]
    scored = [one for one in evaluated if one.whole.status != "quarantined"]
    unread = [one for one in evaluated if one.whole.status == "quarantined"]
    tally.batches += 1
    errors = [OurError(one.lease.sha256, one.error) for one in files if isinstance(one, NotRead)]
    behind = [*(one.lease for one in scored), *_in(leases, "scored", "loaded", "validated")]
    finished = finish(here, f"{run}-{tally.batches}", behind, unread, errors)
    acknowledge(here, [lease.sha256 for lease in leases])
    _count(tally, files, scored, finished)
    try:
        tally.refiled += refiled(here, [one.lease.sha256 for one in scored])
    except (ArchiveDamaged, NotArchived) as error:  # the batch is done; only what it replaced cannot be shown
        tally.errors.append(OurError(run, str(error)))


def _in(leases: Iterable[Lease], *states: str) -> list[Lease]:
    return [lease for lease in leases if lease.state in states]


def _read_and_score(here: Site, leases: Sequence[Lease], pool: ExtractorPool) -> list[Scored | NotRead]:
    refused = here.ledger.refusals([lease.sha256 for lease in leases])
    most = min(_MOST_CHUNKS, _CHUNKS_A_WORKER * here.settings.workers)
    size = max(1, math.ceil(len(leases) / most))
    chunks = [leases[start : start + size] for start in range(0, len(leases), size)]
    reading = [read.submit(here, pool, chunk, refused) for chunk in chunks]
    return [one for future in reading for one in future.result()]


def _count(tally: _Tally, files: Sequence[Scored | NotRead], scored: Sequence[Scored], finished: Finished) -> None:
    tally.files += [line_of(one) for one in files]
    tally.reports += sum(len(one.whole.reports) for one in scored)
    tally.kinds += [kind for one in scored for kind in one.kinds]
    tally.kinds += [finding.kind for one in scored for finding in one.whole.portfolio_findings]
    tally.kinds += [finding.kind for finding in finished.validated.findings]
    tally.checked += finished.validated.checked
    tally.passed += finished.validated.passed
    tally.items_new += finished.items_new
    tally.errors += finished.errors


def _summary(here: Site, run: str, received: Sequence[Received], tally: _Tally) -> Summary:
    done = {line.sha256 for line in tally.files}
    known = [one for one in received if one.receipt is None or one.receipt.sha256 not in done]
    open_items = here.ledger.counts().items
    return Summary(
        run=run,
        files=(*tally.files, *(line_of_known(here, one) for one in known)),
        received=len(received),
        known=sum(1 for one in received if one.receipt is not None and not one.receipt.new),
        reports=tally.reports,
        findings=by_kind(tally.kinds),
        refiled=tuple(tally.refiled),
        items_new=tally.items_new,
        queues={queue: statuses["open"] for queue, statuses in open_items.items() if "open" in statuses},
        expectations_checked=tally.checked,
        expectations_passed=tally.passed,
        errors=tuple(f"{error.subject}：{error.message}" for error in tally.errors),
    )
