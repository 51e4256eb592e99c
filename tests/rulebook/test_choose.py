"""Which pack: the caller before the table, the table before the default; and nothing with gaps by itself."""

from datetime import date
from pathlib import Path

import pytest

from perfeval_core.rulebook import DEFAULT_PACK, RulebookError, choose_pack, ruleset_for
from tests.rulebook.changing import change


def write(folder: Path, *lines: str) -> None:
    text = "mappings:\n" + "".join(f"  - {{{line}, why: 市财政局通知}}\n" for line in lines)
    (folder / "mapping.yaml").write_text(text, encoding="utf-8")


SINCE = "effective: {since: 2024-01-01}"


@pytest.mark.parametrize("region", [None, "", "110000", "420000", "14", "999999", "湖北"])
def test_as_published_every_region_gets_the_default(region: str | None) -> None:
    assert choose_pack(region=region, unit_code="102001", fiscal_year=2024) == DEFAULT_PACK
    assert choose_pack(region=region, default="platform") == "platform"


def test_what_the_caller_says_goes_first(copied: Path) -> None:
    write(copied, f'region: "14", pack: platform, {SINCE}')
    assert choose_pack(stated="hubei", region="140100", fiscal_year=2024) == "hubei"


def test_the_closest_line_of_the_table_counts(copied: Path) -> None:
    write(
        copied,
        f'region: "42", pack: platform, {SINCE}',
        f'region: "4201", pack: hubei, accept_unknown: true, {SINCE}',
        f'unit_code: "102001", pack: mof-2020-10, {SINCE}',
        f"unit_name: 市档案馆, pack: mof-2021-101, accept_unknown: true, {SINCE}",
    )

    def chosen(region: str, unit_code: str | None = None, unit_name: str | None = None) -> str:
        return choose_pack(region=region, unit_code=unit_code, unit_name=unit_name, fiscal_year=2024, default="sichuan")

    assert [chosen("420500"), chosen("420100"), chosen("430000")] == ["platform", "hubei", "sichuan"]
    assert chosen("420100", "102001") == chosen("420100", "102001", "市档案馆") == "mof-2020-10"
    assert chosen("420100", "102002", "市档案馆") == "mof-2021-101"
    assert chosen("420100", "10200", "市档案") == "hubei"


def test_a_line_holds_from_its_day_on(copied: Path) -> None:
    write(copied, f'region: "14", pack: platform, {SINCE}')
    assert [choose_pack(region="140100", fiscal_year=year) for year in (2023, 2024, None)] == [
        "mof-2020-10",
        "platform",
        "platform",
    ]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        (f'region: "42", pack: hubei, {SINCE}', "accept_unknown"),
        (f'region: "42", pack: mars, {SINCE}', "no pack"),
        (f'region: "4", pack: platform, {SINCE}', "region"),
        (f'region: "42", unit_code: "1", pack: platform, {SINCE}', "names one of"),
        (f"pack: platform, {SINCE}", "names one of"),
    ],
)
def test_a_line_that_says_too_little_or_too_much_is_an_error(copied: Path, line: str, complaint: str) -> None:
    write(copied, line)
    with pytest.raises(RulebookError, match=complaint):
        choose_pack(region="420000")


def test_the_rules_are_those_of_the_reports_year(copied: Path) -> None:
    old = '  execution: {2020-02-25: "10"}'
    change(copied / "packs" / "mof-2020-10.yaml", old, '  execution: {2020-02-25: "10", 2024-01-01: "20"}')
    weights = {year: ruleset_for(fiscal_year=year).pack.weights.execution for year in (2017, 2023, 2024, None, 0)}
    assert weights == {2017: 10, 2023: 10, 2024: 20, None: 20, 0: 20}


def test_a_report_older_than_its_pack_is_held_against_the_first_version() -> None:
    assert ruleset_for(stated="mof-2021-101", fiscal_year=2019).pack.effective.since == date(2021, 8, 18)
    with pytest.raises(RulebookError, match="no pack"):
        ruleset_for(stated="mars", fiscal_year=2024)
