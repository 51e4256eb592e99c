"""The README of ``data/samples``, from the descriptions."""

from tests.makers.samples import PACK, Sample

_HEAD = f"""# 样例 / Samples

本目录的报告全部为虚构（云岭市并不存在），由 `tests/makers/samples/` 中的描述生成，可以自由使用。`expected.json`
写明每份报告逐格的真值，以及按 `{PACK}` 应当报出的全部确定性问题。

All reports here are invented (there is no city of 云岭) and made from the descriptions in `tests/makers/samples/`.
`expected.json` holds the truth of every cell and every certain finding under `{PACK}`. To make them again:

    python -m tests.makers.samples

"""


def readme(every: list[Sample]) -> str:
    """One section a file: what it is, and its known defects."""
    return _HEAD + "\n".join(map(_section, every))


def _section(sample: Sample) -> str:
    findings = [(index, found) for index, part in enumerate(sample.parts, 1) for found in part.findings]
    lines = [f"## {sample.file}", "", sample.zh.strip(), "", sample.en.strip(), ""]
    if findings:
        lines += ["| 报告 report | kind | 指标 indicator | 原值 stated | 应为 expected |", "|---|---|---|---|---|"]
        for index, found in findings:
            values = (found.kind, found.indicator, found.stated, found.expected)
            lines.append(f"| {index} | " + " | ".join(_shown(value) for value in values) + " |")
        lines.append("")
    return "\n".join(lines)


def _shown(value: str | None) -> str:
    return {None: "—", "": "（空白）"}.get(value, str(value))
