"""What must hold after a fault."""

from collections import Counter
from datetime import timedelta
from typing import Any

from perfeval_core.doctor import problems
from perfeval_core.ledger import Ledger
from perfeval_core.ledger.ledger import utc_now
from perfeval_core.site import Site
from tests.helpers.state import state


def later(here: Site) -> Site:
    """The same home when the leases of those who do not renew them have run out."""
    ahead = timedelta(minutes=here.settings.lease_minutes + 1)
    ledger = Ledger.open(here.settings.ledger, lambda: utc_now() + ahead)
    return Site(**{**here.__dict__, "ledger": ledger})


def whole(here: Site, undisturbed: dict[str, Any]) -> None:
    """Everything is there once, as if nothing had happened, and each file went its way once."""
    assert settled(state(here)) == settled(undisturbed)
    assert list(problems(here)) == []
    moves = Counter(event.subject for event in here.ledger.events(limit=10_000) if event.type == "submission.moved")
    assert set(moves.values()) == {5}  # read, scored, loaded, validated, queued


def settled(found: dict[str, Any]) -> dict[str, Any]:
    """A state without the days on which items are due: the clocks of two homes may stand on two days."""
    items = {name: item.model_copy(update={"due": None, "priority": None}) for name, item in found["items"].items()}
    return found | {"items": items}
