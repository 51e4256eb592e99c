"""Whether a report was read in full, or a person has to see some of it."""

from collections.abc import Iterator, Sequence

from perfeval_core.domain.filing import Filing, Section, Status, WithPlaces
from perfeval_core.domain.place import CERTAIN, At, places
from perfeval_core.extraction.sections import heading_of, out_of_order
from perfeval_core.extraction.slices import Slice
from perfeval_core.extraction.witness import witnessed


def with_status(filing: Filing) -> Filing:
    """``filing`` as ``extracted``, or as ``partial`` with everything that a person must see as its reason."""
    filing = witnessed(filing)
    reasons = list(_gaps(filing))
    if not reasons:
        return filing
    return filing.model_copy(update={"status": "partial", "reason": "；".join(reasons)})


def with_unread(filing: Filing, unread: Sequence[int]) -> Filing:
    """``filing`` as ``partial`` if one of the pages that could not be read (pictures) is its own."""
    if filing.first_page is None or filing.last_page is None:
        return filing
    own = [str(number) for number in unread if filing.first_page <= number <= filing.last_page]
    if not own:
        return filing
    return _partial(filing, f"第{'、'.join(own)}页是图片，没有读")


def with_bounds(filing: Filing, piece: Slice) -> Filing:
    """``filing`` as ``partial`` if no title says where it begins, or where the next one does."""
    if not piece.titled:
        filing = _partial(filing, "没有找到这份报告的标题，从哪里开始不能确定")
    if not piece.next_titled:
        filing = _partial(filing, "后面像是另一份没有标题的报告，到哪里结束不能确定")
    return filing


def with_corrections(filing: Filing, before: Filing) -> Filing:
    """``filing``, which is ``before`` with cells that a person corrected, with what is left for a person to see."""
    left = before.reason or ""
    for gap in _gaps(before):
        left = left.replace(gap, "", 1)
    reasons = [*_gaps(filing), *(said for said in left.split("；") if said)]
    status: Status = "partial" if reasons else "extracted"
    return filing.model_copy(update={"status": status, "reason": "；".join(reasons) or None})


def _partial(filing: Filing, said: str) -> Filing:
    reason = f"{filing.reason}；{said}" if filing.reason else said
    return filing.model_copy(update={"status": "partial", "reason": reason})


def _gaps(filing: Filing) -> Iterator[str]:
    if filing.form == "analysis_report" and not filing.sections:
        yield "没有读到正文标题"
    if filing.form == "analysis_report":
        yield from _wrong_headings(filing.sections)
    if not filing.budget:
        yield "没有读到预算执行情况表"
    if not filing.indicators:
        yield "没有读到绩效指标表"
    if filing.budget and filing.budget_unit is None:
        yield "没有读到金额单位（元、万元）"
    if filing.unclaimed:
        first = filing.unclaimed[0]
        yield f"表中有 {len(filing.unclaimed)} 处文字不知属于哪一栏，例如{first.words}“{first.text[:20]}”"
    garbled = [line for section in filing.sections for line in section.at.text if line.confidence < CERTAIN]
    if garbled:
        yield f"正文有 {len(garbled)} 行文字没有把握，例如{garbled[0].words}"
    doubted = [at for item in _placed(filing) for at in item.at.values() if _is_doubted(at)]
    if doubted:
        yield f"有 {len(doubted)} 个单元格没有把握，例如{places(doubted[0])[0].words}"


def _wrong_headings(found: Sequence[Section]) -> Iterator[str]:
    names = [heading.name for section in found if (heading := heading_of(section.heading)) is not None]
    twice = [section.heading for section, name in zip(found, names, strict=False) if names.count(name) > 1]
    if twice:
        yield f"标题“{twice[0]}”出现了两次，可能夹有重复的或别的报告的页"
    elif (wrong := out_of_order(found)) is not None:
        yield wrong


def _placed(filing: Filing) -> Iterator[WithPlaces]:
    yield filing
    yield filing.stated
    yield from filing.budget
    yield from filing.indicators
    yield from filing.goals


def _is_doubted(at: At) -> bool:
    return any(place.confidence < CERTAIN for place in places(at))
