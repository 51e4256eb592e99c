"""What stands in each column of the register's sheets."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePath
from typing import Generic, TypeVar

from perfeval_core.domain.clock import CHINA
from perfeval_core.domain.letter import LETTER_STATES
from perfeval_core.domain.names import FIELD_NAMES, STATUS_NAMES
from perfeval_core.domain.scores import ScoreSheet
from perfeval_core.register.correspondence import Correspondence
from perfeval_core.register.lines import OPEN, STANDINGS, Judged, Line
from perfeval_core.rulebook.names import CERTAINTIES, SEVERITIES, SURENESS
from perfeval_core.spreadsheet import COUNT, DAY, MONEY, PERCENT, POINTS, Column, Value
from perfeval_core.triage import TriageTable

Row = TypeVar("Row")


@dataclass(frozen=True)
class Filled(Generic[Row]):
    """A column, and where its value comes from."""

    column: Column
    value: Callable[[Row], Value]


def of_report() -> list[Filled[Line]]:
    """The columns of the sheet of reports; amounts in yuan."""
    return [
        _filled("报告编号", 17, lambda one: one.dossier.report_id),
        _filled("年度", 7, lambda one: one.dossier.report.fiscal_year),
        _filled("主管部门", 22, lambda one: one.dossier.report.department_name),
        _filled("单位编码", 11, lambda one: one.dossier.report.unit_code),
        _filled("单位名称", 26, lambda one: one.dossier.report.unit_name),
        _filled("项目名称", 36, lambda one: one.dossier.report.project_name or one.dossier.report.title),
        _filled("读取情况", 11, lambda one: STATUS_NAMES[one.dossier.report.status]),
        _filled("年初预算数（元）", 17, lambda one: one.amount("initial_compiled"), MONEY),
        _filled("全年预算数（元）", 17, lambda one: one.amount("full_year"), MONEY),
        _filled("全年执行数（元）", 17, lambda one: one.amount("executed"), MONEY),
        _filled("预算执行率（复算）", 12, _rate, PERCENT),
        _filled("自评总分", 10, lambda one: one.figures.stated.total, POINTS),
        _filled("复算总分（低）", 10, lambda one: _total(_sheet(one), "low"), POINTS),
        _filled("复算总分（高）", 10, lambda one: _total(_sheet(one), "high"), POINTS),
        _filled("自评等级", 9, lambda one: one.dossier.report.stated.grade),
        _filled("复算等级", 9, _grade),
        _filled("疑点", 7, lambda one: len(one.findings), COUNT),
        _filled("其中确定", 9, lambda one: sum(_certain(found) for found in one.findings), COUNT),
        _filled("其中待办", 9, lambda one: sum(found.state == OPEN for found in one.findings), COUNT),
        _filled("办理状态", 10, lambda one: STANDINGS[one.case.standing]),
        _filled("办理期限", 11, lambda one: min((item.item.due.on for item in one.case.open), default=None), DAY),
        _filled("逾期", 6, lambda one: "逾期" if any(item.overdue for item in one.case.open) else ""),
        _filled("领取人", 10, lambda one: "、".join(_holders(one))),
        _filled("收到日期", 11, lambda one: one.received_at.astimezone(CHINA).date(), DAY),
        _filled("文件", 34, lambda one: PurePath(one.dossier.file_name).name),
        _filled("结果版本", 18, lambda one: one.dossier.report_version),
    ]


def of_finding(table: TriageTable) -> list[Filled[tuple[Line, Judged]]]:
    """The columns of the sheet of findings; a value of a report stays as the report prints it."""
    return [
        _filled("报告编号", 17, lambda row: row[0].dossier.report_id),
        _filled("年度", 7, lambda row: row[0].dossier.report.fiscal_year),
        _filled("单位名称", 26, lambda row: row[0].dossier.report.unit_name),
        _filled("项目名称", 36, lambda row: row[0].dossier.report.project_name or row[0].dossier.report.title),
        _filled("疑点编号", 18, lambda row: row[1].finding.id),
        _filled("类型", 22, lambda row: table.kind_name(row[1].finding.kind)),
        _filled("队列", 10, lambda row: table.queues[row[1].queue] if row[1].queue else "只留档"),
        _filled("规则", 10, lambda row: row[1].finding.rule),
        _filled("程度", 7, lambda row: SEVERITIES[row[1].finding.severity]),
        _filled("确定性", 9, lambda row: CERTAINTIES[row[1].finding.certainty]),
        _filled("把握", 7, lambda row: SURENESS[row[1].finding.sureness] if row[1].finding.sureness else ""),
        _filled("指标", 26, lambda row: row[1].finding.indicator),
        _filled("栏目", 14, lambda row: FIELD_NAMES[row[1].finding.field]),
        _filled("自评", 16, lambda row: row[1].finding.stated),
        _filled("应为", 16, lambda row: row[1].finding.expected),
        _filled("说明", 60, lambda row: row[1].finding.message),
        _filled("位置", 14, lambda row: "、".join(dict.fromkeys(at.words for at in row[1].finding.at))),
        _filled("依据", 44, lambda row: row[1].finding.citation),
        _filled("处理", 9, lambda row: row[1].state),
        _filled("处理理由", 30, lambda row: row[1].answer.verdict.reason if row[1].answer else None),
        _filled("复核人", 10, lambda row: row[1].answer.reviewer if row[1].answer else None),
        _filled(
            "复核日期", 11, lambda row: row[1].answer.made_at.astimezone(CHINA).date() if row[1].answer else None, DAY
        ),
    ]


def of_letter() -> list[Filled[Correspondence]]:
    """The columns of the sheet of letters, those that wait to go out (待发出) among them."""
    return [
        _filled("通知编号", 18, lambda one: one.letter.letter_id if one.letter else None),
        _filled("第几次", 7, lambda one: one.letter.number if one.letter else None, COUNT),
        _filled("报告编号", 17, lambda one: one.about.report_id),
        _filled("单位名称", 26, lambda one: one.about.unit_name),
        _filled("项目名称", 36, lambda one: one.about.project_name),
        _filled("状态", 11, lambda one: LETTER_STATES[one.letter.state] if one.letter else "待发出"),
        _filled("逾期", 6, lambda one: "逾期" if one.letter and one.letter.overdue else ""),
        _filled("发出人", 10, lambda one: one.letter.issued_by if one.letter else None),
        _filled("发出日期", 11, lambda one: one.letter.issued_on if one.letter else None, DAY),
        _filled("反馈期限", 11, lambda one: one.letter.due_on if one.letter else None, DAY),
        _filled("疑点", 7, lambda one: len(one.letter.asked) if one.letter else None, COUNT),
        _filled("接受", 7, lambda one: one.count("accepted"), COUNT),
        _filled("申辩", 7, lambda one: one.count("contested"), COUNT),
        _filled("最后反馈日期", 12, lambda one: one.replies[-1].replied_on if one.replies else None, DAY),
        _filled("最后反馈内容", 50, lambda one: one.replies[-1].text if one.replies else None),
        _filled("重新报送的报告", 17, lambda one: one.letter.corrected_by if one.letter else None),
        _filled("办结说明", 30, lambda one: one.letter.end_reason if one.letter else None),
        _filled("文件 sha256", 20, lambda one: one.letter.document if one.letter else None),
    ]


def _filled(name: str, width: int, value: Callable[[Row], Value], number_format: str | None = None) -> Filled[Row]:
    return Filled(Column(name, width, number_format), value)


def _sheet(one: Line) -> ScoreSheet | None:
    return one.dossier.report.scores


def _rate(one: Line) -> Decimal | None:
    sheet = _sheet(one)
    return sheet.execution.rate if sheet and sheet.execution else None


def _total(sheet: ScoreSheet | None, end: str) -> Decimal | None:
    found: Decimal | None = None if sheet is None or sheet.total is None else getattr(sheet.total, end)
    return found


def _grade(one: Line) -> str:
    sheet = _sheet(one)
    return "或".join(sheet.grade) if sheet else ""


def _certain(one: Judged) -> bool:
    return one.finding.certainty == "certain"


def _holders(one: Line) -> list[str]:
    return list(dict.fromkeys(item.holder.by for item in one.case.open if item.holder))
