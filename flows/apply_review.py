"""What reviewers corrected goes through the pipeline again: a new version, scored, checked, loaded, queued."""

from collections.abc import Sequence
from pathlib import Path

from prefect import flow
from prefect.runtime import flow_run

from flows.batch import finish
from flows.summary import ReviewSummary
from perfeval_core.ledger import Lease
from perfeval_core.rescoring import Change
from perfeval_core.running import Running, running
from perfeval_core.site import Site, site
from tasks.portfolio import Compared, portfolio
from tasks.review import Applied, apply
from tasks.step import OurError

_BATCH = 500
"""Submissions of one transaction."""


@flow(name="apply_review", validate_parameters=False)
def apply_review(home: str | None = None) -> ReviewSummary:
    """All corrections that are decided and in no version yet; and what an earlier run of this kind left half done."""
    here = site(Path(home) if home else None)
    with running(here, "apply_review", flow_run.id) as run:
        summary = _apply_review(here, run)
        run.errors = len(summary.errors)
    return summary


def _apply_review(here: Site, run: Running) -> ReviewSummary:
    left = here.ledger.claim(run.run_id, _BATCH, run.ttl, ("scored", "loaded", "validated"))
    done = work_off(here, run, left)
    over_files: Compared = portfolio(here, here.rules)
    errors = (*done.errors, *(f"{error.subject}：{error.message}" for error in over_files.errors))
    return done.model_copy(update={"items_new": done.items_new + over_files.items_new, "errors": errors})


def work_off(here: Site, run: Running, left: Sequence[Lease] = ()) -> ReviewSummary:
    """All that is due, batch by batch, and the submissions ``left`` behind scoring to their end."""
    changes, corrections, items_new, errors = list[Change](), 0, 0, list[OurError]()
    due = list(dict.fromkeys(one.submission for one in here.ledger.reviews.due()))
    for number, start in enumerate(range(0, max(len(due), 1), _BATCH)):
        wanted = due[start : start + _BATCH]
        leases = here.ledger.claim(run.run_id, _BATCH, run.ttl, ("queued",), among=wanted) if wanted else []
        applied: Applied = apply(here, leases) if leases else Applied()
        changes += applied.changes
        corrections += applied.corrections
        behind = [*(one.lease for one in applied.scored), *(left if number == 0 else ())]
        if behind or applied.errors:
            finished = finish(here, f"{run.run_id}-r{number}", behind, [], applied.errors)
            items_new += finished.items_new
            errors += finished.errors
    return ReviewSummary(
        run=run.run_id,
        corrections=corrections,
        changes=tuple(changes),
        items_new=items_new,
        errors=tuple(f"{error.subject}：{error.message}" for error in errors),
    )
