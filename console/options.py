"""Options that several commands share, and how a command gets its settings."""

import os
from pathlib import Path
from typing import Annotated

import typer

from console.output import fail
from perfeval_core.domain.review import QUEUES, Queue
from perfeval_core.inbox import SUFFIXES, documents
from perfeval_core.settings import Settings

Json = Annotated[bool, typer.Option("--json", help="标准输出只给一份 JSON，日志走标准错误。")]
Home = Annotated[
    Path | None,
    typer.Option("--home", metavar="文件夹", help="存放全部状态的文件夹，默认 ./data/home。", show_default=False),
]
Paths = Annotated[
    list[Path], typer.Argument(metavar="路径...", help="文件或文件夹（文件夹里的 .pdf .docx .xlsx .zip 等全部读取）。")
]
Pack = Annotated[
    str | None, typer.Option(metavar="编号", help="评分规则包，例如 mof-2020-10 或 platform。", show_default=False)
]


def settings(home: Path | None = None, **values: object) -> Settings:
    """The settings in force; what the command line says comes first. A bad value ends the program with code 2."""
    said = {name: value for name, value in {"home": home, **values}.items() if value is not None}
    try:
        return Settings(**said)  # type: ignore[arg-type]
    except ValueError as error:
        fail(f"设置有误（环境变量 PERFEVAL_… 或 perfeval.toml）：{error}")


def queue(name: str | None) -> Queue | None:
    """The queue called ``name``; an unknown one ends the program with code 2."""
    for one in QUEUES:
        if one == name:
            return one
    if name is not None:
        fail(f"没有“{name}”这个队列；可选 {' '.join(QUEUES)}")
    return None


def files(paths: list[Path]) -> list[Path]:
    """The files that ``paths`` name. One that cannot be opened, or none at all, ends the program with code 2."""
    for path in paths:
        if not path.exists() or not os.access(path, os.R_OK):
            fail(f"找不到或打不开 {path}：请检查路径和权限")
    found = documents(paths)
    if not found:
        fail(f"没有可读的文件：文件夹里没有 {' '.join(sorted(SUFFIXES))}")
    return found
