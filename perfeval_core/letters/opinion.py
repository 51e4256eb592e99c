"""复核意见表: one review item with its findings, what was decided about each, by whom and when, for the file."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import PurePath

from pydantic import Field

from perfeval_core.casework import findings_of
from perfeval_core.domain.clock import CHINA
from perfeval_core.domain.correction import Correction
from perfeval_core.domain.dossier import Dossier
from perfeval_core.domain.findings import Finding
from perfeval_core.domain.review import FINDING_OUTCOMES, REPORT_OUTCOMES, Missed, Refused
from perfeval_core.extraction.cells import cell
from perfeval_core.ledger import ITEM_STATUSES, Decision, QueuedItem
from perfeval_core.letters.compose import cell_of, day_of, message_of, place_of
from perfeval_core.letters.model import BUREAU_BLANK, Named
from perfeval_core.letters.words import NONE, clean, stated, visible, worth
from perfeval_core.reviewing import dossier_of, visible_decisions
from perfeval_core.rulebook.names import CERTAINTIES, SEVERITIES
from perfeval_core.site import Site

_UNDECIDED = "未决定"


class Judgement(Named):
    """One finding (疑点) and what was decided about it, as a row of the form."""

    number: int = Field(alias="序号", description="从1起")
    kind: str = Field(alias="类型", description="疑点类型")
    severity: str = Field(alias="程度", description="严重、高、中、低、提示")
    certainty: str = Field(alias="确定性", description="确定，或需判断")
    place: str = Field(alias="位置", description="原文件的页，或表、单元格")
    cell: str = Field(alias="栏目", description="指标名称和栏目")
    stated: str = Field(alias="填写", description="报告填写的内容，没有填的写“（空）”")
    expected: str = Field(alias="应为", description="复算的结果；不是一个数能说明的写“—”")
    message: str = Field(alias="说明", description="疑点的说明")
    citation: str = Field(alias="依据", description="条文；措辞未与原件核对的带〔条文待核〕")
    outcome: str = Field(alias="结论", description="确认、不成立、说明、更正；还没有决定的写“未决定”")
    reason: str = Field(alias="理由", description="复核人员写的理由，没有写的为空")


class Mended(Named):
    """One corrected cell (更正), as a row of the form."""

    cell: str = Field(alias="栏目", description="哪张表、第几行、哪一栏")
    machine: str = Field(alias="机器读作", description="程序读到的内容")
    corrected: str = Field(alias="更正为", description="原件上的内容")
    reason: str = Field(alias="理由", description="更正的理由")
    by: str = Field(alias="更正人", description="复核人员")
    at: str = Field(alias="时间", description="例如“2026年3月2日 10:05”")
    state: str = Field(alias="状态", description="待决定、待生效、已生效")


class Step(Named):
    """One decision (决定), in the order in which they were submitted; none is ever changed."""

    number: int = Field(alias="序号", description="从1起")
    by: str = Field(alias="复核人", description="提交决定的人")
    at: str = Field(alias="时间", description="例如“2026年3月2日 10:05”")
    outcome: str = Field(alias="结论", description="通过、退回、转交")
    reason: str = Field(alias="理由", description="没有写的为空")
    final: str = Field(alias="效力", description="生效，或待二次复核")


class Opinion(Named):
    """The whole form (复核意见表). Text of the report is cleaned and cut here, and escaped where it is set."""

    bureau: str = Field(alias="单位", description="设置 `bureau`，即复核单位；没有设置时留空待填")
    item_id: str = Field(alias="任务编号", description="复核任务的编号")
    title: str = Field(alias="任务", description="任务的标题")
    queue: str = Field(alias="队列", description="复核队列")
    due_on: str = Field(alias="办理期限", description="例如“2026年3月9日”")
    status: str = Field(alias="办理状态", description="待办、待二次复核、已经决定等")
    unit: str = Field(alias="项目单位", description="不是针对一份报告的任务写“—”，下同")
    project: str = Field(alias="项目名称", description="没有读到时用报告标题")
    year: str = Field(alias="评价年度", description="例如“2024”")
    file_name: str = Field(alias="文件名称", description="报送的原文件")
    report_id: str = Field(alias="报告编号", description="本程序的报告编号")
    report_version: str = Field(alias="结果版本", description="任务所针对的结果的版本号")
    stated_total: str = Field(alias="自评总分", description="报告填写的总分")
    total: str = Field(alias="复算总分", description="一个数，或一个区间")
    stated_grade: str = Field(alias="自评等级", description="报告填写的等级")
    grade: str = Field(alias="复算等级", description="可能不止一个，用“或”连接")
    reasons: tuple[str, ...] = Field(alias="事由", description="要看什么，一行一条；读不出的文件等没有疑点的任务看这里")
    judgements: tuple[Judgement, ...] = Field(alias="疑点", description="一条一行（字段见下表）")
    mended: tuple[Mended, ...] = Field(alias="更正", description="更正的单元格，一个一行（字段见下表）")
    steps: tuple[Step, ...] = Field(alias="决定", description="提交过的决定，一个一行（字段见下表）")
    missed: tuple[str, ...] = Field(alias="漏报", description="复核人员发现、而程序没有发现的问题，一行一条")
    outcome: str = Field(alias="结论", description="现在有效的结论：通过、退回、转交；还没有的写“未决定”")
    reason: str = Field(alias="理由", description="结论的理由，没有写的为空")
    first: str = Field(alias="复核人", description="作出现在这个决定的人；经过二次复核的，是首先提交的人")
    second: str = Field(alias="二次复核人", description="二次复核的人；还没有的写“待二次复核”，不需要的写“不需要”")
    decided_at: str = Field(alias="决定时间", description="决定生效的时间；还没有生效的为“—”")
    printed_on: str = Field(alias="打印日期", description="生成的当天")


def opinion(site: Site, queued: QueuedItem, by: str | None = None) -> Opinion:
    """The form about one item as it stands, with the decisions that ``by`` may see (盲审).

    Raises ``NotArchived`` or ``ArchiveDamaged``.
    """
    item, reviews = queued.item, site.ledger.reviews
    dossier, made = dossier_of(site, item.item_id), visible_decisions(site, queued, by)
    holds = _holding(queued, made)
    first, second = _persons(made, holds)
    return Opinion(
        bureau=clean(site.settings.bureau or "") or BUREAU_BLANK,
        item_id=item.item_id,
        title=clean(item.title),
        queue=site.table.queues[item.queue],
        due_on=day_of(item.due.on),
        status="待二次复核" if queued.second_review else _status(queued),
        **_about(dossier),
        reasons=tuple(map(clean, item.reasons)),
        judgements=tuple(_judgements(site, findings_of(site, item), holds)),
        mended=tuple(
            _mended(dossier, one.correction, "已生效" if one.applied_in else "待生效" if one.decision_id else "待决定")
            for one in reviews.corrections(item_id=item.item_id)
        ),
        steps=tuple(map(_step, made)),
        missed=tuple(
            f"{site.table.kind_name(one.kind)}：{visible(one.detail)}"
            for one in (holds.verdict.missed if holds else ())
        ),
        outcome=REPORT_OUTCOMES[holds.verdict.outcome] if holds else _UNDECIDED,
        reason=visible((holds and holds.verdict.reason) or ""),
        first=first,
        second=second,
        decided_at=_moment(holds.made_at) if holds and holds.final else NONE,
        printed_on=day_of(site.ledger.today()),
    )


def _status(queued: QueuedItem) -> str:
    return ITEM_STATUSES[queued.status]


def _holding(queued: QueuedItem, made: Sequence[Decision]) -> Decision | None:
    """The decision that holds, or waits for a second person; none where the item is open (again)."""
    last = made[-1] if made else None
    return last if last and (queued.status != "open" or not last.final) else None


def _persons(made: Sequence[Decision], holds: Decision | None) -> tuple[str, str]:
    """Who decided, and who confirmed it (二次复核)."""
    if holds is None:
        return _UNDECIDED, NONE
    if not holds.final:
        return clean(holds.reviewer), "待二次复核"
    if len(made) > 1 and not made[-2].final:
        return clean(made[-2].reviewer), clean(holds.reviewer)
    return clean(holds.reviewer), "不需要"


def _about(dossier: Dossier | None) -> dict[str, str]:
    """The fields about the report, and about its scores."""
    named = ("unit", "project", "year", "file_name", "report_id", "report_version")
    scored = ("stated_total", "total", "stated_grade", "grade")
    if dossier is None:
        return dict.fromkeys((*named, *scored), NONE)
    report, sheet = dossier.report, dossier.report.scores
    return {
        "unit": clean(report.unit_name or "") or NONE,
        "project": clean(report.project_name or report.title) or NONE,
        "year": str(report.fiscal_year or NONE),
        "file_name": clean(PurePath(dossier.file_name).name),
        "report_id": dossier.report_id,
        "report_version": dossier.report_version,
        "stated_total": clean((sheet and sheet.stated_total) or "") or "未填",
        "total": worth(str(sheet.total)) if sheet and sheet.total else NONE,
        "stated_grade": clean((sheet and sheet.stated_grade) or "") or "未填",
        "grade": ("或".join(sheet.grade) if sheet else "") or NONE,
    }


def _judgements(site: Site, findings: Sequence[Finding], holds: Decision | None) -> Iterator[Judgement]:
    said = {one.finding_id: one for one in holds.verdict.findings} if holds else {}
    for number, one in enumerate(findings, start=1):
        verdict = said.get(one.id)
        yield Judgement(
            number=number,
            kind=site.table.kind_name(one.kind),
            severity=SEVERITIES[one.severity],
            certainty=CERTAINTIES[one.certainty],
            place=place_of(one),
            cell=cell_of(one.indicator, one.field),
            stated=stated(one.stated),
            expected=worth(one.expected),
            message=message_of(one),
            citation=one.citation,
            outcome=FINDING_OUTCOMES[verdict.outcome] if verdict else _UNDECIDED,
            reason=visible((verdict and verdict.reason) or ""),
        )


def _mended(dossier: Dossier | None, made: Correction, state: str) -> Mended:
    found = cell(dossier.report, made.field) if dossier else None
    return Mended(
        cell=clean(made.field if found is None or isinstance(found, Refused) else found.label),
        machine=stated(made.machine),
        corrected=stated(made.corrected),
        reason=visible(made.reason),
        by=clean(made.reviewer),
        at=_moment(made.made_at),
        state=state,
    )


def _missed(site: Site, one: Missed) -> str:
    return f"{site.table.kind_name(one.kind)}：{visible(one.detail)}"


def _step(made: Decision) -> Step:
    return Step(
        number=made.number,
        by=clean(made.reviewer),
        at=_moment(made.made_at),
        outcome=REPORT_OUTCOMES[made.verdict.outcome],
        reason=visible(made.verdict.reason or ""),
        final="生效" if made.final else "待二次复核",
    )


def _moment(at: datetime) -> str:
    here = at.astimezone(CHINA)
    return f"{day_of(here.date())} {here:%H:%M}"
