"""Options that several commands share, and how a command gets its settings."""

import os
from pathlib import Path
from typing import Annotated

import typer

from console.output import fail
from perfeval_core.settings import Settings

Json = Annotated[bool, typer.Option("--json", help="标准输出只给一份 JSON，日志走标准错误。")]
Home = Annotated[
    Path | None,
    typer.Option("--home", metavar="文件夹", help="存放全部状态的文件夹，默认 ./data/home。", show_default=False),
]
Paths = Annotated[
    list[Path], typer.Argument(metavar="路径...", help="文件或文件夹（文件夹里的 .pdf .docx .xlsx .zip 全部读取）。")
]
Pack = Annotated[
    str | None, typer.Option(metavar="编号", help="评分规则包，例如 mof-2020-10 或 platform。", show_default=False)
]

_SUFFIXES = {".pdf", ".docx", ".xlsx", ".zip"}


def settings(home: Path | None = None, **values: object) -> Settings:
    """The settings in force; what the command line says comes first. A bad value ends the program with code 2."""
    said = {name: value for name, value in {"home": home, **values}.items() if value is not None}
    try:
        return Settings(**said)  # type: ignore[arg-type]
    except ValueError as error:
        fail(f"设置有误（环境变量 PERFEVAL_… 或 perfeval.toml）：{error}")


def files(paths: list[Path]) -> list[Path]:
    """The files that ``paths`` name, those in folders in the order of their names. A missing path ends with code 2."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (item for item in path.rglob("*") if item.suffix.lower() in _SUFFIXES and item.is_file())
            found += sorted(inside)
        elif path.is_file() and os.access(path, os.R_OK):
            found.append(path)
        else:
            fail(f"找不到或打不开 {path}：请检查路径和权限")
    if not found:
        fail("没有可读的文件：文件夹里没有 .pdf .docx .xlsx .zip")
    return list(dict.fromkeys(found))
