"""The worked example of the manual is carried out to the letter, on a copy of the rulebook."""

import re
from pathlib import Path

from perfeval_core.rulebook import choose_pack, load_ruleset
from perfeval_core.rules import run_examples

MANUAL = Path(__file__).parents[2] / "docs" / "adding-a-province.md"
BLOCK = re.compile(r"```yaml\n# (file|append to): (\S+)\n(.*?)```", re.DOTALL)


def test_a_province_is_added_by_data_alone(copied: Path) -> None:
    for what, name, text in BLOCK.findall(MANUAL.read_text(encoding="utf-8")):
        path = copied / name
        before = path.read_text(encoding="utf-8") if what == "append to" else ""
        path.write_text(before + text, encoding="utf-8")
    rules = load_ruleset("yunling")
    results = run_examples(rules)
    assert [(result.rule, result.passed) for result in results] == [
        ("SC102", True),
        ("SC201", True),
        ("SC202", True),
        ("SC202", True),
    ]
    assert rules.card("SC102").citation == "云财绩〔2023〕1号 附件1 自评表〔条文待核〕"
    assert rules.pack.unknown == ("strict_operators",)
    chosen = [choose_pack(region=region, fiscal_year=year) for region, year in (("990100", 2024), ("990100", 2023))]
    assert chosen == ["yunling", "mof-2020-10"]
    assert choose_pack(region="980000", fiscal_year=2024) == "mof-2020-10"


def test_a_wrong_number_fails_an_example(copied: Path) -> None:
    for what, name, text in BLOCK.findall(MANUAL.read_text(encoding="utf-8")):
        path = copied / name
        before = path.read_text(encoding="utf-8") if what == "append to" else ""
        path.write_text(
            before + text.replace('execution: {2024-01-01: "15"}', 'execution: {2024-01-01: "10"}'), "utf-8"
        )
    failed = [result for result in run_examples(load_ruleset("yunling")) if not result.passed]
    assert [(result.rule, "12.00" in result.reason) for result in failed] == [("SC102", False)]
