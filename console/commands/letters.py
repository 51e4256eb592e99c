"""``letters``: letters that went out (整改通知), what units answer, and how they end (整改反馈)."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from console import options, output
from console.commands.review import By, Reason
from console.words import granted, of_finding

if TYPE_CHECKING:
    from perfeval_core.ledger import IssuedLetter
    from perfeval_core.site import Site

T = TypeVar("T")

app = typer.Typer(help="整改反馈：发出的整改通知，单位怎样答复，是否更正。", no_args_is_help=True)

Name = Annotated[
    str, typer.Argument(metavar="通知编号", help="通知编号，或能认出它的前几位；报告编号也可以，指它的最后一份。")
]


@app.command("list")
def list_(
    everything: Annotated[bool, typer.Option("--all", help="已关闭、已再次发出的也列出。")] = False,
    home: options.Home = None,
    json: options.Json = False,
) -> None:
    """列出待发出的（已退回而通知没有发出的报告）和发出后还在办理的通知，写明期限、是否逾期、是否已重新报送。"""
    from console.letters import listed, show_list
    from perfeval_core.site import site

    found = listed(site(options.settings(home).home), everything)
    if json:
        output.emit(found)
    else:
        show_list(found)


@app.command("show")
def show(name: Name, home: options.Home = None, json: options.Json = False) -> None:
    """看一份通知：问了什么，单位逐条怎样答复，重新报送的报告里哪些已消除、哪些仍存在、哪些新出现。"""
    here, found = _found(name, home)
    show_now(here, found, json)


@app.command("reply")
def reply(
    name: Name,
    by: By,
    text: Annotated[str, typer.Option(metavar="文字", help="单位反馈的内容，照原文写，必须写。")],
    finding: Annotated[
        list[str] | None,
        typer.Option(
            metavar="疑点=答复",
            help="accepted 接受，contested 申辩（必须写理由）：疑点=contested:理由。每条疑点写一次。",
            show_default=False,
        ),
    ] = None,
    on: Annotated[
        datetime | None,
        typer.Option("--date", formats=["%Y-%m-%d"], metavar="年-月-日", help="反馈日期。", show_default="今天"),
    ] = None,
    home: options.Home = None,
    json: options.Json = False,
) -> None:
    """登记单位的反馈：内容，以及逐条接受或申辩。登记后不能改；再有反馈，再登记一次，以前的都留着。

    例：perfeval letters reply 7c1e --by 王五 --text 已按要求更正 --finding 91c0=接受 --finding 77ab=申辩:验收单已附
    """
    from perfeval_core.domain.letter import STANCES, UnitAnswer

    here, found = _found(name, home)
    asked = [one.finding_id for one in found.asked]
    said = (of_finding(asked, one, STANCES) for one in finding or ())
    answers = [UnitAnswer(finding_id=one, stance=stance, reason=why) for one, (stance, why) in said]
    day = on.date() if on else here.ledger.today()
    granted(here.ledger.letters.reply(found.letter_id, by.strip(), day, text.strip(), answers))
    show_now(here, found, json)


@app.command("close")
def close(name: Name, by: By, reason: Reason, home: options.Home = None, json: options.Json = False) -> None:
    """关闭一份通知：已更正，或说明予以认可，或发错了；必须写明理由。关闭后不能再登记反馈。"""
    here, found = _found(name, home)
    granted(here.ledger.letters.close(found.letter_id, by.strip(), reason.strip()))
    show_now(here, found, json)


def show_now(here: "Site", found: "IssuedLetter", json: bool) -> None:
    """The letter as it stands now; a lost dossier ends the program with code 1."""
    from console.letters import show_letter, shown

    whole = or_lost(lambda: shown(here, found))
    if json:
        output.emit(whole)
    else:
        show_letter(here, whole)


def or_lost(read: Callable[[], T]) -> T:
    """What ``read`` gives; a lost dossier ends the program with code 1."""
    from perfeval_core.archive import ArchiveDamaged, NotArchived

    try:
        return read()
    except (ArchiveDamaged, NotArchived) as error:
        output.note(f"卷宗缺失或损坏。请运行 perfeval doctor：{error}", "red")
        raise typer.Exit(1) from error


def _found(name: str, home: options.Home) -> "tuple[Site, IssuedLetter]":
    from console.letters import find_letter
    from perfeval_core.site import site

    here = site(options.settings(home).home)
    return here, find_letter(here, name)
