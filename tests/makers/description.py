"""What a report says, as plain data: every string is what a person would see printed."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Form = Literal["analysis_report", "self_evaluation_form"]

TITLES: dict[str, str] = {
    "analysis_report": "项目支出绩效自评分析报告",
    "self_evaluation_form": "项目支出绩效自评表",
}

#: The headings of the analysis report (layout's own list), each with its level.
HEADINGS: tuple[tuple[int, str], ...] = (
    (1, "一、项目基本信息"),
    (2, "（一）项目概况"),
    (2, "（二）项目绩效目标"),
    (3, "（1）项目实施期绩效目标"),
    (3, "（2）项目年度目标"),
    (2, "（三）项目实施计划"),
    (1, "二、项目绩效完成情况"),
    (2, "（一）预算执行情况"),
    (2, "（二）绩效指标完成情况"),
    (1, "三、项目自评结果"),
    (3, "1.项目自评得分和结论"),
    (3, "2.全年目标实际完成情况"),
    (3, "3.项目实施和预算执行情况分析"),
    (3, "4.产出情况及分析"),
    (3, "5.效益情况及分析"),
    (3, "6.满意度情况及分析"),
    (1, "四、项目主要经验做法"),
    (1, "五、项目管理中存在的主要问题及原因分析"),
    (1, "六、下一步改进措施及管理建议"),
)
BUDGET_HEADING = "（一）预算执行情况"
INDICATOR_HEADING = "（二）绩效指标完成情况"
CONCLUSION_HEADING = "1.项目自评得分和结论"

#: The columns of an indicator row, as a description lists them.
COLUMNS: dict[str, tuple[str, ...]] = {
    "analysis_report": ("name", "target_initial", "target", "actual", "weight", "points", "reason"),
    "self_evaluation_form": ("name", "target", "actual", "weight", "points", "reason"),
}


class Text(BaseModel):
    """Frozen, and strict about names: a misspelt field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class BudgetText(Text):
    """One printed line of the money table; the form has no ``initial_declared`` and no ``carry_over``."""

    source: str
    initial_declared: str = ""
    initial_compiled: str = ""
    full_year: str = ""
    executed: str = ""
    carry_over: str = ""
    execution_rate: str = ""
    max_points: str = ""
    points: str = ""


class IndicatorText(Text):
    """One row of the indicator table; the form has no ``target_initial``."""

    level1: str
    level2: str
    name: str
    target_initial: str = ""
    target: str = ""
    actual: str = ""
    weight: str = ""
    points: str = ""
    reason: str = ""


class GoalText(Text):
    """年度总体目标 of the form."""

    expected: str
    actual: str


class StatedText(Text):
    """The scores that the report states; ``None`` is not written."""

    execution_points: str | None = None
    indicator_points: str | None = None
    total: str | None = None
    grade: str | None = None
    total_weight: str = "100"


class ReportText(Text):
    """One report. ``indicators`` may be given as level 1 → level 2 → rows in the order of ``COLUMNS``."""

    form: Form
    project_name: str
    unit: str
    department: str
    fiscal_year: int
    date: str | None = None
    """As printed on the cover: 2025年2月."""
    report_date: str | None = None
    """The same in ISO: 2025-02."""
    budget_unit: Literal["元", "万元"] = "元"
    budget: tuple[BudgetText, ...]
    indicators: tuple[IndicatorText, ...]
    goals: tuple[GoalText, ...] = ()
    sections: dict[str, str] = Field(default_factory=dict)
    """Heading → text, a paragraph a line. A heading that is not given is printed with nothing under it."""
    stated: StatedText = StatedText()

    @model_validator(mode="before")
    @classmethod
    def _flatten(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("indicators"), dict):
            columns = COLUMNS[data["form"]]
            return {**data, "indicators": list(_rows(data["indicators"], columns))}
        return data

    @model_validator(mode="after")
    def _known_headings(self) -> "ReportText":
        unknown = set(self.sections) - {heading for _, heading in HEADINGS}
        if unknown:
            raise ValueError(f"no headings of the layout: {sorted(unknown)}")
        return self

    @property
    def title(self) -> str:
        """The title as printed."""
        return TITLES[self.form]

    def text_of(self, heading: str) -> str:
        """The text under ``heading``; the conclusion is made from the stated scores unless it is written out."""
        if heading == CONCLUSION_HEADING and heading not in self.sections:
            return self._conclusion()
        return self.sections.get(heading, "")

    def _conclusion(self) -> str:
        said = self.stated
        return (
            f"综合考虑预算执行情况得分{said.execution_points}分，产出、效益、服务对象满意度各方面因素，"
            f"指标完成情况得分{said.indicator_points}分，最终评分结果：{self.project_name}绩效自我评价结果为："
            f"总得分{said.total}分，属于“{said.grade}”。"
        )


def _rows(levels: dict[str, dict[str, list[list[str]]]], columns: tuple[str, ...]) -> Any:
    for level1, groups in levels.items():
        for level2, rows in groups.items():
            for row in rows:
                yield {"level1": level1, "level2": level2, **dict(zip(columns, row, strict=True))}
