"""Proves that nothing in a home folder was lost and nothing stands there twice, across its three stores."""

from collections import Counter, defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from perfeval_core.archive import ArchiveDamaged, NotArchived
from perfeval_core.casework import file_items, portfolio_items, report_items
from perfeval_core.domain.dossier import Dossier
from perfeval_core.domain.findings import Finding
from perfeval_core.domain.review import ReviewItem
from perfeval_core.domain.scores import ScoreSheet
from perfeval_core.ledger import PENDING, ItemStatus, Problem, RecordedPortfolio, RecordedVersion, Submission
from perfeval_core.portfolios import due
from perfeval_core.reference.official import official_rows
from perfeval_core.reviewing import corrections_lost
from perfeval_core.site import Site
from perfeval_core.warehouse import Warehouse, WarehouseUnreadable, WarehouseVersionMismatch

_LOADED = ("loaded", "validated", "queued")


_CHUNK = 500
"""Submissions whose part of the log is read at once."""

Rows = dict[str, int]
"""How many rows of each table one report version must have."""

_ROWS: dict[str, Callable[[Dossier], int]] = {
    "budget_line": lambda dossier: len(dossier.report.budget),
    "indicator": lambda dossier: len(dossier.report.indicators),
    "goal": lambda dossier: len(dossier.report.goals),
    "section": lambda dossier: len(dossier.report.sections),
    "score": lambda dossier: _score_lines(dossier.report.scores),
    "finding": lambda dossier: len(dossier.report.findings),
    "rule_failure": lambda dossier: len(dossier.failures),
}
"""How many rows of a table a dossier makes."""


def _score_lines(sheet: ScoreSheet | None) -> int:
    """Two bases of the execution rate, one line an indicator, and the total."""
    return 0 if sheet is None else 2 * (sheet.execution is not None) + len(sheet.indicators) + 1


def _wanted(dossier: Dossier, added: int) -> Rows:
    """``added`` findings were made after the dossier was closed."""
    return {table: count(dossier) + (added if table == "finding" else 0) for table, count in _ROWS.items()}


@dataclass(frozen=True)
class _Known:
    """What the ledger says, by submission (sha256) and by report version."""

    submissions: Mapping[str, Submission]
    versions: tuple[RecordedVersion, ...]
    added: Mapping[str, list[Finding]]
    items: Mapping[str, ItemStatus]
    portfolios: tuple[RecordedPortfolio, ...]

    @property
    def at_rest(self) -> bool:
        """Whether nobody works on anything: what is half done is no defect."""
        return all(one.owner is None for one in self.submissions.values())

    def of_state(self, *states: str) -> Iterator[Submission]:
        """The submissions in one of ``states`` that nobody works on."""
        return (one for one in self.submissions.values() if one.state in states and one.owner is None)


def problems(site: Site) -> Iterator[Problem]:
    """Every broken invariant; none if all is well. Reads every original and dossier, and compares their hashes.

    Raises ``WarehouseLocked`` if another process keeps the warehouse open.
    """
    yield from site.ledger.problems()
    yield from _unsent(site)
    known = _known(site)
    yield from _originals(site, known)
    rows: dict[str, Rows] = {}
    yield from _dossiers(site, known, rows)
    findings: dict[str, int] = {}
    yield from _portfolios(site, known, findings)
    try:
        with site.warehouse() as warehouse:
            yield from _warehouse(site, warehouse, known, rows, findings)
    except (WarehouseUnreadable, WarehouseVersionMismatch) as error:
        yield Problem("warehouse_unusable", str(error), str(site.settings.warehouse))


def _unsent(site: Site) -> Iterator[Problem]:
    """Each channel through which a notification could not be sent, with the reason given last."""
    waiting = [one for one in site.ledger.notices.waiting() if one.problem and one.channel in site.settings.channels]
    for channel, problem in {one.channel: one.problem for one in waiting}.items():
        words = f"有通知没有发出去：{problem}。改好后运行 perfeval notify test 试发，积压的由下一次运行补发"
        yield Problem("notification_unsent", words, channel)


def _warehouse(
    site: Site, warehouse: Warehouse, known: _Known, rows: Mapping[str, Rows], findings: Mapping[str, int]
) -> Iterator[Problem]:
    yield from _reports(site, warehouse, known, rows)
    yield from _files(warehouse, known)
    yield from _portfolio_rows(warehouse, known, findings)
    yield from _copies(warehouse, known)
    yield from _states(warehouse, known)
    yield from _official(site, warehouse)


