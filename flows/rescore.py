"""Everything stored, scored and checked again under other rules; results under the old ones stay beside the new."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from prefect import flow
from prefect.runtime import flow_run

from flows.batch import finish
from flows.summary import RescoreSummary
from perfeval_core.rescoring import Change
from perfeval_core.running import Running, running
from perfeval_core.site import Site, site
from tasks.portfolio import Compared, portfolio
from tasks.rescore import Rescored, rescore

_BATCH = 500
"""Submissions of one transaction."""


@flow(name="rescore", validate_parameters=False)
def rescore_all(pack: str | None = None, as_of: str | None = None, home: str | None = None) -> RescoreSummary:
    """Every submission that is done, under ``pack`` (by default the one in force) as of ``as_of`` (ISO date)."""
    here = site(Path(home) if home else None)
    with running(here, "rescore", flow_run.id) as run:
        summary = _rescore_all(here, run, pack, date.fromisoformat(as_of) if as_of else None)
        run.errors = len(summary.errors)
    return summary


def _rescore_all(here: Site, run: Running, pack: str | None, as_of: date | None) -> RescoreSummary:
    rules = here.rules_by(pack, as_of)
    changes, items_new, errors = list[Change](), 0, list[str]()
    done = [one.sha256 for one in here.ledger.submissions() if one.state == "queued"]
    for start in range(0, len(done), _BATCH):
        leases = here.ledger.claim(run.run_id, _BATCH, run.ttl, ("queued",), among=done[start : start + _BATCH])
        again: Sequence[Rescored] = rescore(here, rules, leases)
        changes += [change for one in again for change in one.changes]
        finished = finish(here, f"{run.run_id}-{start}", [one.scored.lease for one in again], [], [])
        items_new += finished.items_new
        errors += [f"{error.subject}：{error.message}" for error in finished.errors]
    over_files: Compared = portfolio(here, rules)
    items_new += over_files.items_new
    errors += [f"{error.subject}：{error.message}" for error in over_files.errors]
    return RescoreSummary(
        run=run.run_id,
        reports=len(here.ledger.versions()),
        changes=tuple(changes),
        items_new=items_new,
        errors=tuple(errors),
    )
