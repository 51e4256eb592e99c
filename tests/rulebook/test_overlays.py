"""Overlays: a bureau changes what it may change, with its reason, for its region, from its day on."""

from datetime import date
from pathlib import Path
from textwrap import indent

import pytest

from perfeval_core.rulebook import RulebookError, load_ruleset

README = Path(__file__).parents[2] / "data" / "rulebook" / "overlays" / "README.md"


def overlay(folder: Path, patches: str, where: str = "packs: ['*']") -> None:
    head = f"id: x\ntitle: 试\ndecided_by: 绩效科\neffective: {{since: 2024-01-01}}\n{where}\npatches:\n"
    (folder / "overlays").mkdir(exist_ok=True)
    (folder / "overlays" / "x.yaml").write_text(head + indent(patches, "  "), encoding="utf-8")


def test_a_rule_is_switched_off_from_its_day_on(copied: Path) -> None:
    overlay(copied, "- {card: SC205, switch_off: true, why: 本市已统一改用不大于}\n")
    held = {on: {card.id for card in load_ruleset(on=on).cards} for on in (date(2023, 12, 31), date(2024, 1, 1))}
    assert held[date(2023, 12, 31)] - held[date(2024, 1, 1)] == {"SC205"}
    (change,) = load_ruleset(on=date(2024, 1, 1)).changes
    assert (change.overlay, change.target, change.field, change.why) == (
        "x",
        "SC205",
        "switch_off",
        "本市已统一改用不大于",
    )


def test_severity_and_forms_of_a_rule_change_and_so_does_the_hash(copied: Path) -> None:
    before = load_ruleset(on=date(2024, 5, 1))
    overlay(copied, "- {card: SC206, set: {severity: low, applies_to: [analysis_report]}, why: 自评表没有原因栏}\n")
    after = load_ruleset(on=date(2024, 5, 2))
    assert (after.card("SC206").severity, after.card("SC206").applies_to) == ("low", ("analysis_report",))
    assert before.hash != after.hash and before.pack_hash == after.pack_hash
    assert [change.field for change in after.changes] == ["severity", "applies_to"]


def test_a_bureau_says_otherwise_how_sure_a_judgement_is(copied: Path) -> None:
    overlay(copied, "- {card: JD204, set: {sureness.level: low}, why: 本市问卷统一另行报送}\n")
    card = load_ruleset().card("JD204")
    assert card.sureness is not None and card.sureness.level == "low"
    assert (card.how_sure(None), card.how_sure("high")) == ("low", "high")


def test_a_number_of_a_pack_changes_in_its_region_alone(copied: Path) -> None:
    where = "packs: [mof-2020-10]\njurisdictions: ['4201']"
    overlay(copied, "- {pack: mof-2020-10, set: {weights.execution: '20'}, why: 市财政局通知}\n", where)
    weights = [load_ruleset(region=region).pack.weights.execution for region in ("420106", "420500", None)]
    assert weights == [20, 10, 10]
    assert load_ruleset("platform", region="420106").changes == ()


@pytest.mark.parametrize(
    ("patch", "complaint"),
    [
        ("- {card: SC206, set: {weight: low}, why: 写错的字段}", "weight is no field"),
        ("- {card: SC206, set: {certainty: judgement}, why: 不许改的}", "certainty is no field"),
        (
            "- {card: SC206, set: {sureness: {level: low, why: 确定的没有把握程度}}, why: 不许加的}",
            "sureness is no field",
        ),
        ("- {card: JD204, set: {sureness.level: certain}, why: 没有这一档}", "sureness"),
        ("- {card: SC206, set: {severity: huge}, why: 没有这一档}", "severity"),
        ("- {card: SC999, switch_off: true, why: 没有这条}", "no rule SC999"),
        ("- {card: SC206, switch_off: true, why: 短}", "why"),
        ("- {card: SC206, why: 什么都没改}", "sets fields"),
        ("- {pack: mof-2020-10, switch_off: true, why: 规则包不能关}", "sets fields"),
        ("- {pack: mof-2020-10, card: SC206, set: {title: 甲}, why: 两个都写}", "one card or one pack"),
    ],
)
def test_an_overlay_that_makes_no_sense_is_an_error(copied: Path, patch: str, complaint: str) -> None:
    overlay(copied, patch + "\n")
    with pytest.raises(RulebookError, match=complaint):
        load_ruleset()


def test_the_overlays_in_the_manual_work(copied: Path) -> None:
    blocks = README.read_text(encoding="utf-8").split("```yaml\n")[1:]
    assert len(blocks) == 2
    for block in blocks:
        text = block.split("```")[0]
        name = text.split("id: ")[1].split("\n")[0]
        (copied / "overlays" / f"{name}.yaml").write_text(text, encoding="utf-8")
    rules = load_ruleset("platform", date(2025, 6, 1), "140100")
    assert {change.overlay for change in rules.changes} == {"quiet-reasons", "older-grades"}
    assert [str(grade.at_least) for grade in rules.pack.grades] == ["80", "70", "60", "0"]
