"""What ``docs/`` publishes is what the program says and does."""

import copy
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from perfeval_core import published
from perfeval_core.settings import Settings

ROOT = Path(__file__).parents[2]
COMMANDS = ("extract", "check")

Change = Callable[[dict[str, Any]], None]


@pytest.fixture(scope="module")
def answers() -> dict[str, dict[str, Any]]:
    """The real answers about all samples, by command. One sample is locked, so the exit code is 1."""
    return {command: _answer(command) for command in COMMANDS}


def _answer(command: str) -> dict[str, Any]:
    program = [sys.executable, "-c", "from console.cli import main; main()"]
    done = subprocess.run(
        [*program, command, str(ROOT / "data" / "samples"), "--json"], capture_output=True, cwd=ROOT, timeout=120
    )
    assert done.returncode == 1, done.stderr.decode()
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def validator(command: str) -> jsonschema.Draft202012Validator:
    """A validator for the published schema of a command's answer."""
    schema = json.loads((ROOT / f"docs/schema/{command}.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_all_documents_are_current() -> None:
    """If this fails: ``make docs``."""
    assert published.stale(ROOT) == []


def test_a_changed_and_a_missing_document_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = ["--root", str(tmp_path)]
    assert published.main(root) == 0
    assert published.main([*root, "--check"]) == 0
    changed, missing, *_ = published.DOCUMENTS
    (tmp_path / changed).write_text("{}", "utf-8")
    (tmp_path / missing).unlink()
    assert published.main([*root, "--check"]) == 1
    assert capsys.readouterr().err.splitlines() == [f"stale: {changed}", f"stale: {missing}"]


@pytest.mark.parametrize("command", COMMANDS)
def test_real_answers_have_the_published_shape(command: str, answers: dict[str, dict[str, Any]]) -> None:
    answer = answers[command]
    assert {file["status"] for file in answer["files"]} == {"extracted", "quarantined"}
    assert [error.json_path for error in validator(command).iter_errors(answer)] == []


def _indicator(answer: dict[str, Any]) -> dict[str, Any]:
    reports = [report for file in answer["files"] for report in file["reports"]]
    indicator: dict[str, Any] = reports[0]["indicators"][0]
    return indicator


def _scores(answer: dict[str, Any]) -> dict[str, Any]:
    scores: dict[str, Any] = next(file for file in answer["files"] if file["reports"])["reports"][0]["scores"]
    return scores


@pytest.mark.parametrize(
    "command, change",
    [
        pytest.param("extract", lambda answer: _indicator(answer).pop("actual"), id="a column left out"),
        pytest.param("extract", lambda answer: _indicator(answer).update(weight=10), id="a cell as a number"),
        pytest.param("extract", lambda answer: _indicator(answer).update(colour="red"), id="an unknown field"),
        pytest.param("extract", lambda answer: answer["files"][0].update(status="fine"), id="an unknown status"),
        pytest.param("check", lambda answer: _scores(answer)["total"].update(low=51.78), id="a score as a number"),
        pytest.param("check", lambda answer: _scores(answer).pop("grade"), id="a grade left out"),
    ],
)
def test_the_schema_refuses(command: str, change: Change, answers: dict[str, dict[str, Any]]) -> None:
    answer = copy.deepcopy(answers[command])
    change(answer)
    assert not validator(command).is_valid(answer)


def test_every_setting_is_documented() -> None:
    table = (ROOT / "docs/settings.md").read_text("utf-8")
    rows = {f"| `{name}` | `PERFEVAL_{name.upper()}` |" for name in Settings.model_fields}
    assert {row for row in rows if row not in table} == set()
    assert "None |" not in table
