"""Clean reports: made-up, varied, and right in every figure and every sentence; and what follows from a wrong one.

All right answers come from the second writing of the formulas, never from the program.
"""

import random
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from perfeval_core.domain.filing import Filing
from perfeval_core.domain.reference import OfficialFigures
from perfeval_core.reading.text import fold
from tests.helpers.truth import with_places
from tests.makers.description import HEADINGS, TITLES
from tests.scoring import second
from tests.scoring.second import Line, Worth, cents

PACK = "mof-2020-10"
Found = tuple[str, str | None]

WORDS = sorted(second.QUALITY)
SHARES = {0: (80, 100), 1: (60, 79), 2: (5, 59)}
"""Whole per cent of the weight, well inside each band."""
THINGS = (
    ("修剪绿化带面积", "平方米"),
    ("清运垃圾数量", "吨"),
    ("走访农户数", "户"),
    ("巡查河道次数", "次"),
    ("发放宣传册数量", "册"),
    ("更换路灯数量", "盏"),
    ("抽检食品批次", "批次"),
    ("疏通管道长度", "米"),
)
LIMITS = (("设备故障次数", "次"), ("投诉办结时间", "天"), ("材料损耗量", "千克"), ("平均等候时间", "分钟"))
QUALITIES = ("工作完成及时性", "市容环境改善", "服务能力提升", "公众安全意识提高", "管理水平提升", "生态环境改善")
REASONS = ("受连续降雨影响，已在下一季度补做", "采购流程较长，今后提前安排", "施工单位更换，现已恢复施工")
TEXTS = {
    "项目概况": "本项目由本单位组织实施，面向辖区居民提供服务。",
    "项目实施期绩效目标": "保持服务质量稳定，居民反映良好。",
    "项目年度目标": "按年度安排开展各项服务。",
    "项目实施计划": "上半年完成准备，下半年开展服务并组织验收。",
    "项目自评得分和结论": "本单位按照要求组织了自评。",
    "全年目标实际完成情况": "各项服务陆续开展，效果逐步显现。",
    "项目实施和预算执行情况分析": "资金由国库集中支付，专款专用。",
    "产出情况及分析": "服务内容与合同一致，验收资料齐全。",
    "效益情况及分析": "居民生活更加便利。",
    "满意度情况及分析": "通过随机走访了解居民意见，并整理成册。",
    "项目主要经验做法": "成立工作专班，定期会商。",
    "项目管理中存在的主要问题及原因分析": "部分环节衔接不够紧密，原因是人手不足。",
    "下一步改进措施及管理建议": "补充人员，完善台账。",
}


