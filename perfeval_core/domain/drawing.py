"""Random draws (随机抽取) that anybody can repeat: who is drawn follows from a recorded seed and the names alone."""

from collections.abc import Iterable
from hashlib import sha256

_LOTS = 2**256
"""How many different lots there are."""


def drawn(seed: str, name: str, percent: int) -> bool:
    """Whether ``name`` is among the ``percent`` of a hundred that are drawn, whoever else is there."""
    return _lot(seed, name) * 100 < percent * _LOTS


def sample(seed: str, names: Iterable[str], count: int) -> list[str]:
    """The ``count`` of ``names`` (all, if they are fewer) that are drawn, in the order in which they were."""
    return sorted(names, key=lambda name: _lot(seed, name))[:count]


def _lot(seed: str, name: str) -> int:
    return int.from_bytes(sha256(f"{seed}\x1f{name}".encode()).digest())
