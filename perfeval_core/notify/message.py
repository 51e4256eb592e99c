"""One message, safe to be put anywhere."""

import unicodedata
from dataclasses import dataclass
from hashlib import sha256

_LONGEST = 200


@dataclass(frozen=True)
class Message:
    """What is said on one occasion. The subject is one line; both are our own words and ``line``s of others."""

    occasion: str
    subject: str
    body: str

    @property
    def id(self) -> str:
        """The same for the same occasion, so that whoever gets it twice can tell."""
        return sha256(self.occasion.encode()).hexdigest()[:32]


def line(text: str) -> str:
    """Text from outside as part of one line: it ends no header, and no line of ours can be forged with it."""
    plain = "".join(" " if unicodedata.category(one)[0] in "CZ" else one for one in text)
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}…"
