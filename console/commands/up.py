"""``up``: everything on one machine with one command."""

import os
import signal
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated

import typer

from console import options, output
from console.commands.desk import LOOPBACK, Host, show_first_admin

if TYPE_CHECKING:
    from console.services.supervisor import Ports

DEFAULT_PORT = 4200


def up(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Prefect 界面的端口。")] = DEFAULT_PORT,
    host: Host = LOOPBACK,
    home: options.Home = None,
) -> None:
    """一条命令启动全部服务：Prefect 服务、执行进程、收件箱看守、复核台。按 Ctrl-C 全部停止。

    只在本机（127.0.0.1）可用，不联网。--host 只把复核台开放给局域网，其余始终只在本机。

    例：perfeval up --home data/home
    """
    from console.services.environment import HOST, environment
    from console.services.lock import AlreadyRunning, Running, only_one
    from console.services.ports import check_port
    from console.services.supervisor import Ports
    from perfeval_core.site import site

    settings = options.settings(home)
    where = settings.home.resolve()
    where.mkdir(parents=True, exist_ok=True)
    try:
        with only_one(where, Running(pid=os.getpid(), url=f"http://{HOST}:{port}")):
            _clear(where)
            show_first_admin(site(settings.home))
            ports = Ports(server=port, desk=settings.desk_port, host=host)
            check_port(HOST, port, f"换一个端口：perfeval up --port {port + 1}")
            check_port(host, ports.desk, f"换一个端口：PERFEVAL_DESK_PORT={ports.desk + 1} perfeval up")
            failure = _run(where, ports, environment(settings, port))
    except AlreadyRunning as error:
        who = f"进程 {error.who.pid}，{error.who.url}" if error.who else "刚刚启动"
        output.fail(f"{where} 已有一个 perfeval up 在运行（{who}）；先停掉它，或用 --home 换一个文件夹")
    if failure is not None:
        output.fail(failure)


def _run(home: Path, ports: "Ports", environment: dict[str, str]) -> str | None:
    """Runs the services until a person or the system wants them to end; why they could not be started, if so."""
    from console.services.supervisor import NotStarted, Supervisor

    stop = Event()
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):  # Windows has no SIGHUP
            signal.signal(getattr(signal, name), lambda *_: stop.set())
    services = Supervisor(home, ports, environment, lambda text: output.note(text, "yellow"), stop)
    try:
        output.say("正在启动，约半分钟……")
        services.start()
        if not stop.is_set():
            _show(home, ports, environment)
        services.keep()
        return None
    except NotStarted as error:
        return str(error)
    finally:
        output.say("正在停止……")
        services.end()
        output.say("已全部停止。没有处理完的文件，下次启动后接着处理。")


def _show(home: Path, ports: "Ports", environment: dict[str, str]) -> None:
    from console.services.environment import HOST, password_file

    for title, what in (
        ("Prefect 界面", f"http://{HOST}:{ports.server}"),
        ("登录口令", f"{password_file(home)} 里的一整行"),
        ("收件箱", f"{environment['PERFEVAL_INBOX']}/渠道/单位/…"),
        ("回执", environment["PERFEVAL_OUTBOX"]),
        ("复核台", f"http://{ports.host}:{ports.desk}"),
        ("日志", str(home / "logs")),
    ):
        output.say(f"  {title}　{what}")
    if ports.host != LOOPBACK:
        output.note(
            f"复核台已开放给局域网（{ports.host}），没有加密；请放在 TLS 代理后面，见 docs/running.md", "yellow"
        )
    output.say("已全部启动。每晚 1 点自动处理一次，收到文件即时处理。按 Ctrl-C 停止。", "green")


def _clear(home: Path) -> None:
    """Ends what an earlier ``perfeval up`` left behind when it was killed: nobody looks after it any more."""
    from console.services.processes import end_all

    left = end_all(home, seconds=20)
    if left:
        output.note(f"上次没有正常停止，已清理遗留的 {left} 个进程", "yellow")
