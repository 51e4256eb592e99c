"""Loads the rulebook: one pack and all cards in force on a day."""

import json
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from perfeval_core.domain.base import Frozen
from perfeval_core.rulebook.location import rulebook_dir
from perfeval_core.rulebook.model import Card, Pack, RuleSet
from perfeval_core.rulebook.source import RulebookError, in_force, read_yaml

DEFAULT_PACK = "mof-2020-10"

Shape = TypeVar("Shape", bound=Frozen)


def list_packs() -> tuple[str, ...]:
    """The ids of all packs, in order."""
    return tuple(sorted(path.stem for path in (rulebook_dir() / "packs").glob("*.yaml")))


def load_ruleset(pack_id: str = DEFAULT_PACK, on: date | None = None) -> RuleSet:
    """The pack ``pack_id`` and the cards as they stand on the day ``on`` (``None``: the latest).

    ``RulebookError`` if there is no such pack, if it is not in force on that day, or if a file is malformed.
    """
    if pack_id not in list_packs():
        raise RulebookError(f"no pack {pack_id!r}; there are {', '.join(list_packs())}")
    return _load(rulebook_dir(), pack_id, on)


@cache
def _load(folder: Path, pack_id: str, on: date | None) -> RuleSet:
    pack = _shaped(Pack, folder / "packs" / f"{pack_id}.yaml", on)
    if not pack.effective.covers(on):
        raise RulebookError(f"pack {pack_id} is not in force on {on}")
    cards = tuple(_shaped(Card, path, on) for path in sorted((folder / "cards").glob("*.yaml")))
    held = tuple(card for card in cards if card.effective.covers(on))
    return RuleSet(pack=pack, cards=held, pack_hash=_hash(pack), hash=_hash(pack, *held))


def _shaped(shape: type[Shape], path: Path, on: date | None) -> Shape:
    """One file in the shape of ``shape``; its id is the file's name (cards: the name's first part)."""
    try:
        value = shape.model_validate(in_force(read_yaml(path), on))
    except (RulebookError, ValidationError) as error:
        raise RulebookError(f"{path.name}: {error}") from error
    if getattr(value, "id", None) not in (path.stem, path.stem.partition("_")[0]):
        raise RulebookError(f"{path.name}: the id inside differs from the file's name")
    return value


def _hash(*parts: Frozen) -> str:
    """sha256 over the content, whatever the order and layout of the YAML."""
    content: list[Any] = [part.model_dump(mode="json") for part in parts]
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(canonical.encode()).hexdigest()
