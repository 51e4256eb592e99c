"""The exact versions in constraints.txt are those that pyproject.toml allows, and nothing else stands there."""

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LINE = re.compile(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.!+-]*( ; (python_full_version|sys_platform) [<>=!]+ '[\w.]+')?")
LINES = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
WANTED = [Requirement(text) for text in PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]]


def exact_versions() -> dict[str, str]:
    """The version of each package, by its canonical name."""
    pins = [line.partition(" ;")[0].split("==") for line in LINES]
    return {canonicalize_name(name): version for name, version in pins}


def needed(requirement: Requirement, seen: set[tuple[str, frozenset[str]]]) -> Iterator[str]:
    """The canonical names of all that ``requirement`` brings along on this machine, itself included."""
    name, extras = canonicalize_name(requirement.name), frozenset(requirement.extras)
    if (name, extras) in seen:
        return
    seen.add((name, extras))
    yield name
    for text in requires(name) or ():
        further = Requirement(text)
        if further.marker is None or any(further.marker.evaluate({"extra": extra}) for extra in extras or {""}):
            yield from needed(further, seen)


@pytest.mark.parametrize("requirement", WANTED, ids=lambda requirement: requirement.name)
def test_every_pin_allows_the_exact_version(requirement: Requirement) -> None:
    version = exact_versions()[canonicalize_name(requirement.name)]
    assert requirement.specifier.contains(version, prereleases=True)


def test_every_line_is_one_exact_public_version() -> None:
    assert [line for line in LINES if not LINE.fullmatch(line)] == []
    assert len(exact_versions()) == len(LINES)
    assert sorted(LINES, key=str.lower) == LINES


@pytest.mark.parametrize(
    "line", ["pandas>=2.2", "pandas", "-e .", "--index-" + "url x", "a @ https://example.org/a.whl", "pandas==2.*", ""]
)
def test_other_lines_would_be_seen(line: str) -> None:
    assert not LINE.fullmatch(line)


def test_nothing_that_is_installed_along_is_left_open() -> None:
    seen: set[tuple[str, frozenset[str]]] = set()
    try:
        names = {name for requirement in WANTED for name in needed(requirement, seen)}
    except PackageNotFoundError as error:
        pytest.fail(f"not installed as constraints.txt says: {error}")
    assert names - exact_versions().keys() == set()
    assert {"starlette", "jsonschema", "certifi"} <= names, "the walk over the dependencies found too little"
