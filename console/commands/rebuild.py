"""``rebuild``: the DuckDB file made again."""

import typer

from console import options, output
from perfeval_core.domain.base import Frozen


class Rebuilt(Frozen):
    """The answer of ``rebuild --json``."""

    version: int = 1
    rows: dict[str, int]
    """By table."""


def rebuild(home: options.Home = None, json: options.Json = False) -> None:
    """重建数据仓库：由档案和台账重新生成 DuckDB 文件，每张表逐行相同。

    在旧文件旁边生成，全部完成后才替换；中途停止或断电，旧文件保持原样。
    数据仓库文件损坏、误删，或升级后结构版本不符时使用。

    例：perfeval rebuild --home data/home
    """
    from perfeval_core.archive import ArchiveDamaged, NotArchived
    from perfeval_core.rebuilding import StillWorking
    from perfeval_core.rebuilding import rebuild as make_again
    from perfeval_core.site import site
    from perfeval_core.warehouse import WarehouseLocked

    here = site(options.settings(home).home)
    try:
        with output.progress("重建", sum(here.ledger.counts().submissions.values())) as bar:
            rows = make_again(here, lambda: output.advance(bar))
    except (WarehouseLocked, StillWorking) as error:
        output.note(f"现在不能重建，数据仓库保持原样：{error}", "red")
        raise typer.Exit(1) from error
    except (ArchiveDamaged, NotArchived) as error:
        output.note(f"档案不全，数据仓库保持原样。请运行 perfeval doctor，从备份恢复后再试：{error}", "red")
        raise typer.Exit(1) from error
    if json:
        output.emit(Rebuilt(rows=rows))
    else:
        output.table("数据仓库已重建", ("表", "行数"), rows.items())
