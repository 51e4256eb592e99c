"""``quality``: what has come in and what was found, as a page for a browser."""

from pathlib import Path
from typing import Annotated

import typer

from console import options, output


def quality(
    home: options.Home = None,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="网页", help="写到哪里（.html），默认在状态文件夹的 quality 下。"),
    ] = None,
) -> None:
    """数据质量页：收到什么、怎样读的、疑点和校验、自评与复算、压减的预算，一个网页，断网可看。

    例：perfeval quality -o 数据质量.html
    """
    from perfeval_core.quality.write import write_page
    from perfeval_core.site import site

    where = options.settings(home)
    here = site(where.home)
    files = [one.sha256 for one in here.ledger.submissions()]
    if not files:
        output.fail("还没有收到文件：先运行 perfeval ingest 文件夹")
    page = out or where.quality / "全部.html"
    write_page(here, files, page, "数据质量：全部报告")
    output.say(f"已写入 {page}，用浏览器打开即可")
