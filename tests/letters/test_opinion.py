"""The form about a review item: what was decided, by whom, and why; hostile text; the same bytes each time."""

import io
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from perfeval_core.casework import failure_items, report_items
from perfeval_core.domain.dossier import Dossier
from perfeval_core.domain.review import Missed
from perfeval_core.ledger import Decision
from perfeval_core.letters import render
from perfeval_core.letters.opinion import Judgement, Mended, Opinion, Step, opinion
from perfeval_core.letters.opinion_template import template
from perfeval_core.letters.render import default_template
from perfeval_core.reviewing import decide
from perfeval_core.site import Site
from tests.console.conftest import Run
from tests.helpers.filed import WRONG
from tests.helpers.reviewing import decided, held, mended
from tests.letters.conftest import Filed

DOCS = Path(__file__).parents[2] / "docs" / "letters.md"


def item_of(here: Site, dossier: Dossier, queue: str = "score") -> Any:
    here.ledger.publish_items(report_items(here, dossier, ()))
    return next(one.item for one in here.ledger.items() if one.item.queue == queue)


def form(here: Site, item: Any) -> Opinion:
    queued = here.ledger.item(item.item_id)
    assert queued is not None
    return opinion(here, queued)


def text_of(packed: bytes) -> str:
    body = Document(io.BytesIO(packed)).element.body
    return "\n".join("".join(node.text or "" for node in p.iter("{*}t")) for p in body.iter("{*}p"))


def test_what_is_not_decided_says_so(filed: Filed) -> None:
    here, dossier = filed(indicators=[WRONG])
    found = form(here, item_of(here, dossier))
    assert (found.outcome, found.first, found.second, found.steps) == ("未决定", "未决定", "—", ())
    assert {one.outcome for one in found.judgements} == {"未决定"}
    assert (found.unit, found.report_id) == ("云岭市水务中心", dossier.report_id)


def test_a_return_names_both_persons(filed: Filed) -> None:
    here, dossier = filed(indicators=[WRONG])
    item = item_of(here, dossier)
    decided(here, item, "confirmed", "returned", "张三")
    waiting = form(here, item)
    assert (waiting.outcome, waiting.first, waiting.second) == ("退回", "张三", "待二次复核")
    assert (waiting.status, waiting.decided_at) == ("待二次复核", "—")
    decided(here, item, "confirmed", "returned", "李四")
    done = form(here, item)
    assert (done.outcome, done.reason, done.first, done.second) == ("退回", "看过原件", "张三", "李四")
    assert [(one.number, one.by, one.final) for one in done.steps] == [(1, "张三", "待二次复核"), (2, "李四", "生效")]
    assert {(one.outcome, one.reason) for one in done.judgements} == {("确认", "看过原件")}
    text = text_of(render(done, default_template("opinion")))
    for words in (
        "复核意见表",
        "农村饮水",
        "7.20",
        "确认",
        "理由：看过原件",
        "二次复核人：李四",
        dossier.report_version,
    ):
        assert words in text, words


def test_what_is_open_again_has_no_outcome_but_its_history(filed: Filed) -> None:
    here, dossier = filed(indicators=[WRONG])
    item = item_of(here, dossier)
    decided(here, item, "rejected")
    here.ledger.reviews.reopen(item.item_id, "张三", "再看看")
    found = form(here, item)
    assert (found.outcome, [one.outcome for one in found.steps]) == ("未决定", ["通过"])


def test_corrections_stand_with_both_readings(filed: Filed) -> None:
    here, dossier = filed(indicators=[WRONG])
    item = item_of(here, dossier)
    mended(here, item, "indicators.1.points", "7.2")
    (one,) = form(here, item).mended
    assert (one.machine, one.corrected, one.by, one.state) == ("12", "7.2", "张三", "待决定")
    assert "第1行" in one.cell
    assert "得分" in one.cell


@pytest.mark.parametrize("text", ["{{ 7*7 }}", "{%p if 疑点 %}", "</w:t></w:r>", "&lt;b&gt;"])
def test_hostile_text_is_text(filed: Filed, text: str) -> None:
    here, dossier = filed(project_name=text, unit_name=text, indicators=[WRONG | {"name": text}])
    found = form(here, item_of(here, dossier))
    assert text_of(render(found, default_template("opinion"))).count(text) >= 3


def test_the_same_form_has_the_same_bytes_and_the_template_is_what_its_maker_makes(filed: Filed) -> None:
    here, dossier = filed(indicators=[WRONG])
    found = form(here, item_of(here, dossier))
    assert render(found, default_template("opinion")) == render(found, default_template("opinion"))
    assert default_template("opinion").read_bytes() == template()


@pytest.mark.parametrize("model", [Opinion, Judgement, Mended, Step])
def test_every_field_is_explained(model: type[Any]) -> None:
    documented = DOCS.read_text("utf-8")
    for field in model.model_fields.values():
        assert f"| `{field.alias}` | {field.description} |" in documented, field.alias


def test_the_command_writes_it_and_says_what_is_wrong(filed: Filed, perfeval: Run, tmp_path: Path) -> None:
    here, dossier = filed(indicators=[WRONG])
    item = item_of(here, dossier)
    out, home = tmp_path / "意见表.docx", here.settings.home
    code, shown = perfeval("queue", "opinion", item.item_id[:8], out, "--home", home)
    assert (code, "结论：未决定" in shown) == (0, True)
    assert len(Document(str(out)).tables) == 1  # nothing was corrected, nothing decided
    for words in (("zzzz", out), (item.item_id, tmp_path / "意见表.doc"), (item.item_id, tmp_path / "无" / "表.docx")):
        assert perfeval("queue", "opinion", *words, "--home", home)[0] == 2


def test_an_item_about_no_report_has_its_reasons(filed: Filed) -> None:
    here, _ = filed(indicators=[WRONG])
    (item,) = failure_items(here, "步骤", "出错")
    here.ledger.publish_items([item])
    found = form(here, item)
    assert (found.unit, found.judgements, len(found.reasons)) == ("—", (), 1)
    assert found.reasons[0] in text_of(render(found, default_template("opinion")))


def test_a_blind_second_reviewer_does_not_see_the_first_decision(filed: Filed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERFEVAL_SECOND_REVIEW_BLIND", "true")
    here, dossier = filed(indicators=[WRONG])
    item = item_of(here, dossier)
    decided(here, item, "confirmed", "returned", "张三")
    queued = here.ledger.item(item.item_id)
    assert queued is not None
    assert (opinion(here, queued).outcome, opinion(here, queued, "李四").steps) == ("未决定", ())
    assert opinion(here, queued, "张三").outcome == "退回"


def test_what_the_program_missed_stands_in_it(filed: Filed) -> None:
    here, dossier = filed(indicators=[WRONG])
    item = item_of(here, dossier)
    said = {name: ("confirmed", None) for name in item.findings}
    made = decide(here, held(here, item), "returned", said, None, [Missed(kind="other", detail="{{ 附件 }}不全")])
    assert isinstance(made, Decision)
    (words,) = form(here, item).missed
    assert "{{ 附件 }}不全" in words
    assert f"发现漏报：{words}" in text_of(render(form(here, item), default_template("opinion")))
