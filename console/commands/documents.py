"""``extract`` and ``check``: documents in, results out, nothing stored."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from console import options, output
from console.findings import show_correction, show_findings
from perfeval_core.datadir import data_dir
from perfeval_core.domain.filing import ExtractedFile, ExtractResult
from perfeval_core.domain.findings import CheckedFile, CheckedFiling, CheckResult
from perfeval_core.domain.names import STATUS_NAMES
from perfeval_core.triage import TriageTable, load_table

if TYPE_CHECKING:
    from perfeval_core.extraction.extractor import ExtractorPool


def extract(paths: options.Paths, json: options.Json = False) -> None:
    """只读取：表格、正文和所处位置，不存储。

    例：perfeval extract 报告.pdf --json > 报告.json
    """
    results = list(_extracted(options.files(paths)))
    if json:
        output.emit(ExtractResult(files=tuple(results)))
    else:
        output.table("读取结果", ("文件", "状态", "页", "报告", "表中文字", "说明"), (_row(file) for file in results))
        for file in results:
            for report in file.reports:
                output.say(f"  {file.path} 第{report.index}份：{report.project_name or '（项目名称未读到）'}")
    _finish(results)


def check(
    paths: options.Paths,
    json: options.Json = False,
    pack: options.Pack = None,
    region: Annotated[str | None, typer.Option(help="行政区划代码，用来选规则包。", show_default=False)] = None,
) -> None:
    """读取、复算得分、列出疑点，不存储。

    例：perfeval check 报告.pdf
    例：perfeval check 文件夹 --pack platform --json > 结果.json
    """
    from perfeval_core.pipeline import check_file
    from perfeval_core.regulation import rules_by
    from perfeval_core.rulebook.source import RulebookError

    rules = rules_by(options.settings(region=region), pack)
    try:
        rules(None)
    except RulebookError as error:
        output.fail(f"规则包不可用：{error}")
    results = [check_file(file, rules) for file in _extracted(options.files(paths))]
    if json:
        output.emit(CheckResult(files=tuple(results)))
    else:
        table = load_table(data_dir() / "triage", kinds=())
        for file in results:
            _show(file, table)
    _finish(results)


def _extracted(files: list[Path]) -> Iterator[ExtractedFile]:
    """The files read, several at a time, in their order, with a progress bar."""
    from perfeval_core.extraction.extractor import ExtractorPool

    workers = min(len(files), options.settings().workers)
    bar = output.progress("读取", len(files))
    with ExtractorPool(workers) as pool, ThreadPoolExecutor(workers) as threads, bar as shown:
        for results in threads.map(lambda path: _extract(pool, path), files):
            output.advance(shown)
            yield from results


def _extract(pool: "ExtractorPool", path: Path) -> tuple[ExtractedFile, ...]:
    with pool.one() as extractor:
        return extractor.extract_all(path.read_bytes(), str(path))


def _row(file: ExtractedFile) -> tuple[object, ...]:
    why = file.detail or file.reason or ""
    return file.path, STATUS_NAMES[file.status], file.pages, len(file.reports), _reached(file), why


def _reached(file: ExtractedFile) -> str:
    """How much of the text inside tables reached a field; what did not is a label, or unclaimed."""
    text = file.table_text
    if text is None or text.share is None:
        return "—"
    said = f"入栏 {round(100 * text.share)}%"
    return f"{said}，未认 {text.unclaimed} 字" if text.unclaimed else said


def _show(file: CheckedFile, table: TriageTable) -> None:
    if not file.reports:
        output.say(f"{file.path}：{STATUS_NAMES[file.status]}（{file.reason}）{file.detail or ''}", "yellow")
    for report in file.reports:
        _show_report(file, report, table)
    if file.portfolio_findings:
        output.say(f"\n{file.path} 的各份报告放在一起看", "bold")
        show_findings(table, file.portfolio_findings)
    for failure in file.failures:
        output.notes.print(
            f"规则 {failure.rule} 在第 {failure.report_index} 份报告上出错，请告知维护人员：{failure.error}"
        )


def _show_report(file: CheckedFile, report: CheckedFiling, table: TriageTable) -> None:
    output.say(
        f"\n{report.project_name or report.title}　{report.unit_name or ''}　{file.path} {_begins(report)}",
        "bold",
    )
    if report.status != "extracted":
        output.say(f"{STATUS_NAMES[report.status]}：{report.reason}", "yellow")
    sheet = report.scores
    if sheet is not None and sheet.total is not None:
        stated = f"自评 {sheet.stated_total or '未填'} 分 {sheet.stated_grade or ''}"
        recomputed = f"复算 {sheet.total} 分 {'或'.join(sheet.grade)}"
        output.say(f"{stated}　{recomputed}　规则包 {sheet.pack}")
    if not report.findings:
        output.say("没有发现疑点。", "green")
        return
    show_findings(table, report.findings)
    show_correction(sheet)


def _begins(report: CheckedFiling) -> str:
    """Where in its file a report begins, for people."""
    title = next(iter(report.where("title")), None)
    return f"{title.words}起" if title else ""


def _finish(results: list[ExtractedFile] | list[CheckedFile]) -> None:
    """Exit code 1 if a person has to see one of the files."""
    if any(file.status != "extracted" for file in results):
        raise typer.Exit(1)
