"""``show``: a page as a picture, with boxes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from console import options, output
from perfeval_core.domain.filing import Filing, WithPlaces
from perfeval_core.domain.findings import CheckedFile
from perfeval_core.domain.place import Box, places
from perfeval_core.reading.pagedoc import Unreadable


def show(
    file: Annotated[Path, typer.Argument(metavar="文件", help="一个 PDF 文件。")],
    page: Annotated[int, typer.Option(min=1, help="页码，从 1 起。")],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="图片", help="写到哪里（.png）。")],
    cell: Annotated[
        list[str] | None,
        typer.Option(metavar="文字", help="框出内容是这些文字的单元格，可写多次；“指标名.points”框出那一行的得分。"),
    ] = None,
    findings: Annotated[bool, typer.Option("--findings", help="框出这一页上的全部疑点。")] = False,
    crop: Annotated[bool, typer.Option("--crop", help="只截取框住的部分和四周一点。")] = False,
    dpi: Annotated[int, typer.Option(min=36, max=400, help="分辨率。")] = 110,
) -> None:
    """把一页存成图片，框出单元格或疑点。

    例：perfeval show 报告.pdf --page 4 --findings -o 第4页.png
    例：perfeval show 报告.pdf --page 4 --cell 培训场次.points --crop -o 得分.png
    """
    (document,) = options.files([file])
    data = document.read_bytes()
    boxes = _boxes(data, document, page, cell or [], findings) if cell or findings else []
    out.write_bytes(_painted(data, page, boxes, dpi, crop))
    output.say(f"已写入 {out}，框出 {len(boxes)} 处")


def _painted(data: bytes, page: int, boxes: list[Box], dpi: int, crop: bool) -> bytes:
    from perfeval_core.reading.pictures import NoSuchPage, Pictures

    pictures = Pictures(options.settings().pictures)
    try:
        return pictures.page(data, page, boxes, dpi, crop=crop)
    except NoSuchPage as error:
        output.fail(f"没有第 {page} 页：文件共 {error.pages} 页")
    except Unreadable as error:
        output.fail(f"不能显示：{error}")
    finally:
        pictures.close()


def _boxes(data: bytes, path: Path, page: int, words: list[str], findings: bool) -> list[Box]:
    checked = _checked(data, path)
    found = [box for report in checked.reports for word in words for box in _of_cell(report, word, page)]
    if words and not found:
        output.fail(f"第 {page} 页上没有内容是“{'”“'.join(words)}”的单元格")
    if findings:
        flagged = [at for report in checked.reports for finding in report.findings for at in finding.at]
        found += [at.bbox for at in flagged if at.bbox and at.page == page]
    return list(dict.fromkeys(found))


def _checked(data: bytes, path: Path) -> CheckedFile:
    from perfeval_core.extraction.extractor import ExtractorPool
    from perfeval_core.pipeline import check_file
    from perfeval_core.regulation import rules_by

    with ExtractorPool(1) as pool, pool.one() as extractor:
        return check_file(extractor.extract(data, str(path)), rules_by(options.settings()))


def _of_cell(report: Filing, word: str, page: int) -> Iterator[Box]:
    """The boxes of cells whose text is ``word``; ``name.field`` means one field of the row that has this name."""
    name, _, wanted = word.rpartition(".")
    for holder in (*report.budget, *report.indicators, *report.goals, report.stated, report):
        for field, at in holder.at.items():
            if getattr(holder, field) == word or (field == wanted and _name(holder) == name):
                yield from (place.bbox for place in places(at) if place.bbox and place.page == page)


def _name(holder: WithPlaces) -> str | None:
    return getattr(holder, "name", None) or getattr(holder, "source", None)
