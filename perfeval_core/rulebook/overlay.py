"""Overlays (地方补充): a bureau's changes to named fields of packs and cards, each with its reason and its first day.

The packs and cards themselves stay as they are, so an update of the program and a bureau's own decisions do not meet.
"""

from datetime import date
from typing import Any

from pydantic import Field, model_validator

from perfeval_core.domain.base import Frozen
from perfeval_core.rulebook.model import Change, DivisionCode, Effective
from perfeval_core.rulebook.source import RulebookError

FIXED = frozenset({"id", "kind", "scope", "certainty", "caused_by", "examples"})
"""What makes a rule this rule, and its examples, which hold for the card as published: no overlay changes them."""


class Patch(Frozen):
    """New values for named fields (``set``, a path like ``weights.execution``) of one card or pack; or a rule off."""

    card: str | None = None
    pack: str | None = None
    set: dict[str, Any] = Field(default_factory=dict)
    switch_off: bool = False
    why: str = Field(min_length=4)

    @model_validator(mode="after")
    def _says_one_thing(self) -> "Patch":
        if (self.card is None) == (self.pack is None):
            raise ValueError("a patch names one card or one pack")
        if bool(self.set) == self.switch_off or (self.pack and self.switch_off):
            raise ValueError("a patch sets fields, or switches a rule off")
        return self

    @property
    def target(self) -> str:
        """The id of what is changed."""
        return self.card or self.pack or ""

    @property
    def is_of_pack(self) -> bool:
        """Whether a pack is changed, not a card."""
        return self.pack is not None


class Overlay(Frozen):
    """One overlay: for which packs and regions (``jurisdictions`` empty: everywhere), from when, who, and what."""

    id: str
    title: str
    decided_by: str
    effective: Effective
    packs: tuple[str, ...] = Field(min_length=1)
    jurisdictions: tuple[DivisionCode, ...] = ()
    patches: tuple[Patch, ...] = Field(min_length=1)

    def applies(self, pack: str, region: str | None) -> bool:
        """Whether it holds for reports under ``pack`` in ``region``; a region that is not known is in none."""
        if "*" not in self.packs and pack not in self.packs:
            return False
        return not self.jurisdictions or (region or "").startswith(self.jurisdictions)


def patched(tree: dict[str, Any], overlay: Overlay, changes: list[Change]) -> dict[str, Any]:
    """``tree``, a pack or a card, with what ``overlay`` says about it; every change is noted in ``changes``."""
    for patch in overlay.patches:
        if patch.target != tree.get("id"):
            continue
        since: date = overlay.effective.since
        fields = patch.set or {"switch_off": True}
        changes += [
            Change(overlay=overlay.id, target=patch.target, field=path, value=str(value), why=patch.why, since=since)
            for path, value in fields.items()
        ]
        for path, value in patch.set.items():
            tree = _with(tree, path.split("."), value, overlay.id)
    return tree


def _with(tree: Any, path: list[str], value: Any, overlay: str) -> dict[str, Any]:
    """``tree`` with ``value`` at ``path``; a field that does not exist there is an error."""
    name, *rest = path
    if not isinstance(tree, dict) or name not in tree or name in FIXED:
        raise RulebookError(f"overlay {overlay}: {name} is no field that can be changed")
    return tree | {name: _with(tree[name], rest, value, overlay) if rest else value}
