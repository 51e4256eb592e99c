"""What is worked out once for a filing: by identity, and no longer than the filing lives."""

import gc
import weakref

from perfeval_core.domain.filing import Filing
from perfeval_core.narrative.once import once


class Said:
    """What somebody keeps of a filing."""


def filing(title: str) -> Filing:
    return Filing(index=1, first_page=1, last_page=1, status="extracted", form="analysis_report", title=title)


def test_it_is_asked_once_for_a_filing_and_again_for_one_that_says_the_same() -> None:
    asked: list[str] = []

    @once
    def said(one: Filing) -> Said:
        asked.append(one.title)
        return Said()

    first, equal, other = filing("甲"), filing("甲"), filing("乙")
    assert said(first) is said(first)
    assert said(equal) is not said(first)
    assert said(other) is said(other)
    assert asked == ["甲", "甲", "乙"]


def test_nothing_is_kept_of_a_filing_that_is_gone() -> None:
    @once
    def said(one: Filing) -> Said:
        return Said()

    one = filing("甲")
    kept = weakref.ref(said(one))
    assert kept() is not None
    del one
    gc.collect()
    assert kept() is None
