"""PDF by Chromium's print: merged cells stay open at a page's end."""

import shutil
import subprocess
import tempfile
from html import escape
from pathlib import Path

from tests.makers.document import Block, Break, Entry, Gap, Line, Look
from tests.makers.grid import Cell, Grid, Row

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-pdf-header-footer",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)

TEXT_WIDTH = 453
"""In points."""
DOT = 0.28
"""The width of a dot, in em."""

CSS = """
@page {{ size: A4; margin: 25mm; @bottom-center {{ content: "{footer}"; font: 9pt serif; }} }}
body {{ font-family: SimSun, "Noto Sans CJK SC", sans-serif; font-size: {size}pt; line-height: 1.7; margin: 0; }}
p {{ margin: 0; }} .p, .h1, .h2, .h3 {{ text-indent: 2em; }} .h1, .h2 {{ font-weight: bold; }}
.title, .date, .contents_title, .form_title, .form_year {{ text-align: center; }}
.title {{ font-size: 22pt; }} .contents_title, .form_title {{ font-size: 18pt; }} .form_year {{ font-size: 10.5pt; }}
.entry {{ display: flex; }} .entry .dots {{ flex: 1; text-align: right; }}
table {{ width: calc(100% - 2px); border-collapse: collapse; table-layout: fixed; }}
table {{ font-size: {table_size}pt; line-height: 1.25; }}
td, th {{ {border}; padding: 2.5pt; text-align: center; overflow-wrap: anywhere; vertical-align: {align}; }}
.left {{ text-align: left; }} .page {{ break-before: page; }}
tr {{ break-inside: {inside}; }} thead {{ display: {thead}; }}
"""


BORDERS: dict[str, str] = {
    "all": "border: 0.75pt solid black",
    "thin": "border: 0.3pt solid black",
    "double": "border: 2pt double black",
    "dashed": "border: 0.75pt dashed black",
    "dotted": "border: 1pt dotted black",
    "level": "border: 0.75pt solid black; border-left: none; border-right: none",
    "ends": "border: none",
    "none": "border: none",
}


def missing() -> str | None:
    """Why Chromium cannot be used here, and how to get it."""
    return None if _program() else "Chromium is not installed: apt-get install chromium fonts-noto-cjk"


def _program() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def produce(blocks: list[Block], look: Look) -> bytes:
    """The PDF of ``blocks``."""
    program = _program()
    if program is None:
        raise FileNotFoundError(missing())
    with tempfile.TemporaryDirectory() as folder:
        page, pdf = Path(folder, "report.html"), Path(folder, "report.pdf")
        page.write_text(html(blocks, look), encoding="utf-8")
        profile = f"--user-data-dir={folder}/profile"
        command = [program, *FLAGS, profile, f"--print-to-pdf={pdf}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return pdf.read_bytes()


def html(blocks: list[Block], look: Look) -> str:
    """The page that is printed."""
    css = CSS.format(
        footer=look.footer.replace("{page}", '" counter(page) "'),
        size=look.size,
        table_size=look.table_size,
        inside="auto" if look.cut_rows else "avoid",
        border=BORDERS[look.rules],
        align="top" if look.top else "middle",
        thead="table-header-group" if look.repeat_header else "table-row-group",
    )
    body = "\n".join(_element(block, look.size) for block in blocks)
    return f'<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><style>{css}</style><body>{body}</body></html>'


def _element(block: Block, size: float) -> str:
    match block:
        case Line(text, style):
            return f'<p class="{style}">{escape(text)}</p>'
        case Entry(text, page, level):
            dots = "." * int((TEXT_WIDTH / size - len(text) - 2 * level) / DOT)
            indent = f'style="padding-left: {2 * (level - 1)}em"'
            return f'<p class="entry" {indent}><span>{escape(text)}</span><span class="dots">{dots}{page}</span></p>'
        case Break():
            return '<div class="page"></div>'
        case Gap(height):
            return f'<div style="height: {height}pt"></div>'
        case Grid():
            return _table(block)
    raise TypeError(block)


def _table(grid: Grid) -> str:
    share = 100 / sum(grid.widths)
    columns = "".join(f'<col style="width: {width * share:.2f}%">' for width in grid.widths)
    head = "".join(map(_row, grid.rows[: grid.header]))
    body = "".join(map(_row, grid.rows[grid.header :]))
    thead = f"<thead>{head}</thead>" if head else ""
    return f"<table><colgroup>{columns}</colgroup>{thead}<tbody>{body}</tbody></table>"


def _row(row: Row) -> str:
    return f"<tr>{''.join(map(_cell, row))}</tr>"


def _cell(cell: Cell) -> str:
    name = "th" if cell.bold else "td"
    spans = f' rowspan="{cell.rows}" colspan="{cell.columns}"' if cell.rows * cell.columns > 1 else ""
    side = ' class="left"' if cell.left else ""
    return f"<{name}{spans}{side}>{escape(cell.text)}</{name}>"
