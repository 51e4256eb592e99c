"""``ledger``: the register (台账) as an Excel workbook."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from console import options, output
from console.commands.queue import Name

if TYPE_CHECKING:
    from perfeval_core.register.lines import Standing

app = typer.Typer(help="台账：导出为 Excel。", no_args_is_help=True)

Unit = Annotated[
    str | None, typer.Option(metavar="单位", help="只要一个单位：编码，或名称的一部分。", show_default="全部")
]
Year = Annotated[int | None, typer.Option(min=2000, max=2099, help="只要一个年度，例如 2024。", show_default="全部")]
Status = Annotated[
    str | None,
    typer.Option(
        metavar="状态",
        help="只要一种办理状态：open 待办，passed 通过，returned 退回，handed_over 转交，clean 无须复核。",
        show_default="全部",
    ),
]


@app.callback()
def _ledger() -> None:
    """A group, so that ``export`` is said."""


@app.command("export")
def export(
    out: Annotated[Path, typer.Argument(metavar="台账.xlsx", help="写到哪里；已有的同名文件会被替换。")],
    queue: Name = None,
    unit: Unit = None,
    year: Year = None,
    status: Status = None,
    home: options.Home = None,
    json: options.Json = False,
) -> None:
    """导出台账：汇总、每份报告一行、每条疑点一行，写明金额、得分、复核结论和办理状态。

    只列现行有效的报告。金额是数（元），可以直接求和；每张表可以筛选。

    例：perfeval ledger export 台账.xlsx --year 2024 --status open
    """
    from perfeval_core.archive import ArchiveDamaged, NotArchived
    from perfeval_core.register.export import export as write
    from perfeval_core.register.lines import Choice
    from perfeval_core.site import site
    from perfeval_core.spreadsheet import TooManyRows

    if out.suffix.lower() != ".xlsx":
        output.fail(f"{out} 不是 .xlsx：台账是 Excel 文件，请把文件名写成 …….xlsx")
    choice = Choice(queue=options.queue(queue), unit=unit, year=year, standing=_standing(status))
    try:
        with output.progress("导出台账", None) as bar:
            made = write(site(options.settings(home).home), choice, out, lambda *counts: output.count(bar, *counts))
    except TooManyRows as error:
        output.fail(f"台账太大：{error}")
    except OSError as error:
        output.fail(f"写不了 {out}：{error.strerror}。请检查文件夹是否存在、文件是否正在 Excel 中打开")
    except (ArchiveDamaged, NotArchived) as error:
        output.note(f"卷宗缺失或损坏，台账没有写。请运行 perfeval doctor：{error}", "red")
        raise typer.Exit(1) from error
    if json:
        output.emit(made)
    else:
        output.say(f"已写入 {out}：报告 {made.reports} 份，疑点 {made.findings} 条")


def _standing(word: str | None) -> "Standing | None":
    """The standing called ``word``, in English or Chinese; an unknown one ends the program with code 2."""
    from perfeval_core.register.lines import STANDINGS

    for standing, name in STANDINGS.items():
        if word in (standing, name):
            return standing
    if word is not None:
        known = "、".join(f"{standing}（{name}）" for standing, name in STANDINGS.items())
        output.fail(f"没有“{word}”这种办理状态；可选 {known}")
    return None
