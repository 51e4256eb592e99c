"""The project that the conclusion (项目自评得分和结论) names."""

import re

from perfeval_core.domain.filing import Filing
from perfeval_core.rules.judgement.naming import normal
from perfeval_core.rules.judgement.prose import Sentence, sentences

_NAMED = re.compile(
    r"(?:评分结果|评价结果|自评结果)[为:]+(?P<project>[^:,]{4,40}?)(?:项目)*(?:支出)?绩效自[我评]评?价?(?:结果)?为?"
)


def concluded(filing: Filing) -> tuple[Sentence, str] | None:
    """The sentence and the project's name in it, or ``None``."""
    for sentence in sentences(filing, "conclusion"):
        match = _NAMED.search(sentence.text)
        if match is not None:
            return sentence, match["project"]
    return None


def bare(name: str) -> str:
    """A project's name without a leading year and a trailing 项目."""
    return re.sub(r"(?:项目)+$", "", re.sub(r"^20\d\d年度?", "", normal(name)))
