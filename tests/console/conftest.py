"""Runs ``perfeval`` as a person would, in this process."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from typer.testing import CliRunner

from console import output
from console.cli import app

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def perfeval(monkeypatch: pytest.MonkeyPatch) -> Run:
    """``perfeval(*words)``: exit code and standard output, on a wide screen."""
    monkeypatch.setenv("COLUMNS", "1000")
    for screen in (output.screen, output.notes):
        monkeypatch.setattr(screen, "_width", 1000)

    def run(*words: object) -> tuple[int, str]:
        result = CliRunner().invoke(app, [str(word) for word in words])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.stdout

    return run


@pytest.fixture
def document(perfeval: Run) -> Callable[..., tuple[int, Any]]:
    """``document(*words)``: exit code and the one JSON document on standard output."""

    def run(*words: object) -> tuple[int, Any]:
        code, shown = perfeval(*words, "--json")
        return code, json.loads(shown)

    return run
