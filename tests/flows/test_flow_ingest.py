"""The main job on the samples: what comes out is what is expected of them, once, whatever happens on the way."""

import json
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from prefect.client.orchestration import get_client

from expectations import ExpectationFailure, ValidationResult
from flows.summary import Summary
from perfeval_core.casework import findings_of
from perfeval_core.doctor import problems
from perfeval_core.extraction.extractor import Extractor
from perfeval_core.reading.sandbox import SandboxError
from perfeval_core.rules import registry
from perfeval_core.site import Site
from tests.helpers.running import run, run_until
from tests.helpers.samples import EXPECTED, SAMPLES, said, sample
from tests.helpers.state import state
from tests.helpers.truth import CORPUS, needs_corpus

FILES = sorted(SAMPLES.glob("*.pdf"))
Done = tuple[Site, Summary]


def test_every_file_is_read_or_quarantined_as_expected(done: Done) -> None:
    _, summary = done
    found = {Path(line.path).name: (line.status, line.reason, line.reports) for line in summary.files}
    wanted = {name: (one["status"], one["reason"], len(one["reports"])) for name, one in EXPECTED.items()}
    assert found == wanted


def test_the_findings_are_those_that_are_expected(done: Done) -> None:
    here, summary = done
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in EXPECTED}
    for one in here.ledger.versions():
        dossier = here.archive.get_dossier(one.version.dossier_sha256)
        found[Path(dossier.file_name).name] += [said(f, one.version.index) for f in dossier.report.findings]
    order = lambda one: [str(value) for value in one.values()]  # noqa: E731
    for name, one in EXPECTED.items():
        assert sorted(found[name], key=order) == sorted(one["findings"], key=order), name
    of_reports = Counter(f["kind"] for one in EXPECTED.values() for f in one["findings"])
    # nearly all units of the year call themselves 优
    assert summary.findings == of_reports + Counter(["portfolio_grade_inflation"])


def test_what_has_findings_is_in_a_queue_and_what_is_clean_is_in_none(done: Done) -> None:
    here, _ = done
    queued = {one.item.submission for one in here.ledger.items() if one.item.submission}
    wanted = {one["sha256"] for one in EXPECTED.values() if one["findings"] or one["status"] != "extracted"}
    assert queued == wanted


def test_every_expectation_held(done: Done) -> None:
    _, summary = done
    assert summary.expectations_checked == summary.expectations_passed > 40
    assert summary.errors == ()


def test_every_row_can_be_traced_to_its_file_reader_and_rules(done: Done) -> None:
    here, _ = done
    with here.warehouse() as warehouse:
        for table in ("report", "budget_line", "indicator", "section", "score", "finding"):
            rows = warehouse.fetch(
                f"SELECT DISTINCT report_version, file_sha256, reader_version, ruleset_hash FROM {table}"
            )
            assert rows, table
            assert {row["ruleset_hash"] for row in rows} <= {one.version.ruleset_hash for one in here.ledger.versions()}
            assert {row["file_sha256"] for row in rows} <= {one["sha256"] for one in EXPECTED.values()}


def test_the_doctor_has_nothing_to_say(done: Done) -> None:
    assert list(problems(done[0])) == []


def test_an_operator_sees_the_run_in_chinese(done: Done) -> None:
    _, summary = done
    with get_client(sync_client=True) as client:
        every = client.read_artifacts()
    (flow_run,) = {one.flow_run_id for one in every if f"批次 {summary.run}" in str(one.data)}
    artifacts = {one.key: str(one.data) for one in every if one.flow_run_id == flow_run}
    tables = {key: json.loads(artifacts[key]) for key in ("ingest-files", "ingest-findings", "ingest-queues")}
    assert f"{summary.run}.html" in artifacts["ingest-quality"]
    assert "新收文件 11 个" in artifacts["ingest-overview"]
    assert [row["原因"] for row in tables["ingest-files"]] == ["文件加密"]
    assert {"疑点类型": "定量指标得分", "条数": 2} in tables["ingest-findings"]
    assert {"队列": "得分复核", "待办": 6} in tables["ingest-queues"]


def test_a_run_leaves_its_quality_page(done: Done) -> None:
    here, summary = done
    assert summary.quality_page == here.settings.quality / f"{summary.run}.html"
    page = summary.quality_page.read_text(encoding="utf-8")
    assert f"数据质量：批次 {summary.run}" in page
    assert f"{len(summary.files)} 个，不能读取 1 个" in page


def test_ingesting_again_adds_nothing(here: Site, done: Done) -> None:
    run(here, SAMPLES)
    first, events = state(here), here.ledger.events(limit=10_000)
    again = run(here, *FILES)
    assert state(here) == first == state(done[0])
    assert here.ledger.events(limit=10_000) == events
    assert (again.known, again.reports, again.items_new) == (len(FILES), 0, 0)
    assert Counter(line.status for line in again.files) == {"known": 10, "quarantined": 1}


@pytest.mark.parametrize("stage", ["读取", "复算核对", "入库", "校验", "分流", "入队"])
def test_a_run_that_breaks_off_is_finished_by_the_next(here: Site, done: Done, stage: str) -> None:
    run_until(here, stage, *FILES)
    run(here)
    assert state(here) == state(done[0])
    assert list(problems(here)) == []


