"""Debian's Chromium, for tests of pages that have to open without a network."""

import shutil
import subprocess
from pathlib import Path

import pytest


def chromium() -> str:
    """Where it is; skips the test, and says how to get it, if it is not installed."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("needs Chromium: sudo apt-get install chromium fonts-noto-cjk")
    return program


def shown_offline(page: str, file: Path) -> str:
    """``page``, written to ``file``, as a browser without a network has it."""
    file.write_text(page, encoding="utf-8")
    command = [chromium(), "--headless", "--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND"]
    asked = [*command, "--dump-dom", file.as_uri()]
    return subprocess.run(asked, capture_output=True, text=True, check=True, timeout=60).stdout
