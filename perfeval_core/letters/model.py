"""What a letter says. Each field's Chinese name (alias) is the word by which a template asks for it."""

from pydantic import ConfigDict, Field

from perfeval_core.domain.base import Frozen

BLANK = "＿＿＿＿＿＿"
"""What stands for something that nobody has told the program; a person fills it in by hand."""
BUREAU_BLANK = f"{BLANK}（发文单位）"


class Named(Frozen):
    """Something whose fields a template asks for by their Chinese names."""

    model_config = ConfigDict(validate_by_name=True)

    @property
    def fields(self) -> dict[str, object]:
        """All of it by the words of a template."""
        return self.model_dump(by_alias=True)


class Matter(Named):
    """One finding (疑点), as a row of the letter."""

    number: int = Field(alias="序号", description="从1起，两张表连续编号")
    kind: str = Field(alias="类型", description="疑点类型")
    place: str = Field(alias="位置", description="原文件的页，或表、单元格")
    cell: str = Field(alias="栏目", description="指标名称和栏目，例如“维修工程(处) 得分”")
    stated: str = Field(alias="填写", description="报告填写的内容，没有填的写“（空）”")
    expected: str = Field(alias="应为", description="复算的结果；不是一个数能说明的写“—”")
    message: str = Field(alias="说明", description="疑点的说明")
    derivation: str = Field(alias="推算", description="得分怎样算出；与得分无关的为空")
    fix: str = Field(alias="办法", description="规则卡上的修改建议")
    citation: str = Field(alias="依据", description="条文；措辞未与原件核对的带〔条文待核〕")


class Change(Named):
    """One score that has to change in the minimal correction (最小更正)."""

    cell: str = Field(alias="项目", description="指标名称和栏目")
    stated: str = Field(alias="填写", description="报告填写的内容")
    corrected: str = Field(alias="更正", description="应改为")


class Letter(Named):
    """A letter of rectification (整改通知). Text of the report is cleaned and cut here, and escaped where it is set."""

    bureau: str = Field(alias="发文单位", description="设置 `bureau`；没有设置时是一段下划线和“（发文单位）”，留待填写")
    unit: str = Field(alias="单位名称", description="主送单位，即报告的项目单位")
    project: str = Field(alias="项目名称", description="没有读到时用报告标题")
    year: str = Field(alias="评价年度", description="例如“2024”")
    issued_on: str = Field(alias="发文日期", description="例如“2026年3月2日”；默认是生成的当天，可用 `--date` 指定")
    due_on: str = Field(alias="反馈期限", description="发文日期之后第若干个工作日")
    due_days: int = Field(alias="期限工作日", description="设置 `letter_days`")
    due_note: str = Field(alias="期限说明", description="那一年的放假安排还不知道时的说明，平时为空")
    file_name: str = Field(alias="文件名称", description="报送的原文件")
    report_id: str = Field(alias="报告编号", description="本程序的报告编号")
    report_version: str = Field(alias="结果版本", description="这份结果的版本号，同一版本的内容不会改变")
    pack: str = Field(alias="规则包", description="复算所用的计分规则包")
    corrections: tuple[Matter, ...] = Field(alias="须更正", description="确定的疑点，一条一行（字段见下表）")
    explanations: tuple[Matter, ...] = Field(alias="须说明", description="需判断的疑点，一条一行（字段见下表）")
    changes: tuple[Change, ...] = Field(alias="最小更正", description="使得分前后一致的最少改动（字段见下表）")
    total_before: str = Field(alias="更正前总分", description="报告填写的总分")
    grade_before: str = Field(alias="更正前等级", description="报告填写的等级")
    total_after: str = Field(alias="更正后总分", description="按最小更正改过以后；不能确定时写“—”")
    grade_after: str = Field(alias="更正后等级", description="按最小更正改过以后；不能确定时写“—”")
    partial: bool = Field(alias="须人工识别", description="报告有部分内容没有读准时为真，发文前须核对")
    unverified: bool = Field(alias="有待核条文", description="表中有〔条文待核〕时为真，用来决定是否印出注")
