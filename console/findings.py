"""Findings as a person sees them in a terminal."""

from collections.abc import Sequence

from console import output
from perfeval_core.domain.findings import Finding
from perfeval_core.domain.scores import ScoreSheet
from perfeval_core.rulebook.names import SURENESS
from perfeval_core.triage import TriageTable
from perfeval_core.triage.table import SEVERITIES

_STYLES = {"critical": "bold red", "high": "red", "medium": "yellow", "low": "", "info": "dim"}


def show_findings(table: TriageTable, findings: Sequence[Finding]) -> None:
    """Each finding, the gravest first: on which page, what is stated and expected, how sure, why, and the clause."""
    output.say(f"疑点 {len(findings)} 条", "bold")
    for number, finding in enumerate(sorted(findings, key=_gravest_first), 1):
        name = table.severities[finding.severity].name
        where = "、".join(dict.fromkeys(at.words for at in finding.at))
        head = f" {number}. 【{name}】{table.kind_name(finding.kind)}　{where}　{_values(finding)}"
        sure = f"　把握：{SURENESS[finding.sureness]}" if finding.sureness else ""
        output.say(head + sure, _STYLES[finding.severity])
        output.say(f"    {finding.message}")
        output.say(f"    依据：{finding.citation}", "dim")


def show_correction(sheet: ScoreSheet | None) -> None:
    """The smallest set of score changes that would make the report consistent (最小更正)."""
    if sheet is None or sheet.correction is None or not sheet.correction.changes:
        return
    output.say("最小更正：只改这些，得分就前后一致", "bold")
    for change in sheet.correction.changes:
        output.say(f"    {change.indicator}：{change.stated or '（空）'} → {change.corrected}")
    if sheet.correction.total is not None:
        output.say(f"    改后总分 {sheet.correction.total} {'或'.join(sheet.correction.grade)}")


def _gravest_first(finding: Finding) -> tuple[int, bool]:
    return SEVERITIES.index(finding.severity), finding.certainty != "certain"


def _values(finding: Finding) -> str:
    expected = f" → 应为 {finding.expected}" if finding.expected else ""
    return f"{finding.indicator or ''} 自评 {finding.stated or '（空）'}{expected}"
