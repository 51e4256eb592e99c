"""Patterns that a reviewer must weigh: they say what was seen, never what is true."""

from collections.abc import Callable, Iterator

from perfeval_core.domain.findings import Evidence
from perfeval_core.rules.subject import Subject

CHECKS: dict[str, Callable[[Subject], Iterator[Evidence]]] = {}
