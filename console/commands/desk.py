"""``desk``: the review desk alone."""

import logging
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from console import options, output

if TYPE_CHECKING:
    from perfeval_core.site import Site

Host = Annotated[
    str,
    typer.Option(
        metavar="地址", help="复核台监听的地址。默认只有本机能连；开放给局域网前请先设 TLS 代理，见 docs/running.md。"
    ),
]
LOOPBACK = "127.0.0.1"


def show_first_admin(here: "Site") -> None:
    """On the first start, the administrator's one-time password."""
    password = here.ledger.people.ensure_admin()
    if password is not None:
        output.say(f"首次启动：复核台的管理员账号 admin，一次性口令 {password}", "bold")
        output.say("口令只显示这一次；忘了就运行 perfeval account reset admin。")


def desk(
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="端口。", show_default="设置中的 desk_port，8620")
    ] = None,
    host: Host = LOOPBACK,
    home: options.Home = None,
) -> None:
    """只启动复核台：网页、程序报送（POST /api/submissions）、运行指标。perfeval up 已包含它。

    第一次启动会建立管理员账号 admin，并显示它的一次性口令。程序报送要有接口令牌，见 perfeval token --help。

    例：perfeval desk --port 8620
    """
    from console.desk.serve import server
    from console.services.ports import check_port
    from perfeval_core import logs
    from perfeval_core.site import site

    settings = options.settings(home)
    chosen = port or settings.desk_port
    check_port(host, chosen, f"换一个端口：perfeval desk --port {chosen + 1}")
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    here = site(settings.home)
    show_first_admin(here)
    with logs.written(here.settings.logs, "desk", ("perfeval", "uvicorn.error")):
        server(here, host, chosen).run()
