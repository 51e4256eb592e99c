"""Deciding in a spreadsheet (离线办理): the open findings as a workbook, and what comes back filled in.

A line is one finding; a reviewer fills in the four last columns. What he says comes through the same door as on the
screen. Good lines are taken; the others are told with their row, and with what to do.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from perfeval_core.bulk import Part, Said, versions_of
from perfeval_core.casework import findings_of
from perfeval_core.domain.base import Frozen
from perfeval_core.domain.dossier import derived_id
from perfeval_core.domain.findings import Finding
from perfeval_core.domain.review import (
    FINDING_OUTCOMES,
    REPORT_OUTCOMES,
    FindingOutcome,
    FindingVerdict,
    Queue,
    Refused,
    ReportOutcome,
)
from perfeval_core.ledger import Decision, QueuedItem, RecordedVersion
from perfeval_core.reference.sheets import UNCALCULATED, ListUnreadable, Row, read_sheets
from perfeval_core.site import Site
from perfeval_core.spreadsheet import Column, Value, undefused, write_form

ITEM, FINDING, STAMP, OPINION, REASON, REPORT, NOTE = (
    *("任务编号", "疑点编号", "校验", "意见", "理由", "报告结论", "结论说明"),
)
OFFLINE: dict[FindingOutcome, str] = {word: name for word, name in FINDING_OUTCOMES.items() if word != "corrected"}
"""What may be said of a finding here: a cell is corrected (更正) one by one, with a preview."""

COLUMNS = (
    *(Column(ITEM, 18), Column(FINDING, 18), Column(STAMP, 18), Column("队列", 10), Column("限期", 11)),
    *(Column("单位", 20), Column("项目", 24), Column("报告编号", 16), Column("类型", 16), Column("程度", 6)),
    *(Column("位置", 12), Column("指标", 18), Column("自评", 10), Column("应为", 10), Column("疑点", 50)),
    *(Column("依据", 30), Column(OPINION, 10, choices=tuple(OFFLINE.values())), Column(REASON, 30, choices=())),
    *(Column(REPORT, 10, choices=tuple(REPORT_OUTCOMES.values())), Column(NOTE, 30, choices=())),
)
_FAULTS = (Column("行号", 6), Column("为什么没有受理", 40), Column("怎么办", 40))


class Fault(Frozen):
    """A line that is not taken: its row as Excel counts, why, and what to do."""

    row: int
    item_id: str
    finding_id: str
    why: str
    todo: str


class Taken(Frozen):
    """What came of a workbook; of a rehearsal, what would come of it.

    ``decided`` and ``noted`` are items: submitted (``second`` of them wait for a second person), or kept as a draft
    because something of theirs is not said yet. ``lines`` were taken, ``blank`` were not filled in.
    """

    version: int = 1
    lines: int
    blank: int
    decided: tuple[str, ...]
    noted: tuple[str, ...]
    second: int
    refused: tuple[Fault, ...]
    rehearsal: bool


@dataclass(frozen=True)
class _Line:
    row: int
    cells: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return undefused(self.cells.get(name, ""))

    @cached_property
    def filled(self) -> bool:
        return any(self[name] for name in (OPINION, REASON, REPORT, NOTE))

    def fault(self, why: str, todo: str) -> Fault:
        return Fault(row=self.row, item_id=self[ITEM], finding_id=self[FINDING], why=why, todo=todo)


def export(site: Site, path: Path, queue: Queue | None = None) -> int:
    """Writes the open items of one queue or of all, a line for each finding; how many lines. Raises ``OSError``."""
    versions = versions_of(site)
    rows = [row for queued in site.ledger.items(queue) for row in _rows(site, queued, versions)]
    write_form(path, "复核", COLUMNS, rows)
    return len(rows)


def take(site: Site, data: bytes, by: str, rehearsal: bool = False) -> Taken | Refused:
    """Takes what ``by`` filled in; in a ``rehearsal`` every line is checked and nothing is changed."""
    read = _lines(data)
    if isinstance(read, Refused):
        return read
    filled = [line for line in read if line.filled]
    decided, noted, faults, taken, second = list[str](), list[str](), list[Fault](), 0, 0
    of_item: dict[str, list[_Line]] = {}
    for line in filled:
        of_item.setdefault(line[ITEM], []).append(line)
    for name, lines in of_item.items():
        part, wrong = _checked(site, lines, by)
        if part is not None:
            whole, refusal = part.whole(site), part.objection(site)
            made = refusal if refusal is not None or rehearsal else part.take(site)
            if isinstance(made, Refused):
                wrong = [*wrong, *(line.fault(made.message, "改好后，用未受理的这张表再导入") for line in lines)]
            else:
                (decided if whole else noted).append(name)
                second += isinstance(made, Decision) and not made.final
        faults += {one.row: one for one in wrong}.values()
        taken += len(lines) - len({one.row for one in wrong})
    return Taken(
        lines=taken,
        blank=len(read) - len(filled),
        decided=tuple(decided),
        noted=tuple(noted),
        second=second,
        refused=tuple(sorted(faults, key=lambda one: one.row)),
        rehearsal=rehearsal,
    )


def write_refused(path: Path, data: bytes, refused: Sequence[Fault]) -> None:
    """Writes the lines that were not taken, with their reasons, as a workbook that can be mended and taken again.

    Raises ``OSError``.
    """
    read = _lines(data)
    lines = {} if isinstance(read, Refused) else {line.row: line for line in read}
    rows: list[tuple[Value, ...]] = [
        (*(lines[one.row][column.name] for column in COLUMNS), one.row, one.why, one.todo)
        for one in refused
        if one.row in lines
    ]
    write_form(path, "未受理", (*COLUMNS, *_FAULTS), rows)


def stamp(queued: QueuedItem) -> str:
    """What changes when an item does: with it, what was filled in is held against the item as it stands."""
    item = queued.item
    return derived_id(item.item_id, queued.status, str(queued.decisions), *item.findings)


def _rows(site: Site, queued: QueuedItem, versions: Mapping[str, RecordedVersion]) -> Iterator[tuple[Value, ...]]:
    item, about = queued.item, versions.get(queued.item.report_version or "")
    unit, project = (about.version.unit_name, about.version.project_name) if about else (None, item.title)
    head = (stamp(queued), site.table.queues[item.queue], item.due.on.isoformat(), unit, project, item.report_id)
    open_ = (None, None, None, None)
    for found in findings_of(site, item):
        yield (item.item_id, found.id, *head, *_shown(site, found), *open_)
    if not item.findings:
        severity = site.table.severities[item.severity].name
        yield (item.item_id, None, *head, None, severity, None, None, None, None, "\n".join(item.reasons), None, *open_)


def _shown(site: Site, found: Finding) -> tuple[Value, ...]:
    where = "、".join(dict.fromkeys(at.words for at in found.at))
    named = (site.table.kind_name(found.kind), site.table.severities[found.severity].name, where, found.indicator)
    return (*named, found.stated, found.expected, found.message, found.citation)


def _lines(data: bytes) -> list[_Line] | Refused:
    try:
        sheets = read_sheets(data, str.strip)
    except ListUnreadable as error:
        return Refused(f"这个文件读不了：{error}")
    needed = {ITEM, FINDING, STAMP, OPINION, REASON, REPORT, NOTE}
    for sheet in sheets:
        for at, (_, header) in enumerate(sheet.rows):
            if needed <= set(header):
                return [_line(row, header) for row in sheet.rows[at + 1 :]]
    missing = "、".join((ITEM, FINDING, STAMP, OPINION, REASON, REPORT, NOTE))
    return Refused(f"没有找到表头（{missing}）；请用 perfeval queue export 导出的表填写，不要删改表头")


def _line(row: Row, header: Sequence[str]) -> _Line:
    number, cells = row
    return _Line(number, dict(zip(header, cells, strict=False)))


def _checked(site: Site, lines: Sequence[_Line], by: str) -> tuple[Part | None, list[Fault]]:
    """What the lines about one item say, as far as it can be taken, and the lines that cannot.

    An item of which a line is refused is not submitted, whatever else is said: its good lines are kept as drafts.
    """
    queued = site.ledger.item(lines[0][ITEM])
    if queued is None:
        return None, [line.fault("没有这个任务", "编号列不要改动；请重新导出，在新表里办理") for line in lines]
    refusal = _changed(site, queued, lines, by)
    if refusal is not None:
        return None, [line.fault(*refusal) for line in lines]
    said: dict[str, tuple[FindingOutcome, str | None]] = {}
    faults = []
    for line in lines:
        wrong = _wrong(line, queued, said)
        if wrong is not None:
            faults.append(line.fault(*wrong))
        elif line[OPINION]:
            said[line[FINDING]] = (_outcome(line), line[REASON] or None)
    outcome, note, unclear = _of_report(lines)
    faults += unclear
    if faults and not said:
        return None, faults
    return Part(queued, by, said, None if faults else outcome, note), faults


def _changed(site: Site, queued: QueuedItem, lines: Sequence[_Line], by: str) -> tuple[str, str] | None:
    """Why nothing about the item can be taken, and what to do."""
    refused = site.ledger.reviews.claimable(queued.item.item_id, by)
    if refused is not None:
        return refused.message, "别人领取的，等他交还或到期后再导入；已办结或已换版本的，不用再办"
    if any(line[STAMP] != stamp(queued) for line in lines):
        return "导出以后，这个任务有了变化", "请重新导出，看过变化后在新表里办理"
    return None


def _wrong(line: _Line, queued: QueuedItem, said: Said) -> tuple[str, str] | None:
    """Why one line cannot be taken, and what to do."""
    return _about_nothing(line, queued, said) or _not_to_be_said(line)


def _about_nothing(line: _Line, queued: QueuedItem, said: Said) -> tuple[str, str] | None:
    """That a line is about no finding of the item, or about one that was there already."""
    finding = line[FINDING]
    if finding and finding not in queued.item.findings:
        return "这个任务没有这条疑点", "编号列不要改动；请重新导出"
    if finding in said:
        return "同一条疑点写了两行", "只留一行"
    if line[OPINION] and not finding:
        return "这一行没有疑点，不能写意见", f"只写“{REPORT}”"
    return None


def _not_to_be_said(line: _Line) -> tuple[str, str] | None:
    """What is wrong with what was filled in."""
    opinion = line[OPINION]
    for name in (OPINION, REASON, REPORT, NOTE):
        if line[name] == UNCALCULATED:
            return f"{name}一栏是公式", "改成文字"
    if opinion == FINDING_OUTCOMES["corrected"]:
        return "更正不能在表里办理", "用 perfeval queue correct 逐格更正，再办理这个任务"
    if opinion and opinion not in {*OFFLINE, *OFFLINE.values()}:
        return f"没有“{opinion}”这个意见", f"可选 {'、'.join(OFFLINE.values())}"
    if line[REASON] and not opinion:
        return "写了理由，没有写意见", f"在“{OPINION}”一栏选一个"
    if opinion and FindingVerdict(finding_id=line[FINDING], outcome=_outcome(line), reason=line[REASON]).lacks_reason:
        return f"意见为{opinion}的，必须写明理由", f"在“{REASON}”一栏写明"
    if line[REPORT] and line[REPORT] not in {*REPORT_OUTCOMES, *REPORT_OUTCOMES.values()}:
        return f"没有“{line[REPORT]}”这个报告结论", f"可选 {'、'.join(REPORT_OUTCOMES.values())}"
    return None


def _outcome(line: _Line) -> FindingOutcome:
    return next(word for word, name in OFFLINE.items() if line[OPINION] in (word, name))


def _of_report(lines: Sequence[_Line]) -> tuple[ReportOutcome | None, str | None, list[Fault]]:
    """What the lines about one item say of the report, the first note, and the lines that say something else."""
    note = next((line[NOTE] for line in lines if line[NOTE]), None)
    given = [(line, word) for line in lines for word, name in REPORT_OUTCOMES.items() if line[REPORT] in (word, name)]
    if not given:
        why = f"写了{NOTE}，没有写{REPORT}"
        return None, None, [line.fault(why, f"在“{REPORT}”一栏选一个") for line in lines if line[NOTE]]
    first, outcome = given[0]
    others = [line for line, word in given if word != outcome]
    why = f"同一任务写了不同的报告结论（第 {first.row} 行为{REPORT_OUTCOMES[outcome]}）"
    return outcome, note, [line.fault(why, "只在一行写，或各行写得一样") for line in others]
