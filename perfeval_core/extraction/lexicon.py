"""The words that forms use, as data: ``data/lexicon/*.yaml``."""

import re
from functools import cache
from typing import Literal

import yaml

from perfeval_core.datadir import data_dir
from perfeval_core.domain.base import Frozen

TableKind = Literal["budget", "indicator"]

_UNIT_IN_HEADER = re.compile(r"[((]?(?:单位[::])?((?:万|亿)?元|%)[))]?$")


class Columns(Frozen):
    """Names of columns and rows (表头词) of the two tables."""

    budget: dict[str, tuple[str, ...]]
    indicator: dict[str, tuple[str, ...]]
    required: dict[TableKind, tuple[str, ...]]
    ignored: tuple[str, ...]
    levels: tuple[str, ...]
    total_rows: tuple[str, ...]
    source_ends: tuple[str, ...]

    def field(self, kind: TableKind, header: str) -> str | None:
        """The field that a header cell names in a table of ``kind``, or ``None``."""
        name = without_unit(header)
        table = self.budget if kind == "budget" else self.indicator
        return next((field for field, names in table.items() if name in names), None)

    def words(self, kind: TableKind) -> set[str]:
        """All names of columns of a table of ``kind``."""
        table = self.budget if kind == "budget" else self.indicator
        return {name for names in table.values() for name in names}

    def knows(self, header: str) -> bool:
        """Whether ``header`` names a column of either table."""
        return self.field("budget", header) is not None or self.field("indicator", header) is not None


class AnalysisWords(Frozen):
    """Words of the analysis report (项目支出绩效自评分析报告)."""

    title: str
    cover: dict[str, tuple[str, ...]]
    headings: dict[str, tuple[str, ...]]
    conclusion: str
    execution: str
    tables: dict[TableKind, str]

    def canonical(self, title: str) -> str | None:
        """The layout's own name of a heading, whichever way it is written; ``None`` if it is none."""
        if title in self.headings:
            return title
        return next((name for name, others in self.headings.items() if title in others), None)


class FormWords(Frozen):
    """Words of the national form (项目支出绩效自评表)."""

    title: str
    labels: dict[str, tuple[str, ...]]

    def label(self, text: str) -> str | None:
        """What a label cell asks for, or ``None``."""
        name = without_unit(text)
        return next((field for field, names in self.labels.items() if name in names), None)


def without_unit(header: str) -> str:
    """``全年预算数(万元)`` as ``全年预算数``."""
    return _UNIT_IN_HEADER.sub("", header) if header.endswith((")", "元", "%")) else header


@cache
def columns() -> Columns:
    """The column words."""
    return Columns.model_validate(_load("columns"))


@cache
def analysis_words() -> AnalysisWords:
    """The analysis report's words."""
    return AnalysisWords.model_validate(_load("analysis_report"))


@cache
def form_words() -> FormWords:
    """The national form's words."""
    return FormWords.model_validate(_load("self_evaluation_form"))


def _load(name: str) -> object:
    return yaml.safe_load((data_dir() / "lexicon" / f"{name}.yaml").read_text(encoding="utf-8"))
