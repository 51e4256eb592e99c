"""What an indicator's name is about, and whether another text is about the same."""

import re
from functools import lru_cache

from perfeval_core.reading.text import fold
from perfeval_core.rules.judgement.lexicon import alternatives, words

_BRACKETS = re.compile(r"\([^()]*\)")
_QUOTES = re.compile(r"[“”\"'‘’《》\s]")


def normal(name: str) -> str:
    """``name`` without brackets, quotes and white space."""
    return _QUOTES.sub("", _BRACKETS.sub("", fold(name)))


@lru_cache(maxsize=4096)
def stem(name: str) -> str:
    """The thing that an indicator measures: ``培训场次`` is about 培训."""
    text = normal(name)
    core = re.sub(alternatives(words().measures) + "$", "", text)
    return core if len(core) >= 2 else text


@lru_cache(maxsize=8192)
def terms(text: str) -> frozenset[str]:
    """The pairs of characters in ``text`` that say something about its subject."""
    generic = words().generic
    pairs = {text[i : i + 2] for i in range(len(text) - 1)}
    return frozenset(pair for pair in pairs if pair not in generic and pair.isalpha() and not pair.isascii())


def shared(one: str, other: str) -> frozenset[str]:
    """The telling pairs of characters that both texts hold."""
    return frozenset(pair for pair in terms(one) if pair in other)
