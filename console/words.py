"""What a person says on the command line about findings and reports, and what the program answers."""

import re
from collections.abc import Mapping, Sequence
from typing import TypeVar

from console import output
from perfeval_core.domain.review import Refused

T = TypeVar("T")
Word = TypeVar("Word", bound=str)


def granted(answer: T | Refused) -> T:
    """What was asked for; a refusal ends the program with code 2 and its message."""
    if isinstance(answer, Refused):
        output.fail(answer.message)
    return answer


def word(said: str, known: Mapping[Word, str]) -> Word:
    """One of ``known``, by its English or its Chinese name; anything else ends the program with code 2."""
    for one, name in known.items():
        if said.strip() in (one, name):
            return one
    output.fail(f"没有“{said}”这个结论；可选 {'、'.join(f'{one}（{name}）' for one, name in known.items())}")


def of_finding(findings: Sequence[str], said: str, known: Mapping[Word, str]) -> tuple[str, tuple[Word, str | None]]:
    """``ID=word`` or ``ID=word:reason`` about one of ``findings``; the id may be cut short."""
    name, equals, rest = said.partition("=")
    told, *why = re.split("[:：]", rest, maxsplit=1)
    alike = [one for one in findings if name.strip() and one.startswith(name.strip())]
    if not equals or len(alike) != 1:
        output.fail(f"“{said}”看不懂：要写成 疑点编号=结论；这里的疑点有 {'、'.join(findings) or '（无）'}")
    return alike[0], (word(told, known), "".join(why).strip() or None)