@dataclass
class Draft:
    """One report as cells, with the lines that its rows stand for, and the official row that it is held against."""

    cells: dict[str, Any]
    lines: list[Line]
    sections: dict[str, str] = field(default_factory=dict)
    reference: OfficialFigures | None = None

    def filing(self) -> Filing:
        """The report as the reader would give it."""
        if not self.sections:
            return with_places(self.cells)
        own = [(level, fold(heading)) for level, heading in HEADINGS]
        texts = {name: fold(text) for name, text in self.sections.items()}
        sections = [
            {"level": level, "heading": heading, "text": next((t for n, t in texts.items() if heading.endswith(n)), "")}
            for level, heading in own
        ]
        return with_places(self.cells | {"sections": sections})

    @property
    def rows(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.cells["indicators"]
        return rows

    @property
    def total_line(self) -> dict[str, Any]:
        line: dict[str, Any] = self.cells["budget"][0]
        return line

    @property
    def stated(self) -> dict[str, Any]:
        stated: dict[str, Any] = self.cells["stated"]
        return stated

    def settle(self, **more: Fraction) -> None:
        """Writes the sums, the total and the grade that follow from the stated points (plus ``more``)."""
        points = sum((Fraction(row["points"]) for row in self.rows), Fraction(0)) + more.get("indicator_points", 0)
        execution = Fraction(self.total_line["points"])
        whole = points + execution + more.get("total", 0)
        self.stated["execution_points"] = self.total_line["points"]
        if "indicator_points" in self.stated:
            self.stated["indicator_points"] = printed(points)
        self.stated["total"] = printed(whole)
        if "grade" in self.stated:
            self.stated["grade"] = grade(whole)

    def consequences(self) -> list[Found]:
        """What the stated total then leads to, by the second writing: the grade flips, or the total has to change."""
        worths = [second.worth(PACK, line) for line in self.lines]
        line = self.total_line
        worths.append(second.execution(PACK, line["executed"], line["full_year"]))
        stated = [*(Fraction(row["points"]) for row in self.rows), Fraction(line["points"])]
        total, whole = Fraction(self.stated["total"]), second.total(worths)
        if self.stated.get("grade") in set("优良中差") - set(second.grades(PACK, whole)):
            return [("grade_flips", "总分")]
        settled = [Worth(s, s) if holds(w, s) else w for w, s in zip(worths, stated, strict=True)]
        wrong = any(not holds(w, s) for w, s in zip(worths, stated, strict=True))
        moved = not holds(whole, total) or (wrong and not holds(second.total(settled), total))
        return [("total_after_correction", "总分")] if moved else []


def holds(held: Worth, value: Fraction) -> bool:
    return held.low <= value and (value < held.high or (held.closed and value == held.high))


def printed(value: Fraction) -> str:
    """A figure with at most two decimals as people write it."""
    text = f"{cents(value).numerator * 100 // cents(value).denominator:03d}"
    return f"{int(text[:-2])}.{text[-2:]}".rstrip("0").rstrip(".")


def grade(total: Fraction) -> str:
    return "优" if total >= 90 else "良" if total >= 80 else "中" if total >= 60 else "差"


def clean(rng: random.Random) -> Draft:
    """A report in which everything is right, one of the two layouts."""
    analysis = rng.random() < 0.6
    form = "analysis_report" if analysis else "self_evaluation_form"
    lines, rows = _indicators(rng, analysis)
    budget = _budget(rng, analysis)
    stated: dict[str, Any] = {"grade": "", "indicator_points": ""} if analysis else {}
    cells = {
        "form": form,
        "title": TITLES[form],
        "fiscal_year": 2023,
        "budget_unit": "元" if analysis else "万元",
        "budget": budget,
        "indicators": rows,
        "stated": stated,
    }
    if not analysis:
        cells["goals"] = [{"expected": "按年度安排开展各项服务", "actual": "各项服务陆续开展"}]
    draft = Draft(cells, lines, dict(TEXTS) if analysis else {})
    draft.settle()
    return draft


def _budget(rng: random.Random, analysis: bool) -> list[dict[str, Any]]:
    """A total line and its sources. At least two thirds of the initial budget are spent: nothing to explain."""
    parts = rng.sample(range(100, 9000), 2)
    scale = 1000 if analysis else 1
    initial = [Fraction(part * scale) for part in parts]
    full = [part * rng.choice((Fraction(1), Fraction(9, 10), Fraction(11, 10))) for part in initial]
    spent = [cents(part * Fraction(rng.randrange(80, 101), 100)) for part in full]
    names = (
        ("合计", "省级财政资金", "市县区财政资金") if analysis else ("年度资金总额", "其中:当年财政拨款", "其他资金")
    )
    columns = {"initial_compiled": initial, "full_year": full, "executed": spent}
    if analysis:
        columns |= {"initial_declared": initial, "carry_over": [f - s for f, s in zip(full, spent, strict=True)]}
    lines = [
        {"source": name} | {key: printed(sum(v, Fraction(0)) if n == 0 else v[n - 1]) for key, v in columns.items()}
        for n, name in enumerate(names)
    ]
    rate = sum(spent, Fraction(0)) / sum(full, Fraction(0))
    lines[0]["execution_rate"] = printed(cents(100 * rate)) + rng.choice(("", "%") if analysis else ("%",))
    lines[0]["points"] = printed(10 * min(rate, Fraction(1)))
    for line in lines:
        line["max_points"] = None if analysis else ("10" if line is lines[0] else "—")
    return lines


def _indicators(rng: random.Random, analysis: bool) -> tuple[list[Line], list[dict[str, Any]]]:
    plan = [("产出指标", "数量指标", weight, "number") for weight in _split(rng, 40, rng.randrange(2, 5))]
    plan += [("产出指标", "质量指标", 10, "limit"), ("效益指标", "社会效益指标", 20, "word")]
    plan += [("效益指标", "可持续影响指标", 10, "word"), ("满意度指标", "服务对象满意度指标", 10, "rate")]
    names = {"number": rng.sample(THINGS, 4), "limit": rng.sample(LIMITS, 1), "rate": [("居民满意度", "%")]}
    names["word"] = [(name, "") for name in rng.sample(QUALITIES, 2)]
    lines, rows = [], []
    for level1, level2, weight, kind in plan:
        name, unit = names[kind].pop()
        line = _line(rng, kind, str(weight))
        row = {"level1": level1, "level2": level2, "name": name, "weight": _figure(rng, str(weight))}
        row |= row_of(line, unit, analysis) | {"points": _figure(rng, _points(rng, line)), "reason": _reason(rng, line)}
        lines.append(line)
        rows.append(_varied(rng, row, line, unit))
    return lines, rows


SPELLED = {
    "≥": ("≥", "不低于", "不少于", "大于等于"),
    ">": (">", "大于", "超过"),
    "=": ("=", "等于"),
    "≤": ("≤", "不超过", "不高于", "小于等于"),
    "<": ("<", "小于", "低于"),
}


def _figure(rng: random.Random, text: str) -> str:
    """Points and weights as people write them: 10, 10.0, 10.00."""
    return rng.choice((text, text, text if "." in text else f"{text}.00", text if "." in text else f"{text}.0"))


def _varied(rng: random.Random, row: dict[str, Any], line: Line, unit: str) -> dict[str, Any]:
    """The same row with its operator in words, or with its unit in the name instead of in the cells."""
    if line.word is not None:
        return row
    target, actual = f"{rng.choice(SPELLED[line.operator])}{line.target}", line.actual
    where = rng.choice(("cells", "name", "target"))
    if where == "name":
        return row | {"name": f"{row['name']}({unit})", "target": target, "actual": actual}
    return row | {"target": target + unit, "actual": actual + unit if where == "cells" else actual}


def _split(rng: random.Random, whole: int, parts: int) -> list[int]:
    cuts = sorted(rng.sample(range(2, whole - 1), parts - 1))
    return [b - a for a, b in zip([0, *cuts], [*cuts, whole], strict=True)]


def _line(rng: random.Random, kind: str, weight: str) -> Line:
    if kind == "word":
        return Line("", "", "", weight, rng.choice([WORDS[0], *WORDS]))
    if kind == "rate":
        return Line("≥", "90", str(rng.randrange(85, 99)), weight)
    target = rng.randrange(20, 500)
    operator = rng.choice("≤<") if kind == "limit" else rng.choice("≥≥>=")
    better = rng.random() < 0.7
    if operator == "=":
        actual = target if better else target - rng.randrange(1, 15)
    elif (operator in "≥>") == better:
        actual = target + rng.randrange(1, 9)
    else:
        actual = target - rng.randrange(1, 15)
    return Line(operator, str(target), str(actual), weight)


def row_of(line: Line, unit: str, analysis: bool) -> dict[str, Any]:
    """The cells of a line; an analysis report repeats the bare target as the initial one."""
    if line.word is not None:
        cells = {"target": "达到预期", "actual": line.word}
        return cells | ({"target_initial": "达到预期"} if analysis else {})
    cells = {"target": f"{line.operator}{line.target}{unit}", "actual": f"{line.actual}{unit}"}
    return cells | ({"target_initial": line.target} if analysis else {})


def _points(rng: random.Random, line: Line) -> str:
    held = second.worth(PACK, line)
    if line.word is None:
        return printed(held.low)
    return printed(Fraction(line.weight) * rng.randint(*SHARES[second.QUALITY[line.word]]) / 100)


def met(line: Line) -> bool:
    if line.word is not None:
        return second.QUALITY[line.word] == 0
    target, actual = Fraction(line.target), Fraction(line.actual)
    return {"≥": actual >= target, ">": actual > target, "=": actual == target, "≤": actual <= target}.get(
        line.operator, actual < target
    )


def _reason(rng: random.Random, line: Line) -> str:
    return "" if met(line) else rng.choice(REASONS)
