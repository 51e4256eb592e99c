"""``account``: the desk's accounts (账号), for who sits at the server; the desk has a page for the same."""

from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from console import options, output
from perfeval_core.domain.people import ROLES, Role
from perfeval_core.domain.review import Refused

if TYPE_CHECKING:
    from perfeval_core.ledger import People

T = TypeVar("T")

app = typer.Typer(help="复核台的账号：建立、重置口令、停用。", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="账号", help="账号名，也是复核决定上的署名。")]
RoleName = Annotated[
    str,
    typer.Option("--role", metavar="角色", help="filer 报送，viewer 查看，reviewer 复核，lead 负责人，admin 管理员。"),
]
Unit = Annotated[
    list[str] | None,
    typer.Option(
        "--unit",
        metavar="单位",
        help="只能看这个单位：名称、编码，或 201* 表示编码以 201 开头的；可写多次。",
        show_default="全部",
    ),
]
_ACTOR = "perfeval account"
"""Who stands in the log for what is done at the server."""


@app.command("create")
def create(name: Name, role: RoleName = "reviewer", unit: Unit = None, home: options.Home = None) -> None:
    """建立一个账号，显示它的一次性口令；本人第一次登录时要换掉。

    例：perfeval account create 张三 --role reviewer
    """
    password = _granted(_people(home).create(name.strip(), _role(role), unit or None, _ACTOR))
    _tell(name, password)


@app.command("reset")
def reset(name: Name, home: options.Home = None) -> None:
    """给一个账号新的一次性口令，同时解除锁定。"""
    _tell(name, _granted(_people(home).reset(name, _ACTOR)))


@app.command("change")
def change(
    name: Name,
    role: RoleName,
    unit: Unit = None,
    disable: Annotated[bool, typer.Option("--disable", help="停用，马上不能登录。")] = False,
    home: options.Home = None,
) -> None:
    """改一个账号的角色和可看的单位，或者停用它。"""
    made = _granted(_people(home).change(name, _ACTOR, _role(role), unit or None, disable))
    output.say(f"已改好：{made.name}，{ROLES[made.role]}，{'停用' if made.disabled_at else '在用'}")


@app.command("list")
def list_(home: options.Home = None) -> None:
    """列出全部账号。"""
    found = _people(home).everything()
    rows = (
        (
            one.name,
            ROLES[one.role],
            "全部" if one.units is None else "、".join(one.units),
            f"{one.last_login_at.astimezone():%Y-%m-%d %H:%M}" if one.last_login_at else "从未",
            "停用" if one.disabled_at else "在用",
        )
        for one in found
    )
    output.table(f"账号 {len(found)} 个", ("账号", "角色", "可看的单位", "最近登录", "状态"), rows)


def _people(home: options.Home) -> "People":
    from perfeval_core.site import site

    return site(options.settings(home).home).ledger.people


def _role(said: str) -> Role:
    for role, name in ROLES.items():
        if said.strip() in (role, name):
            return role
    output.fail(f"没有“{said}”这个角色；可选 {'、'.join(f'{role}（{name}）' for role, name in ROLES.items())}")


def _granted(answer: T | Refused) -> T:
    if isinstance(answer, Refused):
        output.fail(answer.message)
    return answer


def _tell(name: str, password: str) -> None:
    output.say(f"{name} 的一次性口令：{password}")
    output.note("口令只显示这一次，请马上交给本人；第一次登录时要换掉。", "yellow")
