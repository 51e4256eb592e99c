"""Which pack a report is checked under: the caller's, the one a table maps its unit or region to, or the default."""

from datetime import MAXYEAR, date
from functools import cache
from pathlib import Path

from pydantic import Field, ValidationError, model_validator

from perfeval_core.domain.base import Frozen
from perfeval_core.rulebook.load import DEFAULT_PACK, in_force_since, list_packs, load_ruleset
from perfeval_core.rulebook.location import rulebook_dir
from perfeval_core.rulebook.model import DivisionCode, Effective, RuleSet
from perfeval_core.rulebook.source import RulebookError, read_yaml


class Mapping(Frozen):
    """One line of ``mapping.yaml``: which pack holds for a unit (code or name) or for a region, and why.

    A pack with unknown fields needs ``accept_unknown``: somebody has seen the list and wants it all the same.
    """

    unit_code: str | None = None
    unit_name: str | None = None
    region: DivisionCode | None = None
    pack: str
    effective: Effective
    why: str = Field(min_length=4)
    accept_unknown: bool = False

    @model_validator(mode="after")
    def _names_one_thing(self) -> "Mapping":
        if sum(key is not None for key in (self.unit_code, self.unit_name, self.region)) != 1:
            raise ValueError("a mapping names one of unit_code, unit_name, region")
        if self.pack not in list_packs():
            raise ValueError(f"no pack {self.pack!r}")
        unknown = load_ruleset(self.pack).pack.unknown
        if unknown and not self.accept_unknown:
            raise ValueError(f"pack {self.pack} does not know {', '.join(unknown)}; it needs accept_unknown: true")
        return self

    def closeness(self, unit_code: str | None, unit_name: str | None, region: str | None) -> int:
        """How closely the line fits: a unit before a region, a longer code before a shorter one; 0 is no fit."""
        if self.unit_code is not None and self.unit_code == unit_code:
            return 101
        if self.unit_name is not None and self.unit_name == unit_name:
            return 100
        return len(self.region) if self.region is not None and (region or "").startswith(self.region) else 0


def mappings() -> tuple[Mapping, ...]:
    """The lines of ``mapping.yaml``; ``RulebookError`` if one of them is malformed."""
    path = rulebook_dir() / "mapping.yaml"
    return _mappings(path, path.stat().st_mtime_ns)


@cache
def _mappings(path: Path, changed: int) -> tuple[Mapping, ...]:
    try:
        return tuple(Mapping.model_validate(line) for line in read_yaml(path)["mappings"])
    except ValidationError as error:
        raise RulebookError(f"mapping.yaml: {error}") from error


def day_of(fiscal_year: int | None) -> date | None:
    """The day whose rules hold for a report of ``fiscal_year``: its last; ``None``, the latest, where it is unknown."""
    return date(fiscal_year, 12, 31) if fiscal_year and 0 < fiscal_year <= MAXYEAR else None


def choose_pack(
    *,
    stated: str | None = None,
    region: str | None = None,
    unit_code: str | None = None,
    unit_name: str | None = None,
    fiscal_year: int | None = None,
    default: str = DEFAULT_PACK,
) -> str:
    """The id of the pack: ``stated`` by the caller, else the closest line of the table, else ``default``."""
    if stated is not None:
        return stated
    on = day_of(fiscal_year)
    held = [line for line in mappings() if line.effective.covers(on)]
    best = max(held, key=lambda line: line.closeness(unit_code, unit_name, region), default=None)
    return best.pack if best and best.closeness(unit_code, unit_name, region) else default


def ruleset_for(
    *,
    stated: str | None = None,
    region: str | None = None,
    unit_code: str | None = None,
    unit_name: str | None = None,
    fiscal_year: int | None = None,
    default: str = DEFAULT_PACK,
) -> RuleSet:
    """The rules for one report: its pack on the last day of its fiscal year, with the overlays of its region.

    A report from before the pack's first day is held against its first version: the form is older than the notice.
    """
    chosen = choose_pack(
        stated=stated,
        region=region,
        unit_code=unit_code,
        unit_name=unit_name,
        fiscal_year=fiscal_year,
        default=default,
    )
    if chosen not in list_packs():
        return load_ruleset(chosen)
    on = day_of(fiscal_year)
    return load_ruleset(chosen, on and max(on, in_force_since(chosen)), region)
