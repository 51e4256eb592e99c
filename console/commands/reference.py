"""``reference``: the bureau's project lists and official figures (财政口径数据), and who has not filed (应报未报)."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from console import options, output

if TYPE_CHECKING:
    from perfeval_core.reference.official import Standing

app = typer.Typer(help="财政口径数据：导入项目清单和预算、执行数据，与报告核对；看谁应报未报。", no_args_is_help=True)

Year = Annotated[int | None, typer.Option("--year", min=2000, max=2099, help="年度，例如 2024。", show_default="全部")]
Out = Annotated[
    Path | None, typer.Option("-o", "--out", metavar="文件.xlsx", help="另存为 Excel 文件。", show_default=False)
]


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="清单", help="项目清单，.xlsx 或 .csv。")],
    year: Annotated[
        int | None, typer.Option(min=2000, max=2099, help="清单没有年度列时，是哪一年度的。", show_default=False)
    ] = None,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="跳过不合格的行，导入其余的行。")] = False,
    home: options.Home = None,
    json: options.Json = False,
) -> None:
    """导入财政部门的项目清单：年度、单位、项目、年初预算数、全年预算数、全年执行数。

    逐行检查。有一行不合格就一行也不导入，并列出哪一行、哪一列、为什么、怎么改；加 --skip-bad 则跳过这些行。
    有不合格的行，退出码为 1。以前导入的都留着，同一年度、单位、项目以最后一次为准。

    例：perfeval reference import 2024年项目清单.xlsx --year 2024
    """
    from console.references import imported, show_import
    from perfeval_core.reference.sheets import ListUnreadable
    from perfeval_core.site import site
    from perfeval_core.warehouse import WarehouseLocked

    try:
        data = file.read_bytes()
    except OSError as error:
        output.fail(f"找不到或打不开 {file}：{error.strerror}")
    try:
        done = imported(site(options.settings(home).home), file.name, data, year, skip_bad)
    except ListUnreadable as error:
        output.fail(f"{file.name} 不能作为项目清单导入：{error}")
    except WarehouseLocked as error:
        output.note(
            f"清单已记入台账，但数据仓库正被占用：{error}。稍后把同一份清单再导入一次，即可更新数据仓库。", "red"
        )
        raise typer.Exit(1) from error
    if json:
        output.emit(done)
    else:
        show_import(done)
    if done.faults:
        raise typer.Exit(1)


@app.command("list")
def list_(year: Year = None, out: Out = None, home: options.Home = None, json: options.Json = False) -> None:
    """列出应报的项目：财政口径的预算、执行数，报了没有。

    例：perfeval reference list --year 2024 -o 应报项目.xlsx
    """
    _answer(year, out, home, json, only_missing=False)


@app.command("missing")
def missing(year: Year = None, out: Out = None, home: options.Home = None, json: options.Json = False) -> None:
    """应报未报：清单里有、还没有收到报告的项目。

    按年度、单位（先编码后名称）、项目名称对应；名称只差空格、全半角、引号的算相同。

    例：perfeval reference missing --year 2024 -o 未报.xlsx
    """
    _answer(year, out, home, json, only_missing=True)


def _answer(year: int | None, out: Path | None, home: Path | None, json: bool, only_missing: bool) -> None:
    from console.references import export, listed, show_list
    from perfeval_core.reference.official import standings
    from perfeval_core.site import site

    everything = standings(site(options.settings(home).home).ledger, year)
    shown: list[Standing] = [one for one in everything if not (only_missing and one.reports)]
    if out is not None:
        try:
            export(out, shown, only_missing)
        except OSError as error:
            output.fail(f"不能写 {out}：{error.strerror}")
    if json:
        output.emit(listed(year, everything, shown))
    elif out is not None:
        output.say(f"{len(shown)} 个项目已写入 {out}")
    else:
        show_list(everything, shown, only_missing)