def _known(site: Site) -> _Known:
    added: dict[str, list[Finding]] = defaultdict(list)
    for version, finding in site.ledger.validation(current_only=False):
        added[version].append(finding)
    return _Known(
        submissions={one.sha256: one for one in site.ledger.submissions()},
        versions=tuple(site.ledger.versions(current_only=False)),
        added=added,
        items={one.item.item_id: one.status for one in site.ledger.items(status=None)},
        portfolios=tuple(site.ledger.portfolios(current_only=False)),
    )


def _originals(site: Site, known: _Known) -> Iterator[Problem]:
    for sha256 in known.submissions:
        try:
            site.archive.get(sha256)
        except (NotArchived, ArchiveDamaged) as error:
            yield Problem("original_lost", f"档案中的原件缺失或损坏：{error}", sha256)
    for sha256 in site.archive.originals():
        if sha256 not in known.submissions:
            yield Problem("original_unregistered", "档案中有未登记的原件，请重新报送该文件", sha256)


def _dossiers(site: Site, known: _Known, rows: dict[str, Rows]) -> Iterator[Problem]:
    """Each dossier is the one that is named, and what must be seen of it has its item.

    One file after the other, so that no more than one file's dossiers are held; fills ``rows`` with what each version
    must have in the warehouse.
    """
    of_file: dict[str, list[RecordedVersion]] = defaultdict(list)
    for one in known.versions:
        of_file[one.submission].append(one)
    for sha256, file in known.submissions.items():
        current = []
        for one in of_file[sha256]:
            dossier = yield from _dossier(site, one)
            if dossier is None:
                continue
            version = dossier.report_version
            rows[version] = _wanted(dossier, len(known.added.get(version, ())))
            if one.current:
                current.append(dossier)
                yield from corrections_lost(site, dossier)
        if file.owner is None and file.state in ("queued", "quarantined"):
            yield from _queues(site, known, file, current)


def _dossier(site: Site, one: RecordedVersion) -> Generator[Problem, None, Dossier | None]:
    version = one.version
    try:
        dossier = site.archive.get_dossier(version.dossier_sha256)
    except (NotArchived, ArchiveDamaged) as error:
        yield Problem("dossier_lost", f"报告卷宗缺失或损坏：{error}", version.report_version)
        return None
    said = (dossier.report_version, dossier.report_id, dossier.file_sha256)
    if said != (version.report_version, version.report_id, one.submission):
        yield Problem("dossier_mixed_up", "报告卷宗与台账所记的版本不符", version.report_version)
        return None
    return dossier


def _queues(site: Site, known: _Known, file: Submission, current: Sequence[Dossier]) -> Iterator[Problem]:
    """What must be seen of a file that is done has its item."""
    if file.state == "queued":
        for dossier in current:
            yield from _missing(known, report_items(site, dossier, known.added.get(dossier.report_version, ())))
    try:
        whole = site.archive.get_file_dossier(file.dossier_sha256 or "0" * 64)
    except (NotArchived, ArchiveDamaged) as error:
        yield Problem("dossier_lost", f"文件卷宗缺失或损坏：{error}", file.sha256)
        return
    yield from _missing(known, file_items(site, whole, current))


def _portfolios(site: Site, known: _Known, found: dict[str, int]) -> Iterator[Problem]:
    """Fills ``found`` with the number of findings of each current portfolio that is as it must be, by its version."""
    for one in known.portfolios:
        version = one.version
        try:
            dossier = site.archive.get_portfolio_dossier(version.dossier_sha256)
        except (NotArchived, ArchiveDamaged) as error:
            yield Problem("dossier_lost", f"多份报告汇总的卷宗缺失或损坏：{error}", version.portfolio_version)
            continue
        if (dossier.portfolio_version, dossier.subject) != (version.portfolio_version, version.subject):
            yield Problem("dossier_mixed_up", "多份报告汇总的卷宗与台账所记的版本不符", version.portfolio_version)
        elif one.current:
            found[version.portfolio_version] = len(dossier.findings)
            yield from _missing(known, portfolio_items(site, dossier))
    if known.at_rest and not any(known.of_state(*PENDING)):
        for group in due(site):
            yield Problem("portfolio_due", "多份报告汇总不是按现有报告做的，再收一次件即可更新", group.subject)


def _missing(known: _Known, items: Iterable[ReviewItem]) -> Iterator[Problem]:
    for item in items:
        status = known.items.get(item.item_id)
        if status is None:
            yield Problem("item_missing", f"应有的复核任务不在队列里：{item.title}", item.item_id)
        elif status == "waived":
            yield Problem(
                "waiver_over", f"豁免已到期，任务尚未恢复，运行 perfeval maintain 即恢复：{item.title}", item.item_id
            )


