"""Who works at the desk (人员): what a role may do, and which units' reports an account may see."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

Role = Literal["filer", "viewer", "reviewer", "lead", "admin"]
"""报送, 查看, 复核, 负责人, 管理员."""

ROLES: Mapping[Role, str] = {
    "filer": "报送",
    "viewer": "查看",
    "reviewer": "复核",
    "lead": "负责人",
    "admin": "管理员",
}

Right = Literal["upload", "view", "review", "lead", "admin"]
"""To hand in files; to see reports; to decide about them; to see all work, waive and spot-check; to keep accounts."""

RIGHTS: tuple[Right, ...] = get_args(Right)

_GIVEN: Mapping[Role, frozenset[Right]] = {
    "filer": frozenset({"upload"}),
    "viewer": frozenset({"view"}),
    "reviewer": frozenset({"upload", "view", "review"}),
    "lead": frozenset({"upload", "view", "review", "lead"}),
    "admin": frozenset(RIGHTS),
}

EVERY_UNIT_BELOW = "*"
"""What ends a unit that stands for all units whose code begins like it: ``101*``."""


@dataclass(frozen=True)
class Account:
    """One person's account (账号). ``units``: the units whose reports it may see (name, code or ``101*``), or all.

    ``name`` is what the person logs in with, and what stands under what he decides.
    """

    name: str
    role: Role
    units: tuple[str, ...] | None
    must_change: bool
    made_at: datetime
    last_login_at: datetime | None
    locked_until: datetime | None
    disabled_at: datetime | None

    def may(self, right: Right) -> bool:
        """Whether the role has the right."""
        return right in _GIVEN[self.role]

    def sees(self, unit_code: str | None, unit_name: str | None) -> bool:
        """Whether it may see what this unit filed; what names no unit is for those who see all."""
        return self.units is None or any(_is_of(one, unit_code or "", unit_name or "") for one in self.units)


def _is_of(said: str, code: str, name: str) -> bool:
    if said.endswith(EVERY_UNIT_BELOW):
        return bool(code) and code.startswith(said.removesuffix(EVERY_UNIT_BELOW))
    return said in (code, name)
