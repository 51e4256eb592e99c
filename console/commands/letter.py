"""``letter``: the letter of rectification (整改通知) about one report."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from console import options, output
from console.commands.letters import or_lost

if TYPE_CHECKING:
    from perfeval_core.domain.dossier import Dossier
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
    issue: Annotated[bool, typer.Option("--issue", help="登记为已发出：从此跟踪反馈（perfeval letters）。")] = False,
    by: Annotated[str, typer.Option(metavar="姓名", help="谁发出；与 --issue 同用。", show_default=False)] = "",
    home: options.Home = None,
) -> None:
    """整改通知：把一份报告的疑点写成给单位的通知（Word），逐项写明页码、栏目、应为多少、依据和最小更正。

    确定的疑点要求更正，需判断的要求说明；已豁免、已关闭的不列。模板可以自己改（docs/letters.md）。

    不加 --issue 只写草稿。加了 --issue，发出的日期、期限、疑点和文件的校验值记入台账；报告须已决定退回。

    例：perfeval letter 3fa91c22d0b1-1 整改通知.docx --issue --by 王五
    """
    from console.papers import composed, must_be_word, write
    from console.reports import find_report
    from perfeval_core.letters.render import default_template
    from perfeval_core.site import site

    must_be_word(out)
    if issue and not by.strip():
        output.fail("登记发出要写明是谁：--issue --by 姓名")
    here = site(options.settings(home).home)
    found = find_report(here, report)
    day = on.date() if on else here.ledger.today()
    dossier = or_lost(lambda: here.archive.get_dossier(found.version.dossier_sha256))
    content = _composed(here, dossier, day)
    if content is None:
        output.say(f"{found.version.report_id} 没有要单位更正或说明的疑点，不需要整改通知，没有写文件。", "green")
        return
    document = composed(content, here.settings.letter_template or default_template(), "整改通知")
    write(document, out, lambda: _issue(here, dossier, document, day, by) if issue else None)
    counts = f"须更正 {len(content.corrections)} 项，须说明 {len(content.explanations)} 项"
    output.say(f"已写入 {out}：{counts}，{content.due_on}前反馈")
    if not found.in_force:
        output.note("请注意：这一份已被重新报送的报告取代，或结果已有新版本。", "yellow")
    if content.partial:
        output.note("请注意：这份报告有部分内容须人工识别，发出之前请先核对。", "yellow")
    if not here.settings.bureau:
        output.note('发文单位没有设置，通知里留了空；在 perfeval.toml 中写 bureau = "……" 即可自动填写。')


def _issue(here: "Site", dossier: "Dossier", document: bytes, day: date, by: str) -> None:
    """Notes that the letter goes out; if it may not, the program ends with code 2."""
    from perfeval_core import letters
    from perfeval_core.domain.review import Refused

    made = letters.issue(here, dossier, document, day, by)
    if isinstance(made, Refused):
        output.fail(f"不能登记发出，没有写文件。{made.message}；只要草稿的，去掉 --issue")
    output.say(
        f"已登记发出：通知 {made.letter_id}（第 {made.number} 次）；反馈见 perfeval letters show {made.letter_id}",
        "green",
    )


def _composed(here: "Site", dossier: "Dossier", day: date) -> "Letter | None":
    """The letter, ``None`` if there is nothing to ask."""
    from perfeval_core.letters import compose
    from perfeval_core.rulebook.source import RulebookError

    try:
        return compose(here, dossier, day)
    except RulebookError as error:
        output.fail(f"规则包不可用：{error}")
