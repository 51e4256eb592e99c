"""The lexicon fits the layout, and a text falls into sentences and clauses without loss."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from perfeval_core.domain.place import LinePlace, Place
from perfeval_core.extraction.lexicon import analysis_words
from perfeval_core.narrative.passages import Source, clause_spans, previous, sentence_spans, sentences
from perfeval_core.narrative.words import phrases, words

PARENTS = {"项目基本信息", "项目绩效目标", "项目绩效完成情况", "项目自评结果"}
PROSE = st.text(alphabet="甲乙其中1234567890,。;:、!()万元", max_size=60)


def test_every_section_of_the_layout_has_a_role_or_holds_no_text_of_its_own() -> None:
    layout = analysis_words()
    leaves = set(layout.headings) - PARENTS - set(layout.tables.values())
    assert set(words().roles) == set(words().mandatory) == leaves


def test_count_pairs_are_spelled_out() -> None:
    named = {word for pair in phrases().never_below for word in (pair.less, pair.more)}
    assert named <= set(phrases().count_words)


@given(PROSE)
def test_sentences_are_the_whole_text_in_order(text: str) -> None:
    spans = sentence_spans(text)
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(start < end for start, end in spans)


@given(PROSE)
def test_clauses_follow_one_another_and_leave_out_marks_alone(text: str) -> None:
    spans = clause_spans(text)
    left_out = list(text)
    for start, end in reversed(spans):
        del left_out[start:end]
    assert set(left_out) <= set(",。;:、!()")
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_a_comma_within_a_number_ends_no_clause() -> None:
    text = "预算1,563,900元,执行5,0元,学生、家长满意度90%、完好率8%"
    assert [text[start:end] for start, end in clause_spans(text)] == [
        "预算1,563,900元",
        "执行5",
        "0元",
        "学生、家长满意度90%",
        "完好率8%",
    ]


def test_of_which_belongs_to_the_sentence_before_it() -> None:
    source = Source("result", "x", "共90万元。其中:甲30万元;乙60万元。另一句。", ())
    first, second = sentences(source)
    assert first.text == "共90万元。其中:甲30万元;乙60万元。"
    assert previous(first) is None and previous(second) == first


def line(page: int, top: float, length: int, confidence: float = 1.0) -> LinePlace:
    return LinePlace(page=page, bbox=(10, top, 90, top + 10), length=length, confidence=confidence)


def test_a_passage_over_two_pages_has_the_box_of_its_first() -> None:
    heading = Place(page=1, bbox=(0, 0, 10, 10))
    source = Source("result", "x", "一二三四五六七八九", (heading,), (line(1, 10, 3), line(1, 20, 3), line(2, 10, 3)))
    passage = source.passage(1, 9)
    assert (passage.text, passage.page, passage.bbox) == ("二三四五六七八九", 1, (10, 10, 90, 30))
    assert [place.page for place in source.at(4, 9)] == [1, 2]


def test_a_text_without_lines_stands_at_its_heading_and_a_long_one_is_cut() -> None:
    source = Source("result", "x", "长" * 500, (Place(page=3, bbox=(0, 0, 10, 10)),))
    passage = source.passage(0, 500)
    assert (len(passage.text), passage.text[-1], passage.page) == (120, "…", 3)


def test_a_doubted_line_makes_no_sentence() -> None:
    source = Source("result", "x", "甲句。乙句。", (), (line(1, 10, 3), line(1, 20, 3, confidence=0.5)))
    assert [sentence.text for sentence in sentences(source)] == ["甲句。"]
