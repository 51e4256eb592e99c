"""The rulebook is data: strict, dated, and the same bytes of meaning give the same hash."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from perfeval_core.rulebook import RulebookError, list_packs, load_ruleset
from perfeval_core.rulebook.source import in_force, read_yaml
from tests.rulebook.changing import change


def test_all_packs_load() -> None:
    assert list_packs() == ("hubei", "mof-2020-10", "mof-2021-101", "platform", "sichuan")
    for pack in list_packs():
        assert load_ruleset(pack).pack.id == pack


def test_only_the_two_national_ways_of_scoring_are_known_in_full() -> None:
    assert {pack for pack in list_packs() if not load_ruleset(pack).pack.unknown} == {"mof-2020-10", "platform"}
    assert "bands" in load_ruleset("sichuan").pack.unknown
    assert load_ruleset("hubei").pack.unknown == (
        "methods.=",
        "strict_operators",
        "target_compared",
        "overshoot_from",
        "decimals",
        "grades",
    )


@pytest.mark.parametrize("pack", [pack for pack in list_packs() if pack != "platform"])
def test_every_finding_under_an_unverified_pack_says_so(pack: str) -> None:
    rules = load_ruleset(pack)
    assert not rules.pack.verified
    assert [card.id for card in rules.cards if "〔条文待核〕" not in card.citation] == []


def test_a_card_rests_on_the_clause_of_the_pack_in_use() -> None:
    assert load_ruleset("hubei").card("SC201").citation == "湖北省项目支出绩效自评表 表下注释〔条文待核〕"
    assert load_ruleset("platform").card("SC201").citation == "预算绩效平台 自评计分程序"


def test_a_pack_that_leaves_something_out_is_an_error(copied: Path) -> None:
    change(copied / "packs" / "hubei.yaml", '  "=": unknown\n', "")
    with pytest.raises(RulebookError, match="write unknown if it is not known"):
        load_ruleset("hubei")


def test_the_national_pack_says_what_the_table_says() -> None:
    pack = load_ruleset().pack
    assert pack.weights.execution == Decimal(10)
    (division,) = pack.weights.level1
    assert division == {"产出": Decimal(50), "效益": Decimal(30), "满意度": Decimal(10)}
    assert pack.grade_words == ("优", "良", "中", "差")
    assert not pack.verified and not any(citation.verified for citation in pack.citations.values())
    assert "〔条文待核〕" in str(pack.citations["quantity"])


@pytest.mark.parametrize("pack", list_packs())
def test_the_weights_of_every_pack_sum_to_100(pack: str) -> None:
    weights = load_ruleset(pack).pack.weights
    assert [sum(division.values()) + weights.execution for division in weights.level1] == [100] * len(weights.level1)


@pytest.mark.parametrize("number", ["0.8", "8", ".inf"])
def test_a_bare_number_is_an_error(tmp_path: Path, number: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(f"value: {number}\n", encoding="utf-8")
    with pytest.raises(RulebookError, match="numbers as strings"):
        read_yaml(path)


def test_a_dated_value_holds_from_its_day_on() -> None:
    tree = {"execution": {date(2020, 2, 25): "10", date(2024, 1, 1): "20"}}
    assert in_force(tree, date(2023, 12, 31)) == {"execution": "10"}
    assert in_force(tree, date(2024, 1, 1)) == {"execution": "20"}
    assert in_force(tree, None) == {"execution": "20"}
    with pytest.raises(RulebookError, match="no value in force"):
        in_force(tree, date(2019, 1, 1))


def test_a_changed_number_is_a_new_dated_value(copied: Path) -> None:
    old = '  execution: {2020-02-25: "10"}'
    change(copied / "packs" / "mof-2020-10.yaml", old, '  execution: {2020-02-25: "10", 2024-01-01: "20"}')
    before, after = load_ruleset(on=date(2023, 6, 1)), load_ruleset(on=date(2024, 6, 1))
    assert (before.pack.weights.execution, after.pack.weights.execution) == (Decimal(10), Decimal(20))
    assert before.pack_hash != after.pack_hash


def test_the_hash_follows_the_content_not_the_layout(copied: Path) -> None:
    first = load_ruleset("platform", date(2023, 1, 1))
    path = copied / "packs" / "platform.yaml"
    path.write_text("# 注释\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert load_ruleset("platform", date(2023, 1, 2)).hash == first.hash
    assert load_ruleset("mof-2020-10").hash != first.hash


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("packs/platform.yaml", "title:", "note: 多余\ntitle:"),
        ("packs/platform.yaml", '"0.8"', '"八成"'),
        ("packs/platform.yaml", "id: platform", "id: other"),
        ("cards/SC201_score_arithmetic.yaml", "severity: high", "severity: huge"),
        ("cards/SC201_score_arithmetic.yaml", "id: SC201", "id: SC9"),
        ("cards/SC201_score_arithmetic.yaml", "certainty: certain", "certainty: judgement"),
        ("cards/JD109_boundary_grade.yaml", "certainty: judgement", "certainty: certain"),
        ("cards/JD109_boundary_grade.yaml", "level: low", "level: sure"),
        ("cards/JD109_boundary_grade.yaml", "  level: low\n", ""),
    ],
)
def test_a_malformed_file_is_an_error_that_names_it(copied: Path, file: str, old: str, new: str) -> None:
    change(copied / file, old, new)
    with pytest.raises(RulebookError, match=Path(file).name):
        load_ruleset("platform")


def test_unknown_and_not_yet_effective_packs_are_errors() -> None:
    with pytest.raises(RulebookError, match="no pack"):
        load_ruleset("mars-2030")
    with pytest.raises(RulebookError, match="in force"):
        load_ruleset(on=date(2019, 1, 1))
