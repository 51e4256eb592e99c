"""Whether a report was read in full, or a person has to see some of it."""

from collections.abc import Iterator

from perfeval_core.domain.filing import Filing, WithPlaces
from perfeval_core.domain.place import CERTAIN, At, places


def with_status(filing: Filing) -> Filing:
    """``filing`` as ``extracted``, or as ``partial`` with everything that a person must see as its reason."""
    reasons = list(_gaps(filing))
    if not reasons:
        return filing
    return filing.model_copy(update={"status": "partial", "reason": "；".join(reasons)})


def _gaps(filing: Filing) -> Iterator[str]:
    if not filing.budget:
        yield "没有读到预算执行情况表"
    if not filing.indicators:
        yield "没有读到绩效指标表"
    if filing.budget and filing.budget_unit is None:
        yield "没有读到金额单位（元、万元）"
    if filing.unclaimed:
        first = filing.unclaimed[0]
        yield f"表中有 {len(filing.unclaimed)} 处文字不知属于哪一栏，例如第 {first.page} 页“{first.text[:20]}”"
    garbled = [line for section in filing.sections for line in section.at.text if line.confidence < CERTAIN]
    if garbled:
        yield f"正文有 {len(garbled)} 行文字没有把握，例如第 {garbled[0].page} 页"
    doubted = [at for item in _placed(filing) for at in item.at.values() if _is_doubted(at)]
    if doubted:
        yield f"有 {len(doubted)} 个单元格没有把握，例如第 {places(doubted[0])[0].page} 页"


def _placed(filing: Filing) -> Iterator[WithPlaces]:
    yield filing
    yield filing.stated
    yield from filing.budget
    yield from filing.indicators
    yield from filing.goals


def _is_doubted(at: At) -> bool:
    return any(place.confidence < CERTAIN for place in places(at))
