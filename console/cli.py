"""``perfeval``: one entry point. Heavy libraries are imported by the commands that use them, never here."""

import sys
from typing import Annotated

import typer

from console.commands import doctor, documents, intake, queue, rules

app = typer.Typer(
    name="perfeval",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="""项目支出绩效自评报告的读取、复算与核对。

    先看一遍：perfeval demo
    查一份：perfeval check 报告.pdf
    收一批：perfeval ingest 文件夹
    看疑点：perfeval queue list
    """,
)
app.command("demo")(intake.demo)
app.command("ingest")(intake.ingest)
app.command("extract")(documents.extract)
app.command("check")(documents.check)
app.add_typer(queue.app, name="queue")
app.add_typer(rules.app, name="rules")
app.command("doctor")(doctor.doctor)


@app.callback()
def _perfeval(
    ctx: typer.Context,
    home: Annotated[
        str | None,
        typer.Option(envvar="PERFEVAL_HOME", help="存放全部状态的文件夹，默认 ./data/home。", show_default=False),
    ] = None,
) -> None:
    ctx.obj = home


def main() -> None:
    """The entry point; a broken pipe (``| head``) ends it quietly."""
    try:
        app()
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
