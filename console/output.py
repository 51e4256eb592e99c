"""What people and programs see: tables and progress for the one, one JSON document for the other."""

import sys
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer
from pydantic import BaseModel
from rich.console import Console
from rich.markup import escape as escape_markup
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

screen = Console()
notes = Console(stderr=True)


def escape(text: str) -> str:
    """Text from outside as text: it can neither pose as markup nor steer the terminal."""
    return escape_markup("".join(one for one in text if one == "\n" or unicodedata.category(one)[0] != "C"))


def fail(message: str) -> NoReturn:
    """Ends the program for wrong usage (exit code 2)."""
    notes.print(f"[red]错误：[/red]{escape(message)}")
    raise typer.Exit(2)


def emit(document: BaseModel | str) -> None:
    """Writes one JSON document to standard output."""
    text = document if isinstance(document, str) else document.model_dump_json(indent=1)
    sys.stdout.write(text + "\n")


def table(title: str, columns: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """A table for people; text from documents is escaped, so it cannot pose as markup."""
    shown = Table(title=title, title_justify="left", title_style="bold", header_style="cyan")
    for column in columns:
        shown.add_column(column, overflow="fold")
    for row in rows:
        shown.add_row(*("" if value is None else escape(str(value)) for value in row))
    screen.print(shown)


def say(text: str, style: str = "") -> None:
    """One line for people."""
    screen.print(escape(text), style=style or None, soft_wrap=True)


def note(text: str, style: str = "") -> None:
    """One line for people on standard error, where it is in no program's way."""
    notes.print(escape(text), style=style or None, soft_wrap=True)


@contextmanager
def progress(title: str, total: int | None) -> Iterator[Progress]:
    """A progress bar on standard error with one task, called ``title``."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=notes, transient=True) as bar:
        bar.add_task(title, total=total)
        yield bar


def describe(bar: Progress, title: str) -> None:
    """Says what the bar's only task is at now."""
    bar.update(bar.task_ids[0], description=title)


def advance(bar: Progress) -> None:
    """One step of the bar's only task."""
    bar.advance(bar.task_ids[0])


def count(bar: Progress, done: int, total: int) -> None:
    """Says how much of the bar's only task is done, where that becomes known on the way."""
    bar.update(bar.task_ids[0], completed=done, total=total)
