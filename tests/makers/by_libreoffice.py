"""PDF by LibreOffice Writer, the way a Word document becomes one: from a flat OpenDocument text."""

import shutil
import subprocess
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

from tests.makers.document import Block, Break, Entry, Gap, Line, Look
from tests.makers.grid import Cell, Grid
from tests.makers.odf import document

WIDTH = 16.0
"""Of the text, in centimetres."""


def missing() -> str | None:
    """Why LibreOffice cannot be used here, and how to get it."""
    found = shutil.which("soffice")
    return None if found else "LibreOffice is not installed: apt-get install libreoffice-writer fonts-noto-cjk"


def produce(blocks: list[Block], look: Look) -> bytes:
    """The PDF of ``blocks``."""
    program = shutil.which("soffice")
    if program is None:
        raise FileNotFoundError(missing())
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder, "report.fodt")
        text.write_text(fodt(blocks, look), encoding="utf-8")
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(text)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return Path(folder, "report.pdf").read_bytes()


def fodt(blocks: list[Block], look: Look) -> str:
    """The flat OpenDocument text of ``blocks``."""
    body, styles, breaks = [], [], False
    for number, block in enumerate(blocks):
        if isinstance(block, Break):
            breaks = True
            continue
        if isinstance(block, Grid):
            body.append(_table(block, f"T{number}", look))
            styles.append(_table_styles(block, f"T{number}"))
        else:
            body.append(_paragraph(block, breaks))
        breaks = False
    return document(body="\n".join(body), styles="\n".join(styles), look=look)


def _paragraph(block: Block, breaks: bool) -> str:
    page = "_page" if breaks else ""
    match block:
        case Line(text, style):
            return f'<text:p text:style-name="{style}{page}">{_words(text)}</text:p>'
        case Entry(text, number, level):
            return f'<text:p text:style-name="entry{level}{page}">{escape(text)}<text:tab/>{number}</text:p>'
        case Gap(height):
            lines = max(1, round(height / 24))
            return f'<text:p text:style-name="gap{page}"/>' * lines
    raise TypeError(block)


def _words(text: str) -> str:
    return escape(text).replace("  ", " <text:s/>")


def _table_styles(grid: Grid, name: str) -> str:
    share = WIDTH / sum(grid.widths)
    return "".join(
        f'<style:style style:name="{name}.{number}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width * share:.3f}cm"/></style:style>'
        for number, width in enumerate(grid.widths)
    )


def _table(grid: Grid, name: str, look: Look) -> str:
    columns = "".join(f'<table:table-column table:style-name="{name}.{n}"/>' for n in range(len(grid.widths)))
    places = {(row, column): cell for row, column, cell in grid.placed()}
    rows = [_row(places, row, len(grid.widths), look.cut_rows) for row in range(len(grid.rows))]
    head, body = "".join(rows[: grid.header]), "".join(rows[grid.header :])
    if head and look.repeat_header:
        head = f"<table:table-header-rows>{head}</table:table-header-rows>"
    return f'<table:table table:name="{name}" table:style-name="table">{columns}{head}{body}</table:table>'


def _row(places: dict[tuple[int, int], Cell], row: int, columns: int, cut: bool) -> str:
    cells = "".join(_cell(places.get((row, column))) for column in range(columns))
    return f'<table:table-row table:style-name="{"cut" if cut else "whole"}">{cells}</table:table-row>'


def _cell(cell: Cell | None) -> str:
    if cell is None:
        return "<table:covered-table-cell/>"
    spans = f'table:number-rows-spanned="{cell.rows}" table:number-columns-spanned="{cell.columns}"'
    style = "th" if cell.bold else "left" if cell.left else "td"
    text = f'<text:p text:style-name="{style}">{escape(cell.text)}</text:p>'
    return f'<table:table-cell table:style-name="cell" office:value-type="string" {spans}>{text}</table:table-cell>'
