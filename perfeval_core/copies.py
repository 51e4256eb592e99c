"""What the warehouse shows of the ledger as it stands: the queues, and which reports are in force."""

from perfeval_core.site import Site
from perfeval_core.warehouse import QueueState, ReportState, Warehouse


def copy_states(site: Site, warehouse: Warehouse) -> None:
    """Copies both. The ledger is read while the file is ours, so that no other run's older copy can come after."""
    items, outcomes = site.ledger.items(status=None), site.ledger.reviews.outcomes()
    warehouse.replace_review_items([QueueState(one.item, one.status, outcomes.get(one.item.item_id)) for one in items])
    warehouse.replace_report_states(
        [
            ReportState(one.version.report_version, one.version.report_id, one.current, one.replaced_by)
            for one in site.ledger.versions(current_only=False)
        ]
    )
