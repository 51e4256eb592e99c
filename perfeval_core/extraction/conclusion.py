"""The sentence with scores and grade (项目自评得分和结论), clause by clause: what each figure with 分 belongs to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from perfeval_core.domain.numbers import points

_SENTENCE, _CLAUSE = re.compile(r"[^。;!?]+"), re.compile(r"[^,、]+")
_FIGURE = re.compile(
    r"(?<![\d.])(?P<value>\d+(?:\.\d+)?)(?:/\d+(?:\.\d+)?)?(?:(?P<unit>分)(?![值之钟期类别管项块])|(?=$|[“\"(]))"
)
_ASIDE = re.compile(r"\((?:[^()]*(?:满分|分值|权重)[^()]*|\d+分)\)(?=[为是:得共计]*\d)")
"""The full marks in brackets between a label and its figure: 得分(满分10分)9.96分."""
_SAYS = re.compile(r"(?:合计|共计|共|为|是|:|达到|达|□)+$")
_SCALE = re.compile(r"\d分?(?:\((?:不)?含\d*分?\)|及)?(?:以上|以下|以内)|\d分?(?:\((?:不)?含\))?[-~—至到]+\d|[≥≤<>]\d")
"""The scale of the grades (90分以上、80—90分), which is no score."""
_FULL = re.compile(r"(?:满分|分值|权重|标准分)$")
_NO_SCORE = re.compile(r"[扣减加增高低差]|较|相比|比上|提升|设[置定]")
_SCORE = re.compile(r"(?:得分|得|总分|评分|总评)$")
_BARE = re.compile(r"(?:最终|实际|自评|实)?得分?$")
_EXECUTION = re.compile(r"(?:预算|资金)执行(?:情况|率|进度)?(?:指标)?(?:完成)?(?:情况)?(?:自评|实际)?(?:得分|评分|得)$")
_ONE_LEVEL = re.compile(
    r"(?:产出|效益|满意度?|成本|数量|质量|时效|过程|决策|管理|发展|影响)(?:类)?(?:指标)?(?:完成)?(?:情况)?(?:自评|实际)?(?:得分|评分|得)$"
)
_INDICATORS = re.compile(r"指标(?:完成|自评)?(?:情况)?(?:自评|实际)?(?:得分|评分|得)$")
_TOTAL = re.compile(r"(?:总得分|最终得分|综合得分|自评得分|自评总分|最终评分|综合评分)$")
_WEAK_TOTAL = re.compile(r"总分$")
_OWN_YEAR = re.compile(r"(20\d\d)年度?(?:本|该|项目|绩效|自我?评价?|综合|最终|总|得分|的)*$")
"""A year that a label begins with: it is the year of that score."""
_WORD = re.compile(r"(?:得|总)分(?![率和及与点]|情况|标准|规则|依据|说明|[为是:]*[\d□])")
_YEAR = re.compile(r"(?<!\d)(20\d\d)年")

_QUOTED = "[“\"'‘「]"
_GRADES = "优秀|良好|中等|较差|合格|不合格|优|良|中|差"
_GRADE = re.compile(
    rf"(?:(?:属于|等级|评定为|评为|结论为)[为是:]{{0,2}}(?:{_QUOTED}(?P<any>[^“”\"'‘’「」,。;]{{1,4}})(?=[”\"'’」])|(?P<plain>{_GRADES}))"
    rf"|(?:等次|级别|结论|结果|档次)[为是:]{{1,2}}{_QUOTED}?(?P<known>{_GRADES})(?![\u4e00-\u9fff]))"
)
_GRADE_WORD = re.compile(
    rf"等级|等次|{_QUOTED}(?:{_GRADES})[”\"'’」]|(?:为|属|是|结论|结果)(?:优秀|良好|中等|优|良|差)(?![\u4e00-\u9fff])"
)
_OF_MARKS = Decimal(100)


@dataclass(frozen=True)
class Mention:
    """One figure or grade of the text: its field, where it stands, the years that it and its sentence name.

    An unsure one may not be what it seems; one without a value is a word beside which none could be read.
    """

    field: str
    value: str | None
    start: int
    end: int
    own_year: int | None = None
    year: int | None = None
    sure: bool = True


def mentions(text: str, project_name: str) -> list[Mention]:
    """The scores and grades in ``text``; years in the project's own name are none."""
    text = _ASIDE.sub(lambda match: "□" * len(match.group()), text)
    masked = text.replace(project_name, "□" * len(project_name)) if project_name else text
    found: list[Mention] = []
    for sentence in _SENTENCE.finditer(masked):
        found += _in_sentence(masked, sentence.start(), sentence.end())
    return found


