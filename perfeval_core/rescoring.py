"""The time machine: what was read once, scored and checked again under other rules, and what that changes."""

from collections.abc import Iterator, Sequence

from perfeval_core.domain.base import Frozen
from perfeval_core.domain.dossier import Dossier, FileDossier, report_id
from perfeval_core.domain.filing import ExtractedFile, Filing
from perfeval_core.domain.findings import CheckedFiling, Finding
from perfeval_core.domain.scores import Interval
from perfeval_core.pipeline import Rules, check_report


class Change(Frozen):
    """What other rules change about one report. Totals and grades are the recomputed ones (复算总分、复算等级)."""

    report_id: str
    project_name: str | None
    unit_name: str | None
    pack_before: str | None
    pack_after: str | None
    total_before: Interval | None
    total_after: Interval | None
    grade_before: tuple[str, ...]
    grade_after: tuple[str, ...]
    findings_new: tuple[str, ...]
    findings_closed: tuple[str, ...]
    """Kinds of findings, with the indicator behind a slash where there is one."""

    @property
    def anything(self) -> bool:
        """Whether a finding, a total or a grade changed."""
        totals = self.total_before != self.total_after or self.grade_before != self.grade_after
        return bool(totals or self.findings_new or self.findings_closed)


def as_read(whole: FileDossier, dossiers: Sequence[Dossier]) -> ExtractedFile:
    """What the reader gave, out of the dossiers; what a person corrected stays corrected."""
    return ExtractedFile(
        path=whole.file_name,
        sha256=whole.file_sha256,
        media_type=whole.media_type,
        pages=whole.pages,
        status=whole.status,
        reason=whole.reason,
        detail=whole.detail,
        table_text=whole.table_text,
        reports=tuple(filing_of(dossier.report) for dossier in dossiers),
    )


def changes(dossiers: Sequence[Dossier], rules: Rules) -> Iterator[Change]:
    """What ``rules`` would change about the reports of ``dossiers``; those that stay as they are are left out."""
    for dossier in dossiers:
        filing = filing_of(dossier.report)
        again, _ = check_report(filing, report_id(dossier.file_sha256, filing.index), rules(filing))
        change = difference(dossier.report_id, dossier.report, again)
        if change.anything:
            yield change


def difference(identity: str, before: CheckedFiling, after: CheckedFiling) -> Change:
    """What is different between two checks of one report."""
    old, new = {_key(f): _name(f) for f in before.findings}, {_key(f): _name(f) for f in after.findings}
    return Change(
        report_id=identity,
        project_name=before.project_name,
        unit_name=before.unit_name,
        pack_before=before.scores.pack if before.scores else None,
        pack_after=after.scores.pack if after.scores else None,
        total_before=before.scores.total if before.scores else None,
        total_after=after.scores.total if after.scores else None,
        grade_before=before.scores.grade if before.scores else (),
        grade_after=after.scores.grade if after.scores else (),
        findings_new=tuple(name for key, name in new.items() if key not in old),
        findings_closed=tuple(name for key, name in old.items() if key not in new),
    )


def filing_of(report: CheckedFiling) -> Filing:
    """A checked report without its scores and findings."""
    return Filing(**{name: getattr(report, name) for name in Filing.model_fields})


def _key(finding: Finding) -> tuple[str | None, ...]:
    return finding.id, finding.stated, finding.expected


def _name(finding: Finding) -> str:
    return f"{finding.kind}/{finding.indicator}" if finding.indicator else finding.kind
