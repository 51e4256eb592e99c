"""``token``: API tokens (接口令牌), by which programs upload files or read metrics."""

from datetime import datetime
from typing import Annotated

import typer

from console import options, output
from perfeval_core.domain.base import Frozen

app = typer.Typer(help="接口令牌：程序报送文件、读取运行指标时用。", no_args_is_help=True)


class ShownToken(Frozen):
    """One token as ``token list --json`` gives it; ``secret`` only where it was made."""

    token_id: str
    name: str
    scope: str
    unit: str | None
    made_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


class TokenList(Frozen):
    """The answer of ``token list --json``."""

    version: int = 1
    tokens: tuple[ShownToken, ...]


class MadeToken(Frozen):
    """The answer of ``token create --json``."""

    version: int = 1
    secret: str
    token: ShownToken


@app.command("create")
def create(
    name: Annotated[str, typer.Option(metavar="名称", help="给谁用的，例如 预算一体化平台。")],
    unit: Annotated[
        str | None, typer.Option(metavar="单位", help="只能为这个单位报送（单位编码）。", show_default="不限")
    ] = None,
    scope: Annotated[str, typer.Option(metavar="用途", help="upload 报送文件，metrics 读取运行指标。")] = "upload",
    home: options.Home = None,
    json: options.Json = False,
) -> None:
    """生成一个令牌。令牌只显示这一次，台账里只存它的摘要；丢了就吊销，另生成一个。

    例：perfeval token create --name 预算一体化平台 --unit 102001
    """
    from perfeval_core.ledger import SCOPES, NameTaken
    from perfeval_core.site import site

    chosen = next((one for one in SCOPES if one == scope), None)
    if chosen is None:
        output.fail(f"没有“{scope}”这个用途；可选 {' '.join(SCOPES)}")
    if not name.strip():
        output.fail("名称不能是空的：写明给谁用")
    if unit is not None and chosen != "upload":
        output.fail("只有报送用的令牌才能限定单位；请去掉 --unit，或用 --scope upload")
    try:
        secret, made = site(options.settings(home).home).ledger.tokens.create(name.strip(), chosen, unit)
    except NameTaken:
        output.fail(f"已有名为“{name}”的令牌；换一个名称，或先吊销它：perfeval token revoke {name}")
    if json:
        output.emit(MadeToken(secret=secret, token=ShownToken(**made.__dict__)))
        return
    output.say(secret)
    output.note("令牌只显示这一次，请马上交给使用者，妥善保存。", "yellow")


@app.command("list")
def list_(home: options.Home = None, json: options.Json = False) -> None:
    """列出全部令牌：给谁、用途、单位、最后一次使用、是否已吊销。"""
    from perfeval_core.site import site

    found = site(options.settings(home).home).ledger.tokens.everything()
    if json:
        output.emit(TokenList(tokens=tuple(ShownToken(**one.__dict__) for one in found)))
        return
    columns = ("编号", "名称", "用途", "单位", "生成", "最后使用", "状态")
    rows = (
        (
            one.token_id,
            one.name,
            one.scope,
            one.unit or "不限",
            _shown(one.made_at),
            _shown(one.last_used_at) or "从未",
            f"{_shown(one.revoked_at)} 吊销" if one.revoked_at else "有效",
        )
        for one in found
    )
    output.table(f"接口令牌 {len(found)} 个", columns, rows)


@app.command("revoke")
def revoke(
    name: Annotated[str, typer.Argument(metavar="名称", help="令牌的名称或编号。")], home: options.Home = None
) -> None:
    """吊销一个令牌，立即生效，不能恢复。"""
    from perfeval_core.site import site

    if not site(options.settings(home).home).ledger.tokens.revoke(name):
        output.fail(f"没有名称或编号为“{name}”的有效令牌；perfeval token list 列出全部")
    output.say(f"已吊销“{name}”。")


def _shown(moment: datetime | None) -> str:
    """To the minute, in the machine's time."""
    return "" if moment is None else f"{moment.astimezone():%Y-%m-%d %H:%M}"
