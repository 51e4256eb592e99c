"""Passwords for tests that log in often."""

import pytest
from argon2 import PasswordHasher

from perfeval_core.ledger import passwords


def cheap_passwords(patch: pytest.MonkeyPatch) -> None:
    """The slow hash of passwords with its cost turned down."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    patch.setattr(passwords, "_HASHER", hasher)
    patch.setattr(passwords, "_NOBODYS", hasher.hash("nobody"))
