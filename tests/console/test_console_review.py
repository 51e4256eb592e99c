"""``queue claim|release|decide|correct|reopen|apply``, as reviewers type them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from perfeval_core.site import site
from tests.console.test_console_home import finished, start
from tests.makers import make
from tests.makers.example import FORM

Document = Callable[..., tuple[int, Any]]
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def desk(tmp_path: Path, perfeval: Run) -> Callable[..., tuple[int, str]]:
    """``desk(*words)``: ``perfeval queue …`` in a home with a report that says 20 points where 18 stand."""
    first, *rest = FORM.indicators
    rows = (first.model_copy(update={"points": "20"}), *rest)
    made = make(FORM.model_copy(update={"indicators": rows})).save(tmp_path / "一.pdf")
    finished(start("ingest", str(made), "--home", str(tmp_path / "home")))
    return lambda *words: perfeval("queue", *words, "--home", tmp_path / "home")


def test_a_reviewers_day(desk: Run, tmp_path: Path, document: Document, capfd: pytest.CaptureFixture[str]) -> None:
    home = tmp_path / "home"
    (queued,) = site(home).ledger.items("score")
    item, findings = queued.item.item_id, queued.item.findings

    code, taken = document("queue", "claim", item[:8], "--by", "张三", "--home", home)
    assert (code, taken["item"]["holder"]["by"]) == (0, "张三")
    assert desk("claim", item, "--by", "李四")[0] == 2
    assert "张三 领取" in desk("list")[1]
    assert desk("release", item, "--by", "李四")[0] == 2
    assert desk("release", item, "--by", "张三")[0] == 0

    mend = ("queue", "correct", item, "--by", "张三", "--field", "indicators.1.points", "--reason", "原件是18")
    code, corrected = document(*mend, "--value", "18", "--home", home)
    assert (code, corrected["correction"]["correction"]["machine"]) == (0, "20")
    assert corrected["preview"]["findings_closed"]

    said = [word for name in findings for word in ("--finding", f"{name[:10]}=更正")]
    decide = ("queue", "decide", item, *said, "--report", "passed")
    code, decided = document(*decide, "--by", "张三", "--home", home)
    assert code == 0
    if not decided["decision"]["final"]:
        assert "待二次复核（初审 张三）" in desk("list", "--queue", "score")[1]
        assert desk("claim", item, "--by", "张三")[0] == 2
        code, decided = document("queue", "decide", item, "--report", "通过", "--by", "李四", "--home", home)
    assert decided["decision"]["final"]
    assert decided["item"]["status"] == "decided"
    shown = desk("show", item)[1]
    for words in ("已经决定", "机器读作“20”，应为“18”", "待生效", "原件是18"):
        assert words in shown

    code, applied = finished(start("queue", "apply", "--home", str(home)))
    assert (code, "生效的更正 1 处" in applied) == (0, True)
    assert "已生效" in desk("show", item)[1]
    _, whole = document("queue", "show", item, "--home", home)
    assert [one["correction"]["corrected"] for one in whole["corrections"]] == ["18"]
    assert whole["decisions"][-1]["verdict"]["findings"]
    assert document("doctor", "--home", home)[1]["problems"] == []


def test_what_is_wrong_is_said_in_words(desk: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    from console import output

    monkeypatch.setattr(output.notes, "print", lambda text, **_: told.append(str(text)))
    (queued,) = site(tmp_path / "home").ledger.items("score")
    item = queued.item.item_id

    def wrong(*words: str) -> str:
        told.clear()
        assert desk(*words)[0] == 2
        return told[-1]

    def mend(field: str, value: str, reason: str = "看过原件") -> str:
        return wrong("correct", item, "--by", "张三", "--field", field, "--value", value, "--reason", reason)

    assert "行号从 1 起" in mend("indicator[0].points", "18")
    assert "没有第 99 行" in mend("indicators.99.points", "18")
    assert "可选" in mend("indicators.1.colour", "红")
    assert "要写成 18 或 18.5 这样的数" in mend("indicators.1.points", "十八")
    assert "不用更正" in mend("indicators.1.points", "20")
    assert "没有“年初预算数(目标申报)”这一栏" in mend("budget.1.initial_declared", "80")
    assert "理由" in mend("indicators.1.points", "18", " ")
    assert "没有决定" in wrong("decide", item, "--by", "张三", "--report", "passed")
    assert "没有“fine”这个结论" in wrong("decide", item, "--by", "张三", "--report", "fine")
    assert "看不懂" in wrong("decide", item, "--by", "张三", "--report", "passed", "--finding", "confirmed")
    assert "张三 领取" in wrong("claim", item, "--by", "李四")
    assert "已经决定的任务" in wrong("reopen", item, "--by", "张三", "--reason", "再看")
