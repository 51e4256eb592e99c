"""Letters: issued once returned, answered for ever, closed or issued again; each step in the log, or nothing at all."""

from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from ledger_helpers import FILE, Clock, claimed, item_of, sha, version
from review_helpers import filed, refused, said, submitted
from sqlalchemy import text

from perfeval_core.domain.letter import Asked, Outgoing, UnitAnswer
from perfeval_core.domain.review import DueDate, ReviewItem
from perfeval_core.ledger import IssuedLetter, Ledger, Reply

ON, DUE = date(2026, 2, 2), date(2026, 2, 16)
DAY = timedelta(days=1)
TEXT = "已按要求更正，第二项请予复核"


def out(item: ReviewItem, document: str = "letter", on: date = ON, due: date = DUE) -> Outgoing:
    asked = [Asked(finding_id=name, demand="correct", stated="12", expected="7.20") for name in ("f1", "f2")]
    assert item.report_version is not None
    return Outgoing(item.report_version, sha(document), on, DueDate(on=due), 10, tuple(asked))


def returned(ledger: Ledger, name: str = "a") -> ReviewItem:
    """A report that two persons return to its unit."""
    item = filed(ledger, name)
    for by in ("张三", "李四"):
        submitted(ledger, item, said(report="returned"), by)
    return item


def returned_version(ledger: Ledger, name: str) -> ReviewItem:
    """A file of the filing ``filing-1`` comes in, and its report is returned."""
    lease = claimed(ledger, name)
    about = replace(version(lease.sha256), filing="filing-1")
    ledger.record_versions(lease, [about], FILE)
    item = item_of(about, lease.sha256)
    ledger.publish_items([item])
    for reached in ("read", "scored", "loaded", "validated", "queued"):
        lease = ledger.advance(lease, reached)
    for by in ("张三", "李四"):
        submitted(ledger, item, said(report="returned"), by)
    return item


def issued(ledger: Ledger, item: ReviewItem, **words: Any) -> IssuedLetter:
    made = ledger.letters.issue(out(item, **words), "王五")
    assert isinstance(made, IssuedLetter), made
    return made


def answered(ledger: Ledger, letter: IssuedLetter, *answers: UnitAnswer) -> Reply:
    made = ledger.letters.reply(letter.letter_id, "王五", letter.issued_on, TEXT, answers)
    assert isinstance(made, Reply), made
    return made


def state(ledger: Ledger, letter: IssuedLetter) -> str:
    found = ledger.letters.find(letter.letter_id)
    assert found is not None
    return found.state


def steps(ledger: Ledger) -> list[str]:
    return [event.type for event in ledger.events() if event.type.startswith("letter.")]


def test_a_letter_says_who_when_what_and_by_when(ledger: Ledger, clock: Clock) -> None:
    item = returned(ledger)
    made = issued(ledger, item)
    assert (made.state, made.number, made.issued_by, made.issued_at) == ("issued", 1, "王五", clock.now)
    assert (made.issued_on, made.due_on, made.due_days, made.document) == (ON, DUE, 10, sha("letter"))
    assert [one.finding_id for one in made.asked] == ["f1", "f2"]
    assert (made.report_id, made.submission, made.corrected_by, made.overdue) == (item.report_id, sha("a"), None, False)
    assert ledger.letters.everything() == [made]
    assert steps(ledger) == ["letter.issued"]
    assert ledger.problems() == []


def test_only_a_returned_report_gets_one(ledger: Ledger) -> None:
    item = filed(ledger)
    assert "没有生效的退回决定" in refused(ledger.letters.issue(out(item), "王五"))
    submitted(ledger, item, said(report="returned"))
    assert "没有生效的退回决定" in refused(ledger.letters.issue(out(item), "王五"))  # nobody has confirmed it
    submitted(ledger, item, said(report="returned"), "李四")
    assert "是谁" in refused(ledger.letters.issue(out(item), " "))
    assert "不需要" in refused(ledger.letters.issue(replace(out(item), asked=()), "王五"))
    ledger.reviews.reopen(item.item_id, "张三", "再看看")
    assert "没有生效的退回决定" in refused(ledger.letters.issue(out(item), "王五"))
    assert steps(ledger) == []


def test_what_was_returned_waits_until_its_letter_goes_out(ledger: Ledger, clock: Clock) -> None:
    filed(ledger, "other")
    item = returned(ledger)
    (waiting,) = ledger.letters.unsent()
    assert (waiting.report_id, waiting.returned_by) == (item.report_id, "李四")
    clock.passes(DAY)
    issued(ledger, item)
    assert ledger.letters.unsent() == []
    clock.passes(DAY)
    ledger.reviews.reopen(item.item_id, "张三", "又发现问题")
    for by in ("张三", "李四"):
        submitted(ledger, item, said(report="returned"), by)
    assert len(ledger.letters.unsent()) == 1


def test_answers_stay_as_they_were(ledger: Ledger, clock: Clock) -> None:
    letter = issued(ledger, returned(ledger))
    first = answered(ledger, letter, UnitAnswer(finding_id="f1", stance="accepted"))
    clock.passes(DAY)
    second = answered(ledger, letter, UnitAnswer(finding_id="f2", stance="contested", reason="验收单已附"))
    assert (state(ledger, letter), [first.number, second.number]) == ("answered", [1, 2])
    assert ledger.letters.replies(letter.letter_id) == [first, second]
    assert second.answers[0].reason == "验收单已附"
    assert steps(ledger) == ["letter.issued", "letter.answered", "letter.answered"]
    assert ledger.problems() == []


