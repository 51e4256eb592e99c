"""``letter``: the letter of rectification (整改通知) about one report."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from console import options, output

if TYPE_CHECKING:
    from perfeval_core.ledger import RecordedVersion
    from perfeval_core.letters import Letter
    from perfeval_core.site import Site


def letter(
    report: Annotated[str, typer.Argument(metavar="报告编号", help="报告编号或版本号，或能认出它的前几位。")],
    out: Annotated[Path, typer.Argument(metavar="通知.docx", help="写到哪里；已有的同名文件会被替换。")],
    on: Annotated[
        datetime | None,
        typer.Option(
            "--date",
            formats=["%Y-%m-%d"],
            metavar="年-月-日",
            help="发文日期，反馈期限由此算起。",
            show_default="今天",
        ),
    ] = None,
    home: options.Home = None,
) -> None:
    """整改通知：把一份报告的疑点写成给单位的通知（Word），逐项写明页码、栏目、应为多少、依据和最小更正。

    确定的疑点要求更正，需判断的要求说明；已豁免、已关闭的不列。模板可以自己改（docs/letters.md）。

    例：perfeval letter 3fa91c22d0b1-1 整改通知.docx
    """
    from console.reports import find_report
    from perfeval_core.site import site

    if out.suffix.lower() != ".docx":
        output.fail(f"{out} 不是 .docx：整改通知是 Word 文件，请把文件名写成 …….docx")
    here = site(options.settings(home).home)
    found = find_report(here, report)
    content = _composed(here, found, on)
    if content is None:
        output.say(f"{found.version.report_id} 没有要单位更正或说明的疑点，不需要整改通知，没有写文件。", "green")
        return
    _write(here, content, out)
    counts = f"须更正 {len(content.corrections)} 项，须说明 {len(content.explanations)} 项"
    output.say(f"已写入 {out}：{counts}，{content.due_on}前反馈")
    if not found.in_force:
        output.note("请注意：这一份已被重新报送的报告取代，或结果已有新版本。", "yellow")
    if content.partial:
        output.note("请注意：这份报告有部分内容须人工识别，发出之前请先核对。", "yellow")
    if not here.settings.bureau:
        output.note('发文单位没有设置，通知里留了空；在 perfeval.toml 中写 bureau = "……" 即可自动填写。')


def _composed(here: "Site", found: "RecordedVersion", on: datetime | None) -> "Letter | None":
    """The letter, ``None`` if there is nothing to ask; a lost dossier ends the program with code 1."""
    from perfeval_core.archive import ArchiveDamaged, NotArchived
    from perfeval_core.letters import compose
    from perfeval_core.rulebook.source import RulebookError

    try:
        dossier = here.archive.get_dossier(found.version.dossier_sha256)
        return compose(here, dossier, on.date() if on else here.ledger.today())
    except (ArchiveDamaged, NotArchived) as error:
        output.note(f"卷宗缺失或损坏，写不出通知。请运行 perfeval doctor：{error}", "red")
        raise typer.Exit(1) from error
    except RulebookError as error:
        output.fail(f"规则包不可用：{error}")


def _write(here: "Site", content: "Letter", out: Path) -> None:
    """Sets the letter and writes it; a template or a path that cannot be used ends the program with code 2."""
    from perfeval_core.letters import TemplateBroken, render
    from perfeval_core.letters.render import default_template

    try:
        out.write_bytes(render(content, here.settings.letter_template or default_template()))
    except TemplateBroken as error:
        output.fail(f"整改通知的模板不能用：{error}")
    except OSError as error:
        output.fail(f"写不了 {out}：{error.strerror}。请检查文件夹是否存在、文件是否正在 Word 中打开")
