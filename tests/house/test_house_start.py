"""``perfeval --help`` is quick because nothing heavy is imported before a command needs it."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEAVY = ("prefect", "great_expectations", "duckdb", "pandas", "pdfplumber", "fastapi", "uvicorn", "prometheus_client")


def loaded_after(statement: str) -> list[str]:
    """Which of the heavy packages a fresh interpreter holds after ``statement``."""
    program = f"import sys; {statement}; print(*(name for name in {HEAVY!r} if name in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout.split()


def test_the_command_line_imports_nothing_heavy() -> None:
    assert loaded_after("import console.cli") == []


def test_a_heavy_import_would_be_seen() -> None:
    assert loaded_after("import pdfplumber") == ["pdfplumber"]
