"""What a home holds, to be compared."""

from typing import Any

from perfeval_core.site import Site


def state(here: Site) -> dict[str, Any]:
    """What a home holds, without times and without the order of events."""
    with here.warehouse() as warehouse:
        tables = {
            name: value for name, value in warehouse.snapshot().items() if name not in ("submission", "review_item")
        }
        files = warehouse.fetch("SELECT * EXCLUDE (received_at) FROM submission ORDER BY ALL")
    items = {one.item.item_id: one.item for one in here.ledger.items(status=None)}
    return {"tables": tables, "files": files, "items": items, "states": here.ledger.counts().submissions}
