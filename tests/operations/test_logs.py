"""Logs that programs can read: one JSON object a line, of bounded size, that says what it is about."""

import json
import logging
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from perfeval_core import logs

log = logging.getLogger("perfeval.test")


def lines(folder: Path, name: str = "test") -> list[dict[str, Any]]:
    written = "".join(path.read_text("utf-8") for path in sorted(folder.glob(f"{name}*.jsonl")))
    return [json.loads(line) for line in written.split("\n")[:-1]]


def test_a_line_says_what_it_is_about(tmp_path: Path) -> None:
    with logs.written(tmp_path, "test"), logs.about(run="r1"):
        with logs.about(submission="ab", task="read"):
            log.info("第 %d 行\n两行", 1, extra={"report": "ab-1", "seconds": 0.5, "unknown": "x"})
        log.warning("外面")
    log.warning("不记")
    first, second = lines(tmp_path)
    assert first.pop("time").endswith("+00:00")
    assert first == {
        "level": "INFO",
        "logger": "perfeval.test",
        "message": "第 1 行\n两行",
        "run": "r1",
        "submission": "ab",
        "task": "read",
        "report": "ab-1",
        "seconds": 0.5,
    }
    assert (second["run"], "submission" in second) == ("r1", False)


def test_an_error_is_told_by_its_kind_and_place_only(tmp_path: Path) -> None:
    with logs.written(tmp_path, "test"):
        try:
            raise ValueError("贫困户张三的身份证号")
        except ValueError:
            log.exception("没有办成")
    (line,) = lines(tmp_path)
    assert (line["error"], line["at"][0].startswith("test_logs.py:")) == ("ValueError", True)
    assert "张三" not in json.dumps(line, ensure_ascii=False)


def test_alone_means_nowhere_else_and_all_is_as_before_afterwards(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    logger = logging.getLogger("perfeval")
    before = (logger.level, logger.propagate, list(logger.handlers))
    with logs.written(tmp_path, "test", alone=True):
        log.warning("运行")
    assert caplog.records == []
    assert (logger.level, logger.propagate, logger.handlers) == before
    with logs.written(tmp_path, "test"):
        log.warning("服务")
    assert [record.message for record in caplog.records] == ["服务"]


def test_the_files_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "LARGEST", 1000)
    with logs.written(tmp_path, "test"):
        for number in range(200):
            log.info("第 %d 行", number)
    found = list(tmp_path.iterdir())
    assert logs.KEPT <= len(found) <= logs.KEPT + 1
    assert max(path.stat().st_size for path in found) < 1300
    assert "第 199 行" in {line["message"] for line in lines(tmp_path)}
    assert "第 0 行" not in {line["message"] for line in lines(tmp_path)}


def write(folder: Path, worker: int, largest: int) -> None:
    logs.LARGEST = largest
    with logs.written(folder, "test"):
        for number in range(300):
            log.info("%d-%d", worker, number)


def test_processes_that_write_at_once_lose_no_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spawn = get_context("spawn")
    workers = [spawn.Process(target=write, args=(tmp_path, worker, 30_000)) for worker in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    said = [line["message"] for line in lines(tmp_path)]
    assert sorted(said) == sorted(f"{worker}-{number}" for worker in range(3) for number in range(300))
    assert len(list(tmp_path.iterdir())) > 2
