"""``rules``: the rule catalogue (规则目录)."""

from datetime import datetime
from typing import Annotated

import typer

from console import options, output
from perfeval_core.datadir import data_dir
from perfeval_core.domain.base import Frozen
from perfeval_core.rulebook.load import DEFAULT_PACK, list_packs, load_ruleset
from perfeval_core.rulebook.model import Card, RuleSet
from perfeval_core.rulebook.names import CERTAINTIES, OUTCOMES, SURENESS
from perfeval_core.rulebook.source import RulebookError
from perfeval_core.settings import Settings
from perfeval_core.triage import load_table

app = typer.Typer(help="规则目录：有哪些规则，依据什么，例子是否通过。", no_args_is_help=True)


class RuleList(Frozen):
    """The answer of ``rules list --json``."""

    version: int = 1
    pack: str
    hash: str
    rules: tuple[Card, ...]


class RuleTest(Frozen):
    """One example of ``rules test --json``; ``reason`` says what went otherwise than the card says."""

    rule: str
    pack: str
    number: int
    outcome: str
    why: str
    passed: bool
    reason: str


class RuleTests(Frozen):
    """The answer of ``rules test --json``."""

    version: int = 1
    examples: tuple[RuleTest, ...]


def ruleset(pack: str) -> RuleSet:
    """The rules under ``pack``; one that cannot be loaded ends the program with code 2."""
    try:
        return load_ruleset(pack)
    except RulebookError as error:
        output.fail(f"规则包不可用：{error}")


@app.command("list")
def list_(pack: options.Pack = None, json: options.Json = False) -> None:
    """列出全部规则。"""
    rules = ruleset(pack or DEFAULT_PACK)
    if json:
        output.emit(RuleList(pack=rules.pack.id, hash=rules.hash, rules=rules.cards))
        return
    names = load_table(data_dir() / "triage", kinds=()).severities
    output.table(
        f"规则 {len(rules.cards)} 条（规则包 {rules.pack.id}：{rules.pack.title}）",
        ("编号", "类型", "名称", "程度", "性质", "依据"),
        (
            (card.id, card.kind, card.title, names[card.severity].name, CERTAINTIES[card.certainty], card.citation)
            for card in rules.cards
        ),
    )


@app.command("show")
def show(
    rule: Annotated[str, typer.Argument(metavar="编号", help="规则编号，例如 SC201。")],
    pack: options.Pack = None,
    home: options.Home = None,
    json: options.Json = False,
) -> None:
    """看一条规则：依据、参数、例子，以及在实际办理中确认了多少。"""
    try:
        card = ruleset(pack or DEFAULT_PACK).card(rule.upper())
    except KeyError:
        output.fail(f"没有编号为“{rule}”的规则；perfeval rules list 可看全部编号")
    if json:
        output.emit(card)
        return
    output.say(f"{card.id} {card.title}（{card.kind}）", "bold")
    forms = "全部格式" if "*" in card.applies_to else "、".join(card.applies_to)
    output.say(f"性质：{CERTAINTIES[card.certainty]}　适用：{forms}")
    if card.sureness:
        output.say(f"把握：{SURENESS[card.sureness.level]}。{card.sureness.why}")
    for citation in card.citations:
        output.say(f"依据：{citation.instrument} {citation.clause}")
        output.say(f"  原文：{citation.quote}{'' if citation.verified else '（措辞尚未与原件核对）'}")
    for name, value in card.params.items():
        output.say(f"参数：{name} = {value}")
    output.say(f"改正：{card.fix_hint}")
    _show_precision(card.id, options.settings(home))
    output.table("例子", ("结果", "规则包", "说明"), ((OUTCOMES[e.outcome], e.pack, e.why) for e in card.examples))


def _show_precision(rule: str, settings: Settings) -> None:
    """How the rule does in the field; nothing where there is no home, or nothing was decided."""
    if not settings.home.is_dir():
        return
    from console.numbers import precision_words
    from perfeval_core.site import site
    from perfeval_core.workload import precision

    found = precision(site(settings.home), rule)
    if found is not None:
        output.say(precision_words(found))


@app.command("test")
def test(json: options.Json = False) -> None:
    """逐条运行规则卡片自带的例子；有不符的，退出码为 1。"""
    from perfeval_core.rules.examples import run_examples

    results = [
        RuleTest(
            rule=one.rule,
            pack=pack,
            number=one.number,
            outcome=one.outcome,
            why=one.why,
            passed=one.passed,
            reason=one.reason,
        )
        for pack in list_packs()
        for one in run_examples(ruleset(pack))
    ]
    failed = [one for one in results if not one.passed]
    if json:
        output.emit(RuleTests(examples=tuple(results)))
    elif failed:
        output.table(
            f"{len(failed)} 个例子与卡片不符",
            ("规则", "规则包", "第几例", "说明", "实际"),
            ((one.rule, one.pack, one.number, one.why, one.reason) for one in failed),
        )
    else:
        output.say(f"{len(results)} 个例子全部通过。", "green")
    if failed:
        raise typer.Exit(1)


@app.command("waive")
def waive(
    report: Annotated[str, typer.Argument(metavar="报告编号", help="queue show 里的报告编号。")],
    rule: Annotated[str, typer.Argument(metavar="规则编号", help="例如 JD204。")],
    reason: Annotated[str, typer.Option(metavar="文字", help="理由，必须写。")],
    by: Annotated[str, typer.Option(metavar="姓名", help="谁批准的，必须写。")],
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="到哪一天为止（含）。", show_default="长期")
    ] = None,
    home: options.Home = None,
) -> None:
    """对一份报告豁免一条规则：这条规则的疑点不再派人，记录留存，可查。

    例：perfeval rules waive 378a87834085-1 JD204 --reason 已附问卷 --by 张三 --until 2027-06-30
    """
    from perfeval_core.casework import waive as set_aside
    from perfeval_core.site import site

    if not reason.strip() or not by.strip():
        output.fail("豁免必须写明理由（--reason）和批准人（--by）")
    here = site(options.settings(home).home)
    if rule.upper() not in {card.id for card in here.rules(None).cards}:
        output.fail(f"没有编号为“{rule}”的规则；perfeval rules list 可看全部编号")
    try:
        set_aside(here, report, rule.upper(), reason.strip(), by.strip(), until.date() if until else None)
    except LookupError:
        output.fail(f"没有编号为“{report}”的报告；perfeval queue list 的任务里写有报告编号")
    output.say(f"已对报告 {report} 豁免规则 {rule.upper()}，批准人 {by}")
