"""文字空泛: a section that says next to nothing, still holds its placeholder, or repeats another word for word."""

import re
from collections.abc import Iterator

from perfeval_core.domain.findings import Evidence
from perfeval_core.rules.judgement.evidence import on_text, param
from perfeval_core.rules.judgement.lexicon import says, words
from perfeval_core.rules.judgement.prose import Block, Sentence, blocks, every_block
from perfeval_core.rules.subject import Subject

_NONE = re.compile(r"无|暂无|没有|不涉及|[/—-]+")


def check(subject: Subject) -> Iterator[Evidence]:
    """无 is an answer, whose truth other rules judge. Goals may be the same for the year and the whole term."""
    filing = subject.report.filing
    seen: dict[str, Block] = {}
    for block in every_block(filing):
        if block.section is not None and says(block.text, words().placeholders):
            yield _evidence(block, "留有模板占位文字")
    for block in blocks(filing, "full", "result"):
        if block.section is None or _NONE.fullmatch(block.text.rstrip("。;,")):
            continue
        earlier = seen.setdefault(block.text, block)
        if earlier.name != block.name and len(block.text) >= param(subject, "least_repeated"):
            yield _evidence(block, f"与“{earlier.name}”一字不差")
        elif earlier is block and len(block.text) < param(subject, "least_characters"):
            yield _evidence(block, f"只有{len(block.text)}个字")


def _evidence(block: Block, why: str) -> Evidence:
    return on_text(Sentence(block, 0, block.text), why=why)
