import typer

app = typer.Typer(help="规则目录。", no_args_is_help=True)


@app.command("list")
def list_() -> None: ...
@app.command("show")
def show() -> None: ...
