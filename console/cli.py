"""``perfeval``: one entry point. Heavy libraries are imported by the commands that use them, never here."""

import os
import sys

import typer

from console import options, output
from console.commands import (
    account,
    desk,
    diff,
    doctor,
    documents,
    intake,
    ledger,
    letter,
    letters,
    maintain,
    notify,
    quality,
    queue,
    rebuild,
    reference,
    rescore,
    rules,
    sample,
    show,
    summary,
    token,
    up,
    watch,
)

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
    天天用：perfeval up
    """,
)
app.command("demo")(intake.demo)
app.command("ingest")(intake.ingest)
app.command("extract")(documents.extract)
app.command("check")(documents.check)
app.command("show")(show.show)
app.command("diff")(diff.diff)
app.add_typer(ledger.app, name="ledger")
app.command("letter")(letter.letter)
app.add_typer(letters.app, name="letters")
app.command("rescore")(rescore.rescore)
app.add_typer(queue.app, name="queue")
app.add_typer(sample.app, name="sample")
app.add_typer(rules.app, name="rules")
app.command("quality")(quality.quality)
app.command("summary")(summary.summary)
app.add_typer(reference.app, name="reference")
app.command("doctor")(doctor.doctor)
app.command("maintain")(maintain.maintain)
app.add_typer(notify.app, name="notify")
app.command("rebuild")(rebuild.rebuild)
app.command("desk")(desk.desk)
app.add_typer(account.app, name="account")
app.add_typer(token.app, name="token")
app.command("up")(up.up)
app.command("watch")(watch.watch)


@app.callback()
def _perfeval(
    home: options.Home = None,
) -> None:
    """``--home`` may stand before or after the command's name."""
    if home is not None:
        os.environ["PERFEVAL_HOME"] = str(home)


def main() -> None:
    """The entry point; a broken pipe (``| head``) ends it quietly, a full disk with words and exit code 1."""
    try:
        app()
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except _trouble() as error:
        output.note(f"没有做完：{error}", "red")
        output.note("已收到的文件和已有的结果都没有丢失；问题解决后再运行一次，会接着做完。", "red")
        sys.exit(1)


def _trouble() -> tuple[type[Exception], ...]:
    """What a person can put right: a locked file, a full disk. Asked for only when something went wrong."""
    from perfeval_core.archive import ArchiveUnwritable
    from perfeval_core.ledger import LedgerUnavailable
    from perfeval_core.warehouse import WarehouseError

    return (ArchiveUnwritable, LedgerUnavailable, WarehouseError)


if __name__ == "__main__":
    main()
