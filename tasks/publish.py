"""Publish: items to their queues, submissions to their end, queue states to the warehouse."""

from collections.abc import Sequence
from contextlib import suppress
from typing import cast

from perfeval_core.copies import copy_states
from perfeval_core.domain.filing import QuarantineReason
from perfeval_core.domain.review import ReviewItem
from perfeval_core.ledger import Lease, LeaseLost
from perfeval_core.site import Site
from tasks.score import Scored
from tasks.step import step


@step("入队 publish")
def publish(site: Site, items: Sequence[ReviewItem], leases: Sequence[Lease], unread: Sequence[Scored]) -> int:
    """How many items were new. A submission ends after its items stand, so that none is lost in between."""
    new = site.ledger.publish_items(items)
    site.ledger.advance_all(leases, "queued")
    for one in unread:
        with suppress(LeaseLost):  # another worker has it by now, and will say the same of it
            reason = cast(QuarantineReason, one.whole.reason)  # a file that cannot be read always has one
            site.ledger.quarantine(one.lease, reason, one.whole.detail or "", one.version)
    copy_queues(site)
    return new


def copy_queues(site: Site) -> None:
    """Copies the queues, and which reports are in force, as they stand to the warehouse."""
    with site.warehouse() as warehouse:
        copy_states(site, warehouse)
