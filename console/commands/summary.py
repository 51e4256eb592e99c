"""``summary``: where the review stands, as a page for the leader."""

from pathlib import Path
from typing import Annotated

import typer

from console import options, output
from console.commands.ledger import Unit, Year
from console.commands.letters import or_lost


def summary(
    out: Annotated[Path, typer.Argument(metavar="摘要.html", help="写到哪里；已有的同名文件会被替换。")],
    year: Year = None,
    unit: Unit = None,
    home: options.Home = None,
) -> None:
    """领导摘要：一个网页，断网可看。报告和疑点按单位、类型、队列，涉及金额，自评与复算，办理进度，整改通知。

    例：perfeval summary 摘要.html --year 2024
    """
    from perfeval_core.register.lines import Choice
    from perfeval_core.register.summary import write_summary
    from perfeval_core.site import site

    if out.suffix.lower() not in (".html", ".htm"):
        output.fail(f"{out} 不是 .html：摘要是网页，请把文件名写成 …….html")
    here, choice = site(options.settings(home).home), Choice(year=year, unit=unit)
    try:
        with output.progress("汇总", None) as bar:
            facts = or_lost(lambda: write_summary(here, choice, out, lambda *counts: output.count(bar, *counts)))
    except OSError as error:
        output.fail(f"写不了 {out}：{error.strerror}。请检查文件夹是否存在")
    output.say(f"已写入 {out}：报告 {len(facts.reports)} 份，用浏览器打开即可")
