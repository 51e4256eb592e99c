"""Loads the rulebook: one pack and all cards in force on a day, with the overlays of a region."""

import json
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from perfeval_core.domain.base import Frozen
from perfeval_core.rulebook.location import rulebook_dir
from perfeval_core.rulebook.model import Card, Change, Citation, Effective, Pack, RuleSet
from perfeval_core.rulebook.overlay import Overlay, patched
from perfeval_core.rulebook.source import RulebookError, in_force, read_tree

DEFAULT_PACK = "mof-2020-10"

Shape = TypeVar("Shape", bound=Frozen)


def list_packs() -> tuple[str, ...]:
    """The ids of all packs, in order."""
    return tuple(sorted(path.stem for path in (rulebook_dir() / "packs").glob("*.yaml")))


def load_ruleset(pack_id: str = DEFAULT_PACK, on: date | None = None, region: str | None = None) -> RuleSet:
    """The pack ``pack_id`` and the cards as they stand on the day ``on`` (``None``: the latest) in ``region``.

    ``RulebookError`` if there is no such pack, if it is not in force on that day, or if a file is malformed.
    """
    if pack_id not in list_packs():
        raise RulebookError(f"no pack {pack_id!r}; there are {', '.join(list_packs())}")
    return _load(rulebook_dir(), pack_id, on, region)


def in_force_since(pack_id: str) -> date:
    """The first day of a pack."""
    return Effective.model_validate(read_tree(rulebook_dir() / "packs" / f"{pack_id}.yaml")["effective"]).since


@cache
def _load(folder: Path, pack_id: str, on: date | None, region: str | None) -> RuleSet:
    overlays = [overlay for overlay in _overlays(folder, on) if overlay.applies(pack_id, region)]
    changes: list[Change] = []
    pack = _shaped(Pack, folder / "packs" / f"{pack_id}.yaml", on, overlays, changes)
    if not pack.effective.covers(on):
        raise RulebookError(f"pack {pack_id} is not in force on {on}")
    cards = [
        _resting_on(pack, _shaped(Card, path, on, overlays, changes, pack))
        for path in sorted((folder / "cards").glob("*.yaml"))
    ]
    _all_targets_exist(overlays, {pack.id, *(card.id for card in cards)})
    off = {change.target for change in changes if change.field == "switch_off"}
    held = tuple(card for card in cards if card.effective.covers(on) and card.id not in off)
    return RuleSet(pack=pack, cards=held, changes=tuple(changes), pack_hash=_hash(pack), hash=_hash(pack, *held))


def _overlays(folder: Path, on: date | None) -> list[Overlay]:
    found = (_shaped(Overlay, path, on) for path in sorted((folder / "overlays").glob("*.yaml")))
    return [overlay for overlay in found if overlay.effective.covers(on)]


def _shaped(
    shape: type[Shape],
    path: Path,
    on: date | None,
    overlays: list[Overlay] | None = None,
    changes: list[Change] | None = None,
    pack: Pack | None = None,
) -> Shape:
    """One file in the shape of ``shape``; its id is the file's name (cards: the name's first part)."""
    try:
        tree = in_force(read_tree(path), on)
        if pack is not None:
            tree = tree | {"citations": _clauses(tree["citations"], pack)}
        for overlay in overlays or ():
            tree = patched(tree, overlay, changes if changes is not None else [])
        value = shape.model_validate(tree)
    except (RulebookError, ValidationError) as error:
        raise RulebookError(f"{path.name}: {error}") from error
    if getattr(value, "id", None) not in (path.stem, path.stem.partition("_")[0]):
        raise RulebookError(f"{path.name}: the id inside differs from the file's name")
    return value


def _clauses(citations: list[Any], pack: Pack) -> list[Any]:
    """A card's citations; ``{pack: quantity}`` is the clause that the pack in use has for it."""
    return [pack.citations.get(item["pack"], item) if "pack" in item else item for item in citations]


def _resting_on(pack: Pack, card: Card) -> Card:
    """``card``, whose findings say that the pack's wording is not verified, whatever else the card cites."""
    if pack.verified or any(not citation.verified for citation in card.citations):
        return card
    note = Citation(instrument=pack.title, clause="计分口径", quote="规则包的条文尚未全部核对", verified=False)
    return card.model_copy(update={"citations": (*card.citations, note)})


def _all_targets_exist(overlays: list[Overlay], known: set[str]) -> None:
    """An overlay that names what does not exist is a slip of the pen, not an overlay without effect."""
    for overlay in overlays:
        lost = [patch.target for patch in overlay.patches if patch.target not in known and not patch.is_of_pack]
        if lost:
            raise RulebookError(f"overlay {overlay.id}: there is no rule {', '.join(lost)}")


def _hash(*parts: Frozen) -> str:
    """sha256 over the content, whatever the order and layout of the YAML."""
    content: list[Any] = [part.model_dump(mode="json") for part in parts]
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(canonical.encode()).hexdigest()