def _in_sentence(text: str, start: int, end: int) -> Iterator[Mention]:
    before: _Clause | None = None
    year: int | None = None
    for match in _CLAUSE.finditer(text, start, end):
        clause = _Clause(text, match.start(), match.end(), before)
        for found in clause.mentions():
            years = [int(one.group(1)) for one in _YEAR.finditer(text, match.start(), found.start)]
            yield Mention(**{**vars(found), "year": years[-1] if years else year})
        year = next((int(one.group(1)) for one in reversed(list(_YEAR.finditer(match.group())))), year)
        before = clause


class _Clause:
    """The text between two commas."""

    def __init__(self, text: str, start: int, end: int, before: "_Clause | None") -> None:
        self.text, self.start, self.end, self.before = text, start, end, before
        self.own = text[start:end]
        self.full: tuple[str, Decimal] | None = None
        """Field and full marks, if the clause gives them: 预算执行情况满分10分."""

    def mentions(self) -> Iterator[Mention]:
        """What the clause says; a clause of the scale says nothing."""
        scale = _SCALE.search(self.own) is not None
        scores = [] if scale else [found for figure in self._figures() if (found := self._score(*figure))]
        if scale and (first := self._score_before_scale()) is not None:
            scores, scale = [first], False
        yield from scores
        if scale:
            return
        ends = [found.start for found in scores]
        for word in _WORD.finditer(self.text, self.start, self.end):
            if not any(word.end() <= end <= word.end() + 4 for end in ends):
                yield Mention(self._topic(self.own), None, word.start(), word.end())
        yield from self._grades()

    def _score_before_scale(self) -> Mention | None:
        """总得分96.71分在90分以上 holds a score all the same."""
        figure = next(self._figures(), None)
        found = self._score(*figure) if figure else None
        return found if found is not None and found.sure and not _SCALE.match(self.text, found.start) else None

    def _figures(self) -> Iterator[tuple[str, re.Match[str]]]:
        """Each figure with 分, or with nothing behind it, and its label."""
        begun = self.start
        for match in _FIGURE.finditer(self.text, self.start, self.end):
            yield _SAYS.sub("", self.text[begun : match.start()]), match
            begun = match.end()

    def _score(self, label: str, figure: re.Match[str]) -> Mention | None:
        value, start, end = figure.group("value"), figure.start("value"), figure.end("value")
        amount = points(value)
        if _FULL.search(label) and amount is not None:
            self.full = (self._topic(label), amount)
            return None
        if not _SCORE.search(label):
            counts = figure.group("unit") and not _NO_SCORE.search(label) and not self._is_sum(label, figure)
            return Mention("", value, start, end, sure=False) if counts else None
        named = self._named(label, amount)
        if named is None:
            return None
        own = _OWN_YEAR.search(label)
        return Mention(named[0], value, start, end, int(own.group(1)) if own else None, sure=named[1])

    def _is_sum(self, label: str, figure: re.Match[str]) -> bool:
        """设置指标共100分."""
        return self.text[: figure.start()].endswith(("共", "计")) and figure.group("value") == "100"

    def _named(self, label: str, value: Decimal | None) -> tuple[str, bool] | None:
        """The field that ``label`` names, and whether it does so for sure; ``None`` for a part of the indicators."""
        if _EXECUTION.search(label):
            return "execution_points", True
        if _ONE_LEVEL.search(label):
            together = self.text[self.start - 1 : self.start] == "、" or any(sign in label for sign in "和及与")
            return ("indicator_points", False) if together else None
        if _INDICATORS.search(label):
            return "indicator_points", True
        full = self.before.full if self.before else None
        if full is not None and _BARE.fullmatch(label) and value is not None:
            return full[0], value <= full[1]
        if self.before and label in ("得", "得分"):
            return self._topic(self.before.own), False
        if _WEAK_TOTAL.search(label) and not _TOTAL.search(label):
            return ("total", True) if value != _OF_MARKS else ("full_marks", True)
        return self._topic(label), _TOTAL.search(label) is not None and self._topic(label) == "total"

    def _topic(self, label: str) -> str:
        if "执行" in label:
            return "execution_points"
        return "indicator_points" if "指标" in label else "total"

    def _grades(self) -> Iterator[Mention]:
        found = list(_GRADE.finditer(self.text, self.start, self.end))
        for match in found:
            group = match.lastgroup or "known"
            whole = group != "plain" or not re.match("[\u4e00-\u9fff]", self.text[match.end() : match.end() + 1])
            yield Mention("grade", match.group(group), match.start(group), match.end(group), sure=whole)
        word = None if found else _GRADE_WORD.search(self.text, self.start, self.end)
        if word is not None:
            yield Mention("grade", None, word.start(), word.end())
