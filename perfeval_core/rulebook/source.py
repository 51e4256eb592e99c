"""Reads the rulebook's YAML, and chooses from its dated values those in force on a day.

A dated value is a mapping from the day it takes effect to what holds from then on: ``{2020-02-25: "10"}``. Numbers are
written as strings; a bare number is an error, because YAML would make a binary float or drop its printed precision.
"""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from perfeval_core.datadir import YamlLoader


class RulebookError(ValueError):
    """The rulebook cannot be used as it stands: malformed, incomplete, or nothing in force on the day."""


class _Loader(YamlLoader):
    """YAML in which a number that is not a string is an error."""


def _refuse_number(loader: yaml.SafeLoader, node: yaml.nodes.ScalarNode) -> None:
    raise RulebookError(f"bare number {node.value}{node.start_mark}: write numbers as strings")


for _tag in ("tag:yaml.org,2002:float", "tag:yaml.org,2002:int"):
    _Loader.add_constructor(_tag, _refuse_number)


def read_yaml(path: Path) -> Any:
    """The content of one YAML file; ``RulebookError`` if it is not YAML or holds a bare number."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except yaml.YAMLError as error:
        raise RulebookError(f"{path.name}: {error}") from error


def read_tree(path: Path) -> Any:
    """``read_yaml``, read again only when the file has changed. The tree is shared: nobody may change it."""
    return _tree(path, path.stat().st_mtime_ns)


@cache
def _tree(path: Path, changed: int) -> Any:
    return read_yaml(path)


def in_force(tree: Any, on: date | None) -> Any:
    """``tree`` with every dated value replaced by the one in force on the day ``on`` (``None``: the latest)."""
    if isinstance(tree, list):
        return [in_force(item, on) for item in tree]
    if not isinstance(tree, dict):
        return tree
    if tree and all(isinstance(key, date) for key in tree):
        begun = [day for day in tree if on is None or day <= on]
        if not begun:
            raise RulebookError(f"no value in force on {on}; the first begins on {min(tree)}")
        return in_force(tree[max(begun)], on)
    return {key: in_force(value, on) for key, value in tree.items()}
