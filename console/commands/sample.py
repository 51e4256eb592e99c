"""``sample``: reports in which nothing was found, drawn by chance (抽查). Stores are opened when a command runs."""

from typing import Annotated

import typer

from console import options, output
from console.commands import review
from perfeval_core.domain.review import Refused

app = typer.Typer(help="抽查：随机抽取没有疑点的报告，由人通读，估计漏报率。", no_args_is_help=True)


@app.command("draw")
def draw(
    by: review.By,
    count: Annotated[int | None, typer.Option(min=1, metavar="份数", help="抽几份。", show_default=False)] = None,
    percent: Annotated[
        int | None,
        typer.Option(min=1, max=100, metavar="百分之几", help="抽百分之几，不足一份的进为一份。", show_default=False),
    ] = None,
    seed: Annotated[
        str | None, typer.Option(metavar="文字", help="抽取的种子，例如当场摇出的号码。", show_default="随机")
    ] = None,
    home: options.Home = None,
    json: options.Json = False,
) -> None:
    """抽取没有疑点的报告，放进数据质量队列。种子和抽样范围留存，任何人都可以重抽核对；抽过的不再抽。

    例：perfeval sample draw --percent 5 --by 张三
    """
    from console.samples import Drawn, show_drawn
    from perfeval_core import sampling
    from perfeval_core.site import site

    if (count is None) == (percent is None):
        output.fail("--count 和 --percent 写一个，也只能写一个")
    here = site(options.settings(home).home)
    made = sampling.draw(here, by, count, percent, seed)
    if isinstance(made, Refused):
        output.fail(made.message)
    if json:
        output.emit(Drawn(sample=made))
    else:
        show_drawn(made)


@app.command("list")
def list_(home: options.Home = None, json: options.Json = False) -> None:
    """列出历次抽查：抽了多少，看了多少，漏报率多少。"""
    from console.samples import SampleList, show_samples
    from perfeval_core.sampling import result
    from perfeval_core.site import site

    here = site(options.settings(home).home)
    samples = here.ledger.samples
    found = [result(here, one, samples.reports(one.sample_id)) for one in samples.all()]
    if json:
        output.emit(SampleList(samples=tuple(found)))
    else:
        show_samples(found)


@app.command("show")
def show(
    sample: Annotated[str, typer.Argument(metavar="抽查编号", help="抽查编号，或能认出它的前几位。")],
    home: options.Home = None,
    json: options.Json = False,
) -> None:
    """看一次抽查：抽了哪些报告，发现什么漏报，漏报率及其 95% 置信区间。"""
    from console.samples import SampleShown, show_sample
    from perfeval_core.sampling import result
    from perfeval_core.site import site

    here = site(options.settings(home).home)
    found = [one for one in here.ledger.samples.all() if one.sample_id.startswith(sample)]
    if len(found) != 1:
        output.fail(f"{'不止一次' if found else '没有'}编号以“{sample}”开头的抽查；perfeval sample list 可看全部编号")
    reports = here.ledger.samples.reports(found[0].sample_id)
    said = result(here, found[0], reports)
    if json:
        output.emit(SampleShown(result=said, reports=tuple(reports)))
    else:
        show_sample(here, said, reports)
