"""What is done with every batch once it is scored: loaded, validated, sorted into queues, published."""

from collections.abc import Sequence
from dataclasses import dataclass

from perfeval_core.ledger import Lease
from perfeval_core.site import Site
from tasks.load import load
from tasks.publish import publish
from tasks.score import Scored
from tasks.step import OurError
from tasks.triage import triage
from tasks.validate import Validated, validate


@dataclass(frozen=True)
class Finished:
    """What validation gave, how many review items were new, and all errors of ours."""

    validated: Validated
    items_new: int
    errors: tuple[OurError, ...]


def finish(
    here: Site, batch: str, leases: Sequence[Lease], unread: Sequence[Scored], errors: Sequence[OurError]
) -> Finished:
    """Takes submissions from wherever they stand behind scoring to their end; ``unread`` are to be quarantined."""
    loaded = load(here, batch, [lease for lease in leases if lease.state == "scored"], unread)
    behind = [lease for lease in leases if lease.state in ("loaded", "validated")]
    validated: Validated = validate(here, [*loaded, *behind])
    ours = (*errors, *validated.errors)
    items = triage(here, validated.leases, unread, ours)
    return Finished(validated, publish(here, items, validated.leases, unread), ours)
