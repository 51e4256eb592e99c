"""``notify``: whether notifications (通知) would arrive."""

import typer

from console import options, output

app = typer.Typer(help="通知：用邮件或 Webhook 告知已隔离的文件、失败的运行、逾期的任务。", no_args_is_help=True)


@app.callback()
def _notify() -> None:
    """``test`` is a command of its own, though it is the only one."""


@app.command("test")
def test(home: options.Home = None) -> None:
    """向设置里的每个通知渠道发一条测试消息，说明发成了没有、没有发成怎么办。没有发成时退出码为 1。

    设置见 docs/settings.md：邮件 smtp_host、mail_from、mail_to 等，Webhook webhook_url 等。
    """
    from datetime import UTC, datetime

    from perfeval_core.notify import NotSent, channels
    from perfeval_core.notify.channels import TITLES
    from perfeval_core.notify.message import Message

    settings = options.settings(home)
    if not settings.channels:
        output.fail("没有设置任何通知渠道；邮件请设 smtp_host、mail_from、mail_to，Webhook 请设 webhook_url")
    message = Message(
        f"test-{datetime.now(UTC).isoformat()}",
        "[perfeval] 测试消息",
        "这是 perfeval 的测试消息。收到它，说明通知的设置没有问题。\n",
    )
    failed = False
    for name, send in channels(settings).items():
        try:
            send(message)
        except NotSent as error:
            failed = True
            output.say(f"{TITLES[name]}：没有发成。{error}。", "red")
        else:
            output.say(f"{TITLES[name]}：已发出，请看是否收到。", "green")
    if failed:
        raise typer.Exit(1)