def _reports(site: Site, warehouse: Warehouse, known: _Known, wanted: Mapping[str, Rows]) -> Iterator[Problem]:
    """The rows of each version that was ever loaded, against its dossier."""
    recorded = {one.version.report_version for one in known.versions}
    rows = {table: _by_version(warehouse, table) for table in ("report", *_ROWS)}
    for version in sorted(set(rows["report"]) - recorded):
        yield Problem("report_unknown", "数据仓库里有台账没有的报告版本", version)
    for version in _loaded(site, known):
        if version not in wanted:
            continue
        if rows["report"][version] != 1:
            yield Problem("report_not_loaded", "应已入库的报告不在数据仓库里；可运行 perfeval rebuild", version)
            continue
        for table, count in wanted[version].items():
            if rows[table][version] != count:
                words = f"数据仓库 {table} 表应有 {count} 行，实有 {rows[table][version]} 行；可运行 perfeval rebuild"
                yield Problem("rows_differ", words, version)


def _by_version(warehouse: Warehouse, table: str) -> Counter[str]:
    rows = warehouse.fetch(f"SELECT report_version, count(*) AS rows FROM {table} GROUP BY report_version")
    return Counter({row["report_version"]: row["rows"] for row in rows})


def _loaded(site: Site, known: _Known) -> Iterator[str]:
    """The versions of files nobody works on that the log says were loaded, each once."""
    shas = [one.sha256 for one in known.submissions.values() if one.owner is None]
    for start in range(0, len(shas), _CHUNK):
        for history in site.ledger.histories(shas[start : start + _CHUNK]).values():
            yield from dict.fromkeys(version for load in history.loads for version in load.versions)


def _files(warehouse: Warehouse, known: _Known) -> Iterator[Problem]:
    """Each file that is done has its row."""
    loaded = {
        row["file_sha256"]: row["status"] for row in warehouse.fetch("SELECT file_sha256, status FROM submission")
    }
    for file in known.of_state("quarantined", *_LOADED):
        status = loaded.get(file.sha256)
        if status is None or (status == "quarantined") != (file.state == "quarantined"):
            yield Problem("file_not_loaded", f"数据仓库中该文件的状态应与台账一致，现为 {status}", file.sha256)


def _portfolio_rows(warehouse: Warehouse, known: _Known, findings: Mapping[str, int]) -> Iterator[Problem]:
    """The findings about units and years are those of the current portfolios, and no others."""
    if not known.at_rest:
        return
    query = "SELECT portfolio_version, count(*) AS rows FROM portfolio_finding WHERE level <> 'file' GROUP BY ALL"
    loaded = {row["portfolio_version"]: row["rows"] for row in warehouse.fetch(query)}
    for version in sorted(findings.keys() | loaded):
        wanted, rows = findings.get(version, 0), loaded.get(version, 0)
        if wanted != rows:
            words = f"数据仓库 portfolio_finding 表应有 {wanted} 行，实有 {rows} 行；可运行 perfeval rebuild"
            yield Problem("rows_differ", words, version)


def _copies(warehouse: Warehouse, known: _Known) -> Iterator[Problem]:
    """The copy of the queues has every item; it is made at the end of each batch."""
    if not known.at_rest:
        return
    copied = {row["item_id"] for row in warehouse.fetch("SELECT item_id FROM review_item")}
    for item_id in sorted(known.items.keys() ^ copied):
        yield Problem("queue_copy_differs", "数据仓库里的复核任务与台账不一致，再收一次件即可更新", item_id)


def _states(warehouse: Warehouse, known: _Known) -> Iterator[Problem]:
    """The copy of which reports are in force is the ledger's; it is made at the end of each batch."""
    if not known.at_rest or any(known.of_state(*PENDING)):
        return
    query = "SELECT report_version, is_current, replaced_by FROM report_state"
    copied = {(row["report_version"], row["is_current"], row["replaced_by"]) for row in warehouse.fetch(query)}
    said = {(one.version.report_version, one.current, one.replaced_by) for one in known.versions}
    for version in sorted({state[0] for state in said ^ copied}):
        yield Problem("state_copy_differs", "数据仓库里报告是否现行与台账不一致，再收一次件即可更新", version)


def _official(site: Site, warehouse: Warehouse) -> Iterator[Problem]:
    """The copy of the official figures is what the ledger has."""
    rows = warehouse.fetch("SELECT import_id, sheet, row FROM reference")
    copied = {(row["import_id"], row["sheet"], row["row"]) for row in rows}
    held = {(one.import_id, one.sheet, one.row) for one in official_rows(site.ledger)}
    for import_id, sheet, row in sorted(copied ^ held):
        words = "数据仓库里的财政口径数据与台账不一致，把最近导入的清单再导入一次即可更新"
        yield Problem("reference_copy_differs", words, f"第{import_id}次导入 {sheet}第{row}行")