@pytest.mark.parametrize(
    ("by", "on", "words", "answers", "why"),
    [
        (" ", ON, TEXT, (), "登记人"),
        ("王五", ON, "　", (), "内容"),
        ("王五", ON - DAY, TEXT, (), "反馈日期"),
        ("王五", ON + DAY, TEXT, (), "反馈日期"),
        ("王五", ON, TEXT, (UnitAnswer(finding_id="f9", stance="accepted"),), "没有问到疑点 f9"),
        ("王五", ON, TEXT, (UnitAnswer(finding_id="f1", stance="accepted"),) * 2, "两次"),
        ("王五", ON, TEXT, (UnitAnswer(finding_id="f1", stance="contested", reason=" "),), "必须写明理由"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(
    ledger: Ledger, by: str, on: date, words: str, answers: tuple[UnitAnswer, ...], why: str
) -> None:
    letter = issued(ledger, returned(ledger))
    assert why in refused(ledger.letters.reply(letter.letter_id, by, on, words, answers))
    assert ledger.letters.replies(letter.letter_id) == []
    assert state(ledger, letter) == "issued"


def test_what_is_closed_stays_closed(ledger: Ledger) -> None:
    item = returned(ledger)
    letter = issued(ledger, item)
    assert "为什么" in refused(ledger.letters.close(letter.letter_id, "王五", ""))
    assert ledger.letters.close(letter.letter_id, "王五", "发错了") is None
    found = ledger.letters.find(letter.letter_id)
    assert found is not None
    assert (found.state, found.ended_by, found.end_reason) == ("closed", "王五", "发错了")
    for answer in (
        ledger.letters.close(letter.letter_id, "王五", "再关"),
        ledger.letters.reply(letter.letter_id, "王五", ON, TEXT),
    ):
        assert "已关闭" in refused(answer)
    assert "没有编号" in refused(ledger.letters.close("0" * 16, "王五", "关"))
    again = issued(ledger, item, document="again")
    assert (again.number, again.follows) == (2, None)
    assert ledger.problems() == []


def test_the_next_letter_takes_the_place_of_one_that_was_answered_or_is_overdue(ledger: Ledger, clock: Clock) -> None:
    item = returned(ledger)
    first = issued(ledger, item)
    assert "还没有反馈" in refused(ledger.letters.issue(out(item, "two"), "王五"))
    clock.passes(20 * DAY)
    (late,) = ledger.letters.everything()
    assert late.overdue
    second = issued(ledger, item, document="two", due=DUE + 30 * DAY)
    assert (second.number, second.follows, state(ledger, first)) == (2, first.letter_id, "superseded")
    answered(ledger, second)
    third = issued(ledger, item, document="three")
    assert (third.number, state(ledger, second)) == (3, "superseded")
    assert steps(ledger).count("letter.superseded") == 2
    assert ledger.problems() == []


def test_a_report_filed_again_is_known_and_its_letter_follows(ledger: Ledger, clock: Clock) -> None:
    item = returned_version(ledger, "a")
    first = issued(ledger, item)
    clock.passes(20 * DAY)
    new = returned_version(ledger, "b")
    found = ledger.letters.find(first.letter_id)
    assert found is not None
    assert (found.corrected_by, found.overdue, found.state) == (new.report_id, False, "issued")
    assert "请按现行的一份" in refused(ledger.letters.issue(out(item), "王五"))
    second = issued(ledger, new)
    assert (second.matter, second.number, second.follows) == ("filing-1", 2, first.letter_id)
    assert ledger.letters.unsent() == []
    assert ledger.problems() == []


def test_of_many_who_issue_at_once_one_does(ledger: Ledger) -> None:
    item, start, answers = returned(ledger), Barrier(6), list[Any]()

    def work(name: str) -> None:
        start.wait()
        answers.append(ledger.letters.issue(out(item, name), name))

    threads = [Thread(target=work, args=(f"经办{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [type(one) for one in answers].count(IssuedLetter) == 1
    assert len(ledger.letters.everything()) == 1
    assert ledger.problems() == []


BREAKAGES = [
    ("DELETE FROM letter_finding", "letter_asks_nothing"),
    ("UPDATE letter SET state = 'answered'", "letter_state_impossible"),
    ("UPDATE letter SET report_id = 'other-1'", "letter_of_other_report"),
    ("UPDATE decision SET outcome = 'passed'", "letter_without_return"),
    ("UPDATE letter SET state = 'superseded', ended_at = issued_at, ended_by = 'x'", "letter_superseded_by_none"),
    ("UPDATE letter SET state = 'closed', ended_at = issued_at, ended_by = 'x'", "letter_step_without_event"),
    ("UPDATE letter_answer SET finding_id = 'f9'", "answer_not_asked"),
    ("UPDATE letter_answer SET reason = NULL", "contest_without_reason"),
]


@pytest.mark.parametrize(("damage", "code"), BREAKAGES)
def test_what_is_broken_is_named(ledger: Ledger, damage: str, code: str) -> None:
    letter = issued(ledger, returned(ledger))
    if "letter_answer" in damage:
        answered(ledger, letter, UnitAnswer(finding_id="f1", stance="contested", reason="不是这样"))
    assert ledger.problems() == []
    ledger._store.write(lambda connection: connection.execute(text(damage)))
    assert code in {one.code for one in ledger.problems()}
