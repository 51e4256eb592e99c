"""The published shapes as text: JSON Schemas of the contract, the data dictionary, the settings.

``python -m perfeval_core.published`` writes them into ``docs/``; with ``--check`` it names those that are stale.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import PydanticUndefined, core_schema

from perfeval_core.domain.filing import ExtractResult
from perfeval_core.domain.findings import CheckResult
from perfeval_core.settings import Settings
from perfeval_core.warehouse.dictionary import dictionary

_ROOT = Path(__file__).resolve().parent.parent

_SETTINGS_HEAD = """\
# 设置 · Settings

由 `python -m perfeval_core.published` 根据 `perfeval_core/settings.py` 生成，请勿手改。

什么都不设也能运行。需要改时，写环境变量，或在运行命令的文件夹里放一个 `perfeval.toml`（键名见“名称”一栏，
例如 `workers = 4`）。命令行上给出的优先，其次是环境变量，再次是 `perfeval.toml`，最后是默认值。
`perfeval.toml` 里写错的键名会报错，不会被忽略。

| 名称 name | 环境变量 variable | 默认值 default | 说明 description |
|---|---|---|---|
"""

_SETTINGS_FOOT = """
另有一个环境变量不在 `perfeval.toml` 里：`PERFEVAL_DATA`，规则库、词库、分流表所在的文件夹，默认是程序旁边的 `data/`。
"""


class _AsEmitted(GenerateJsonSchema):
    """The shape as a reader meets it: every field is there in every answer, so none has a default, and only
    those that other shapes of a place do not have are optional."""

    def field_is_required(
        self, field: core_schema.ModelField | core_schema.DataclassField | core_schema.TypedDictField, total: bool
    ) -> bool:
        return "serialization_exclude_if" not in field

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, schema: object) -> bool:
        return False


def schema(model: type[BaseModel]) -> str:
    """The JSON Schema of what ``model`` looks like in JSON; decimals are strings there."""
    shape = model.model_json_schema(mode="serialization", schema_generator=_AsEmitted)
    return json.dumps({"$schema": GenerateJsonSchema.schema_dialect} | shape, ensure_ascii=False, indent=1) + "\n"


def settings() -> str:
    """The table of all settings."""
    prefix = Settings.model_config["env_prefix"]
    rows = (
        f"| `{name}` | `{prefix}{name.upper()}` | {_default(field)} | {field.description} |\n"
        for name, field in Settings.model_fields.items()
    )
    return _SETTINGS_HEAD + "".join(rows) + _SETTINGS_FOOT


def _default(field: FieldInfo) -> str:
    """The default for people; one that is computed or left open differs from machine to machine."""
    if field.default is PydanticUndefined:
        return "随机器而定 (depends on the machine)"
    if field.default is None:
        return "见说明 (see there)"
    return f"`{field.default.as_posix() if isinstance(field.default, Path) else field.default}`"


DOCUMENTS: dict[str, Callable[[], str]] = {
    "docs/schema/extract.schema.json": partial(schema, ExtractResult),
    "docs/schema/check.schema.json": partial(schema, CheckResult),
    "docs/warehouse.md": dictionary,
    "docs/settings.md": settings,
}
"""What is published where, below the root of the repository."""


def stale(root: Path) -> list[str]:
    """The documents below ``root`` that are missing or say something else than the code."""
    return [name for name, text in DOCUMENTS.items() if not _says(root / name, text())]


def _says(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text("utf-8") == text


def write(root: Path) -> None:
    """Writes all documents below ``root``."""
    for name, text in DOCUMENTS.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text(), "utf-8", newline="\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes the documents, or checks them."""
    parser = argparse.ArgumentParser(prog="python -m perfeval_core.published", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 and name what is stale")
    parser.add_argument("--root", type=Path, default=_ROOT, help="the repository, by default the one of this code")
    chosen = parser.parse_args(arguments)
    if not chosen.check:
        write(chosen.root)
        return 0
    found = stale(chosen.root)
    for name in found:
        print(f"stale: {name}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
