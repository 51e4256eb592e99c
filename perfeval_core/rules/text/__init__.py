"""What the narrative says, held against the table and against itself."""

from collections.abc import Callable, Iterator

from perfeval_core.domain.findings import Evidence
from perfeval_core.rules.subject import Subject

CHECKS: dict[str, Callable[[Subject], Iterator[Evidence]]] = {}
