"""What one run did, for the command line, for programs and for the Prefect UI."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import Field

from perfeval_core.backup import Backup
from perfeval_core.domain.base import Frozen
from perfeval_core.domain.review import Queue
from perfeval_core.door import Received
from perfeval_core.ledger import RecordedVersion, Submission
from perfeval_core.refiling import Refiled
from perfeval_core.rescoring import Change
from perfeval_core.retention import Discarded
from perfeval_core.site import Site
from tasks.score import Scored
from tasks.step import NotRead

FileStatus = Literal["extracted", "partial", "quarantined", "known", "waiting", "failed"]
"""``known``: done by an earlier run; ``waiting``: in another run's hands; ``failed``: our error or the disk's."""

STATUS_NAMES: dict[FileStatus, str] = {
    "extracted": "已读取",
    "partial": "部分需人工识别",
    "quarantined": "已隔离",
    "known": "以前已处理",
    "waiting": "另一批次正在处理",
    "failed": "未能处理",
}


class FileLine(Frozen):
    """One file of a run: what came of it, and why."""

    path: str
    sha256: str | None
    status: FileStatus
    reason: str | None = None
    detail: str | None = None
    reports: int = 0


class Summary(Frozen):
    """One run of the main job (批次)."""

    version: Literal[1] = 1
    run: str
    files: tuple[FileLine, ...] = ()
    received: int = 0
    known: int = 0
    """Files whose bytes had come before."""
    reports: int = 0
    findings: dict[str, int] = Field(default_factory=dict)
    """Findings of this run by kind, the most frequent first."""
    refiled: tuple[Refiled, ...] = ()
    """Reports that took the place of others of the same project and year."""
    corrections: int = 0
    """Cells that reviewers corrected (更正) and that took effect in this run."""
    items_new: int = 0
    queues: dict[Queue, int] = Field(default_factory=dict)
    """Open items by queue, those of earlier runs included."""
    expectations_checked: int = 0
    expectations_passed: int = 0
    errors: tuple[str, ...] = ()
    """Errors of ours (运行异常)."""
    quality_page: Path | None = None
    """Where the run's quality page (数据质量页) lies."""

    @property
    def needs_person(self) -> bool:
        """Whether a file could not be read in full, or something of ours failed."""
        return bool(self.errors) or any(line.status in ("partial", "quarantined", "failed") for line in self.files)


class RescoreSummary(Frozen):
    """One run of ``rescore``: how many reports there are, and what changed about which."""

    version: Literal[1] = 1
    reports: int
    changes: tuple[Change, ...] = ()
    run: str | None = None
    """``None`` for a dry run, which changes nothing."""
    items_new: int = 0
    errors: tuple[str, ...] = ()


class ReviewSummary(Frozen):
    """One run of ``apply_review``: how many corrections took effect, and what that changed about which reports."""

    version: Literal[1] = 1
    run: str
    corrections: int = 0
    changes: tuple[Change, ...] = ()
    items_new: int = 0
    errors: tuple[str, ...] = ()


class Trouble(Frozen):
    """One broken invariant."""

    code: str
    message: str
    subject: str


class Maintained(Frozen):
    """One run of the maintenance (维护); ``backup`` and ``discarded`` are ``None`` where that could not be done."""

    version: Literal[1] = 1
    waivers_ended: int
    backup: Backup | None
    discarded: Discarded | None
    problems: tuple[Trouble, ...] = ()
    items_new: int = 0
    errors: tuple[str, ...] = ()

    @property
    def lines(self) -> list[str]:
        """What was done, for people."""
        found = [f"豁免到期、恢复任务的报告 {self.waivers_ended} 份"] if self.waivers_ended else []
        if self.backup:
            ledger = "" if self.backup.ledger else "（台账在数据库服务器上，请用它自己的工具备份）"
            archived = f"档案 {self.backup.archived} 个文件，新增 {self.backup.archived_new} 个"
            found.append(f"备份：{self.backup.folder}，{archived}{ledger}")
        if self.discarded:
            gone = self.discarded
            words = f"未写完的文件 {gone.incoming} 个，无人引用的卷宗 {gone.dossiers} 份，旧备份 {gone.backups} 份"
            words += f"，收件箱里已归档的接口报送文件 {gone.handed_in} 个" if gone.handed_in else ""
            found.append(f"清理：{words}")
        found += [f"运行异常：{error}" for error in self.errors]
        if self.problems:
            found.append(f"核对：{len(self.problems)} 处不符，新增运行异常任务 {self.items_new} 项")
            found += [f"  · {one.message}（{one.subject}）" for one in self.problems]
        elif not self.errors:
            found.append("核对：全部无误")
        return found

    @property
    def overview(self) -> str:
        """The same for the Prefect UI."""
        return "\n".join(["# 维护", *(f"- {plain(line)}" for line in self.lines)])


def plain(text: str) -> str:
    """Text from outside as text: the UI renders Markdown and HTML."""
    return re.sub(r"([\\`*_{}\[\]<>|#!])", r"\\\1", text.replace("\n", " "))


def by_kind(kinds: Sequence[str]) -> dict[str, int]:
    """How often each kind occurs, the most frequent first."""
    return dict(Counter(kinds).most_common())


def line_of(one: Scored | NotRead) -> FileLine:
    """The line of a file that this run worked on."""
    if isinstance(one, NotRead):
        return FileLine(path=one.lease.name, sha256=one.lease.sha256, status="failed", detail=one.error)
    file = one.whole
    return FileLine(
        path=file.file_name,
        sha256=file.file_sha256,
        status=file.status,
        reason=file.reason,
        detail=file.detail,
        reports=len(file.reports),
    )


def line_of_known(here: Site, one: Received) -> FileLine:
    """The line of a file that this run was given and did not work on."""
    if one.receipt is None:
        return FileLine(path=one.path, sha256=None, status="failed", detail=one.unreadable)
    sha256 = one.receipt.sha256
    found = here.ledger.submission(sha256)
    if found is None:
        raise LookupError(f"{sha256}: received, and yet not in the ledger")
    reports, status = here.ledger.versions(sha256), _status(found)
    detail = found.detail if status != "known" else _same_bytes(found, reports)
    return FileLine(
        path=one.path, sha256=sha256, status=status, reason=found.reason, detail=detail, reports=len(reports)
    )


def _same_bytes(found: Submission, reports: Sequence[RecordedVersion]) -> str:
    words = f"内容与以前收到的“{Path(found.name).name}”完全相同，不重复处理"
    replaced = "；该报告后来已重新报送，以后来的为准" if any(one.replaced_by for one in reports) else ""
    return words + replaced


def _status(found: Submission) -> FileStatus:
    if found.state == "quarantined":
        return "quarantined"
    return "known" if found.state == "queued" else "waiting"
