"""The catalogue says what the rulebook says, and is current."""

from pathlib import Path

import pytest

from perfeval_core.rulebook import list_packs, load_ruleset
from perfeval_core.rulebook.catalogue import main, pages, stale
from tests.rulebook.changing import change

ROOT = Path(__file__).parents[2]


def test_it_is_current() -> None:
    """If this fails: ``python -m perfeval_core.rulebook.catalogue``."""
    assert stale(ROOT / "docs" / "rules") == []


def test_every_rule_and_every_pack_has_its_place() -> None:
    found = pages()
    for card in load_ruleset().cards:
        text = found[f"{card.id[:2]}.md"]
        assert f'<a id="{card.id}"></a>' in text and card.message.strip() in text
        assert all(example.why in text for example in card.examples)
        assert f"]({card.id[:2]}.md#{card.id})" in found["README.md"]
    assert all(f"## {pack} " in found["packs.md"] for pack in list_packs())


def test_what_is_not_known_or_not_verified_is_said() -> None:
    text = pages()["packs.md"]
    sichuan = text.split("## sichuan")[1]
    assert "| 定量指标算法 · ≥ | 未见规定 |" in sichuan
    assert "预算执行率未达到90%的需说明原因”\n" in sichuan
    assert "（措辞尚未与原件核对）" in text.split("## hubei")[1].split("## mof")[0]
    assert "未见规定" not in text.split("## mof-2020-10")[1].split("## mof-2021-101")[0]


def test_a_parameter_is_shown_with_all_its_days(copied: Path) -> None:
    old = '  execution: {2020-02-25: "10"}'
    change(copied / "packs" / "mof-2020-10.yaml", old, '  execution: {2020-02-25: "10", 2024-01-01: "20"}')
    text = pages()["packs.md"]
    assert "| 分值 · 预算执行 | `10` | 2020-02-25 |\n| 分值 · 预算执行 | `20` | 2024-01-01 |" in text


def test_it_names_what_is_stale_missing_or_left_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = ["--to", str(tmp_path / "rules")]
    assert main(folder) == 0
    assert main([*folder, "--check"]) == 0
    (tmp_path / "rules" / "SC.md").write_text("", "utf-8")
    (tmp_path / "rules" / "packs.md").unlink()
    (tmp_path / "rules" / "OLD.md").write_text("", "utf-8")
    assert main([*folder, "--check"]) == 1
    assert set(capsys.readouterr().err.split()) == {"stale:", "SC.md", "packs.md", "OLD.md"}
