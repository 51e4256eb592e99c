"""The repository speaks of itself only: no file names a folder of one machine or where packages are fetched from."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ELSEWHERE = re.compile(
    r"""(?<![\w.~/-])/(work|root|home/\w+|Users/\w+)/   # a folder of one machine
    |--(extra-)?index-url|--find[-]links|PIP_\w*INDEX   # where to fetch packages
    |https?://[^\s)>"'`]+/simple\b""",
    re.VERBOSE,
)


def tracked() -> list[str]:
    """The names of all files under version control."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, timeout=60)
    return [name for name in listed.stdout.decode().split("\0") if name]


def text_of(path: Path) -> str:
    """The text of a file; empty for pictures, documents and files that are deleted in the work tree."""
    data = path.read_bytes() if path.is_file() else b""
    return "" if b"\0" in data else data.decode("utf-8", errors="replace")


def test_no_file_speaks_of_elsewhere() -> None:
    names = tracked()
    assert "pyproject.toml" in names
    found = [
        f"{name}:{number}: {line.strip()[:100]}"
        for name in names
        for number, line in enumerate(text_of(ROOT / name).splitlines(), 1)
        if ELSEWHERE.search(line)
    ]
    assert found == []


SLASH, DASHES = "/", "--"


@pytest.mark.parametrize(
    "line",
    [
        f"see {SLASH}work/main/x",
        f"cp '{SLASH}root/.cache/a' .",
        f"HOME={SLASH}home/li/",
        f"pip install {DASHES}index-url x",
        f"{DASHES}extra-index-url x",
        f"{DASHES}find-links x",
        f"PIP_{'INDEX'}_URL=x",
        f"http:{SLASH}/mirror.example/pypi/simple",
    ],
)
def test_a_line_about_elsewhere_would_be_seen(line: str) -> None:
    assert ELSEWHERE.search(line)


@pytest.mark.parametrize("line", ["data/home/", "./data/home/x", "https://example.org/work/x", "a/work/b", "/login"])
def test_other_lines_are_left_alone(line: str) -> None:
    assert not ELSEWHERE.search(line)
