"""Which function belongs to which rule card. Each family of rules lists its own."""

from collections.abc import Callable, Iterator

from perfeval_core.domain.findings import Evidence
from perfeval_core.rules import arithmetic, judgement, text
from perfeval_core.rules.subject import Subject

Check = Callable[[Subject], Iterator[Evidence]]

CHECKS: dict[str, Check] = {**arithmetic.CHECKS, **text.CHECKS, **judgement.CHECKS}
"""Rule id to function. The card with that id bears the function's module name as its kind."""
