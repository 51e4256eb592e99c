"""Words of a form: one of those that are known, or none."""

from collections.abc import Iterable
from typing import TypeVar

Word = TypeVar("Word", bound=str)


def word(said: str | None, known: Iterable[Word]) -> Word | None:
    """``said``, if it is one of ``known``."""
    return next((one for one in known if one == said), None)
