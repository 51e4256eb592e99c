"""What a run leaves behind of itself: its end and its steps in the ledger, its lines in the log."""

import json
import logging
import re
from pathlib import Path
from typing import Any

import pytest

from flows.maintain import maintain
from perfeval_core.ledger import Ledger
from perfeval_core.site import Site, site
from tests.helpers.running import run, run_until
from tests.helpers.samples import sample
from tests.notify.servers import mail_server


def lines(here: Site) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (here.settings.logs / "runs.jsonl").read_text("utf-8").splitlines()]


def test_a_run_is_timed_step_by_step_and_its_lines_say_what_they_are_about(here: Site) -> None:
    summary = run(here, sample("饮水"))
    (ended,) = here.ledger.runs.last()
    assert (ended.run_id, ended.flow, ended.outcome, ended.problem) == (summary.run, "ingest", "done", None)
    steps = here.ledger.runs.steps()
    begun = {"receive", "read", "score", "load", "validate", "triage", "publish", "acknowledge"}
    assert {step for _, step in steps} == begun | {"portfolio", "quality"}
    assert steps["ingest", "read"].calls == 1
    assert steps["ingest", "read"].milliseconds > 0
    said = lines(here)
    assert {line["run"] for line in said} == {summary.run}
    assert len({line["flow_run"] for line in said}) == 1
    (submission,) = here.ledger.submissions()
    (read,) = (line for line in said if line["logger"] == "perfeval.read")
    assert (read["submission"], read["task"], read["status"]) == (submission.sha256, "read", "extracted")
    (version,) = here.ledger.versions()
    (scored,) = (line for line in said if line["logger"] == "perfeval.score")
    assert (scored["report"], scored["submission"]) == (version.version.report_id, submission.sha256)
    report = here.archive.get_dossier(version.version.dossier_sha256).report
    log = json.dumps(said, ensure_ascii=False)
    assert report.project_name
    assert report.project_name not in log
    assert logging.getLogger("perfeval").propagate


def test_a_run_that_breaks_off_says_so(here: Site) -> None:
    run_until(here, "入队", sample("饮水"))
    (ended,) = here.ledger.runs.last()
    assert (ended.outcome, ended.problem) == ("failed", "BrokenOff")
    assert [line["error"] for line in lines(here) if line["message"].startswith("没有完成")] == ["BrokenOff"]
    assert run(here).run != ended.run_id
    (again,) = here.ledger.runs.last()
    assert again.outcome == "done"


def test_a_run_tells_people_in_one_message_what_it_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with mail_server() as mail:
        given = {"HOST": "127.0.0.1", "PORT": str(mail.port), "SECURITY": "none"}
        for name, value in given.items():
            monkeypatch.setenv(f"PERFEVAL_SMTP_{name}", value)
        monkeypatch.setenv("PERFEVAL_MAIL_FROM", "p@example.org")
        monkeypatch.setenv("PERFEVAL_MAIL_TO", "a@example.org")
        here = site(tmp_path / "told")
        for name in ("one.pdf", "two.pdf"):
            (tmp_path / name).write_bytes(b"no document " + name.encode())
        run(here, tmp_path / "one.pdf", tmp_path / "two.pdf", sample("饮水"))
        run(here, sample("饮水"))
        maintain(str(here.settings.home))
    ((_, _, letter),) = mail.got
    assert "已隔离 2 个文件" in letter["Subject"]
    assert {"one.pdf", "two.pdf"} == {Path(one).name for one in re.findall(r"- (\S+)：", letter.get_content())}


def test_a_run_that_cannot_reach_the_ledger_fails_as_it_would(here: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error", str(Path("ledger")))

    monkeypatch.setattr(Ledger, "counts", gone)
    with pytest.raises(OSError, match="Input/output"):
        run(here, sample("饮水"))
    (ended,) = here.ledger.runs.last()
    assert ended.problem == "OSError: Input/output error"
