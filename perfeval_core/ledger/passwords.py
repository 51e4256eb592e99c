"""Passwords (口令): what may be one, how one is kept (argon2id, RFC 9106), and one-time passwords."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from perfeval_core.domain.review import Refused

SHORTEST = 10
LONGEST = 200

_HASHER = PasswordHasher()
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
"""For one-time passwords: no two signs that look alike on paper."""

_NOBODYS = _HASHER.hash(secrets.token_hex(16))
"""What a guess for an unknown name is held against, so that it takes as long as any other."""


def one_time() -> str:
    """A new password (一次性口令) of 80 random bits, in groups of four."""
    signs = "".join(secrets.choice(_SIGNS) for _ in range(16))
    return "-".join(signs[start : start + 4] for start in range(0, 16, 4))


def hashed(password: str) -> str:
    """What is kept of a password."""
    return _HASHER.hash(password)


def fits(kept: str | None, password: str) -> bool:
    """Whether ``password`` is the one; as slow where there is none (``None``)."""
    try:
        return _HASHER.verify(kept or _NOBODYS, password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def unfit(password: str, name: str) -> Refused | None:
    """Why ``password`` may not be the one of the account ``name``, if so."""
    if not SHORTEST <= len(password) <= LONGEST:
        return Refused(f"口令要有 {SHORTEST} 到 {LONGEST} 个字符")
    if name.lower() in password.lower():
        return Refused("口令里不能有账号名")
    if len(set(password)) < SHORTEST // 2:
        return Refused("口令里不同的字符太少，容易被猜到")
    return None
