"""The file beside a dropped file that says who handed it in (报送说明)."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import yaml
from pydantic import ConfigDict, ValidationError

from perfeval_core.domain.base import Frozen
from perfeval_core.domain.clock import CHINA
from perfeval_core.dropfolder.settling import without_links

_MAX_BYTES = 64 * 1024


class Sidecar(Frozen):
    """What a sender may say. A time without a zone is Chinese time."""

    model_config = ConfigDict(coerce_numbers_to_str=True, str_strip_whitespace=True)

    submitted_by: str | None = None
    """报送人"""
    submitted_at: datetime | None = None
    """报送时间"""
    unit: str | None = None
    """报送单位: code or name; goes before the name of the folder."""

    @property
    def time(self) -> str | None:
        """``submitted_at`` in ISO format with its zone."""
        if self.submitted_at is None:
            return None
        zone = self.submitted_at.tzinfo or CHINA
        return self.submitted_at.replace(tzinfo=zone).isoformat()


@dataclass(frozen=True)
class Described:
    """What was said about a file; ``problem`` tells the sender why nothing was understood."""

    said: Sidecar = field(default_factory=Sidecar)
    problem: str | None = None


def described(path: Path | None) -> Described:
    """What the sidecar at ``path`` says. One that cannot be used is said to be so, and stops nothing."""
    if path is None:
        return Described()
    try:
        with open(path, "rb", opener=without_links) as file:
            content = file.read(_MAX_BYTES + 1)
        if len(content) > _MAX_BYTES:
            return _unusable(path, f"超过 {_MAX_BYTES // 1024} KB")
        if path.suffix.lower() == ".json":
            return Described(Sidecar.model_validate_json(content))
        # every scalar stays the text that it is: 012001 is a unit's code and not an octal number
        return Described(Sidecar.model_validate(yaml.load(content, Loader=yaml.BaseLoader) or {}))
    except ValidationError as error:
        return _unusable(path, "；".join(_told(one["loc"], one["type"]) for one in error.errors()))
    except (yaml.YAMLError, UnicodeError, RecursionError):
        return _unusable(path, "不是合格的 YAML")
    except OSError as error:
        return _unusable(path, error.strerror or str(error))


def _told(place: tuple[int | str, ...], problem: str) -> str:
    where = ".".join(map(str, place))
    if problem == "extra_forbidden":
        return f"没有“{where}”这一项"
    return f"“{where}”的值不对" if where else "不是一组“名称: 值”"


def _unusable(path: Path, why: str) -> Described:
    allowed = "、".join(Sidecar.model_fields)
    return Described(problem=f"报送说明 {path.name} 不能用（{why}），已按文件夹登记；可写的项：{allowed}")
