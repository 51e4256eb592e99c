"""How often somebody may do something (频率限制), counted in this process."""

from typing import Literal

from fastapi import Request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

Deed = Literal["log_in", "password", "precheck"]

_RATES: dict[Deed, str] = {"log_in": "30/minute", "password": "10/minute", "precheck": "20/minute"}
"""Log-ins from one address; tries at one's own password; files looked at before they are filed."""


class Paces:
    """What everybody did of late."""

    def __init__(self, rates: dict[Deed, RateLimitItem]) -> None:
        self._rates = rates
        self._counted = MovingWindowRateLimiter(MemoryStorage())

    def allow(self, deed: Deed, who: str) -> bool:
        """Whether ``who`` may do it once more now; it counts."""
        return self._counted.hit(self._rates[deed], deed, who)


def paces() -> Paces:
    """Nobody did anything yet."""
    return Paces({deed: parse(rate) for deed, rate in _RATES.items()})


def too_fast(request: Request, deed: Deed, who: str) -> bool:
    """Whether ``who`` has to wait a minute."""
    counted: Paces = request.app.state.paces
    return not counted.allow(deed, who)