def test_bad_files_are_quarantined_with_their_reasons_while_the_rest_goes_through(here: Site, tmp_path: Path) -> None:
    good = sample("禁毒")
    bad = {
        "empty.pdf": (b"", "empty"),
        "text.pdf": ("不是文档".encode() * 50, "not_a_document"),
        "cut.pdf": (good.read_bytes()[:3000], "damaged"),
        "word.doc.pdf": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "unsupported"),
    }
    for name, (content, _) in bad.items():
        (tmp_path / name).write_bytes(content)
    summary = run(here, *(tmp_path / name for name in bad), sample("公路"), good)
    found = {Path(line.path).name: line.reason for line in summary.files if line.status == "quarantined"}
    assert found == {**{name: reason for name, (_, reason) in bad.items()}, sample("公路").name: "encrypted"}
    assert all(line.detail for line in summary.files if line.status == "quarantined")
    assert [line.status for line in summary.files if line.path == str(good)] == ["extracted"]
    assert here.ledger.counts().submissions == {"quarantined": 5, "queued": 1}
    assert here.ledger.counts().items["extraction"] == {"open": 5}
    assert list(problems(here)) == []


def test_the_same_bytes_under_two_names_are_one_submission(here: Site, tmp_path: Path) -> None:
    other = tmp_path / "副本.pdf"
    other.write_bytes(sample("禁毒").read_bytes())
    summary = run(here, sample("禁毒"), other)
    assert (summary.received, summary.known, summary.reports) == (2, 1, 1)
    (submission,) = here.ledger.submissions()
    assert [receipt.name for receipt in here.ledger.receipts(submission.sha256)] == [str(sample("禁毒")), str(other)]


def test_a_path_that_cannot_be_read_is_said_and_stops_nothing(here: Site, tmp_path: Path) -> None:
    summary = run(here, tmp_path / "没有.pdf", sample("禁毒"))
    assert sorted((line.status, line.sha256 is None) for line in summary.files) == [
        ("extracted", False),
        ("failed", True),
    ]


def test_an_error_of_ours_while_reading_is_no_finding_and_the_file_is_due_again(
    here: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: Extractor, data: bytes, path: str) -> None:
        raise SandboxError("Traceback: our bug")

    with monkeypatch.context() as patch:
        patch.setattr(Extractor, "extract", broken)
        for _ in range(2):
            summary = run(here, sample("禁毒"))
            assert (summary.findings, summary.reports, len(summary.errors)) == ({}, 0, 1)
    assert here.ledger.counts().submissions == {"received": 1}
    assert here.ledger.counts().items == {"operations": {"open": 1}}
    assert run(here).reports == 1
    assert list(problems(here)) == []


def test_a_rule_that_fails_is_an_item_for_operations(here: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(subject: object) -> None:
        raise ZeroDivisionError("our bug")

    monkeypatch.setitem(registry.CHECKS, "SC204", broken)
    summary = run(here, sample("禁毒"))
    assert summary.findings == {"subtotal_mismatch": 1}
    (item,) = here.ledger.items("operations")
    assert "SC204" in item.item.reasons[0]
    assert "our bug" in item.item.reasons[0]
    assert list(problems(here)) == []


def test_an_expectation_that_could_not_run_is_an_item_for_operations(
    here: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = ValidationResult(failures=(ExpectationFailure("report", "GX-REP-01", "无法执行: boom"),))
    monkeypatch.setattr("tasks.validate.run_suites", lambda warehouse, versions: failed)
    summary = run(here, sample("图书馆"))
    assert (summary.findings, len(summary.errors)) == ({}, 1)
    (item,) = here.ledger.items()
    assert item.item.queue == "operations"


@needs_corpus
def test_what_is_odd_over_the_reports_of_one_file_is_an_item_about_the_file(here: Site) -> None:
    summary = run(here, Path(f"{CORPUS}/chrome_all4/all4.pdf"))
    assert {"portfolio_budget_trimmed_to_spend", "portfolio_identical_satisfaction"} <= set(summary.findings)
    (item,) = (one.item for one in here.ledger.items("budget") if one.item.report_version is None)
    (finding,) = findings_of(here, item)
    assert finding.kind == "portfolio_budget_trimmed_to_spend"
    with here.warehouse() as warehouse:
        assert warehouse.counts()["portfolio_finding"] >= 2
    assert list(problems(here)) == []


def test_the_members_of_an_archive_are_submissions_of_their_own(here: Site, tmp_path: Path) -> None:
    archive = tmp_path / "报送.zip"
    with zipfile.ZipFile(archive, "w") as content:
        content.write(sample("图书馆"), "云岭/图书馆.pdf")
        content.writestr("说明.txt", "请查收")
        content.writestr("../外面.pdf", sample("禁毒").read_bytes())
    summary = run(here, archive)
    found = {line.path.rpartition("!/")[2]: (line.status, line.reason) for line in summary.files}
    assert found["云岭/图书馆.pdf"] == ("extracted", None)
    assert found["说明.txt"] == ("quarantined", "not_a_document")
    assert sorted(status for status, _ in found.values()) == ["extracted", "quarantined", "quarantined"]
    assert all(line.path.startswith(f"{archive}!/") for line in summary.files)
    assert list(problems(here)) == []
