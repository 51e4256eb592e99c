"""The catalogue (规则目录): all packs and cards as pages for people, in ``docs/rules/``.

``python -m perfeval_core.rulebook.catalogue`` writes them; with ``--check`` it names those that are stale.
"""

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from perfeval_core.rulebook.load import list_packs, load_ruleset
from perfeval_core.rulebook.location import rulebook_dir
from perfeval_core.rulebook.model import UNKNOWN, Card, Citation, Example, Pack
from perfeval_core.rulebook.names import CERTAINTIES, FAMILIES, FIELDS, LEVELS, OUTCOMES, SEVERITIES, SURENESS, TOPICS
from perfeval_core.rulebook.source import read_tree

_ROOT = Path(__file__).resolve().parents[2]

_HEAD = "<!-- 由 python -m perfeval_core.rulebook.catalogue 根据 data/rulebook/ 生成，请勿手改 -->\n\n"

_READING = (
    "性质为“确定”的，由报告的数（或导入的财政口径数据）和规则推得出来；“需判断”的，只说看到了什么，由复核人判断。把握是程序对一类疑点有多大把握："
    "较高，另有正当解释的少见；一般，另有解释也属常见；较低，另有解释的可能不比有问题的小。个别疑点有别的根据时可高可低，各条写明。\n"
)

_NOTE = re.compile(r"^ +(\w+):[^#\n]*#\s*(.+)$", re.MULTILINE)


def pages() -> dict[str, str]:
    """All pages by file name: one a family of rules, one of packs, and the index."""
    cards = _cards()
    families = {card.id[:2]: [one for one, _ in cards if one.id[:2] == card.id[:2]] for card, _ in cards}
    paths = {card.id: path for card, path in cards}
    found = {f"{name}.md": _family(name, members, paths) for name, members in families.items()}
    return {"README.md": _index(families), "packs.md": _packs(), **found}


def _cards() -> list[tuple[Card, Path]]:
    """Every card as it stands today, in the order of ids, with its file."""
    held = {card.id: card for card in load_ruleset().cards}
    files = sorted((rulebook_dir() / "cards").glob("*.yaml"))
    return [(held[rule], path) for path in files if (rule := path.stem.partition("_")[0]) in held]


def _index(families: dict[str, list[Card]]) -> str:
    lines = [
        "# 规则目录\n\n",
        f"规则 {sum(map(len, families.values()))} 条。计分口径见 [规则包](packs.md)。\n\n",
        _READING,
    ]
    for name, members in families.items():
        lines.append(f"\n## {FAMILIES.get(name, name)}\n\n")
        lines.append("| 编号 | 名称 | 类型 | 程度 | 性质 | 把握 |\n|---|---|---|---|---|---|\n")
        lines += [
            f"| [{card.id}]({name}.md#{card.id}) | {card.title} | `{card.kind}` "
            f"| {SEVERITIES[card.severity]} | {CERTAINTIES[card.certainty]} "
            f"| {SURENESS[card.sureness.level] if card.sureness else '—'} |\n"
            for card in members
        ]
    return _HEAD + "".join([*lines, *_changes()])


def _changes() -> list[str]:
    """What overlays change today, with their reasons."""
    changes = load_ruleset().changes
    if not changes:
        return []
    rows = [
        f"| {one.overlay} | {one.target} | `{one.field}` | {_cell(one.value)} | {_cell(one.why)} | {one.since} |\n"
        for one in changes
    ]
    return ["\n## 地方补充\n\n| 补充 | 对象 | 字段 | 值 | 理由 | 从何时起 |\n|---|---|---|---|---|---|\n", *rows]


def _family(name: str, members: Sequence[Card], paths: dict[str, Path]) -> str:
    title = f"# {FAMILIES.get(name, name)}\n\n[全部规则](README.md)\n"
    return _HEAD + title + "".join(_card(card, paths[card.id]) for card in members)


def _card(card: Card, path: Path) -> str:
    tree = read_tree(path)
    forms = "全部格式" if "*" in card.applies_to else "、".join(card.applies_to)
    about = f"程度：{SEVERITIES[card.severity]}　性质：{CERTAINTIES[card.certainty]}　适用：{forms}　{_period(tree)}"
    if card.levels:
        about += f"　范围：{'、'.join(LEVELS[level] for level in card.levels)}"
    parts = [f'\n<a id="{card.id}"></a>\n\n## {card.id} {card.title}\n\n类型 `{card.kind}`　{about}\n']
    if card.sureness:
        parts.append(f"\n把握：{SURENESS[card.sureness.level]}。{card.sureness.why}\n")
    parts.append("\n依据：\n\n")
    parts += [_clause(item) for item in tree["citations"]]
    parts += _parameters(tree.get("params", {}), path)
    parts += [f"\n提示语：{card.message.strip()}\n\n改正：{card.fix_hint}\n"]
    if card.caused_by:
        parts.append(f"\n可能由这些疑点引起：{'、'.join(card.caused_by)}\n")
    parts += ["\n| 例子 | 规则包 | 说明 | 应报 |\n|---|---|---|---|\n", *map(_example, card.examples)]
    return "".join(parts)


def _period(tree: dict[str, Any]) -> str:
    since, until = tree["effective"]["since"], tree["effective"].get("until")
    return f"生效：{since} 起" + (f"，至 {until}" if until else "")


def _clause(item: dict[str, Any]) -> str:
    if "pack" in item:
        return f"- 所用规则包关于{TOPICS[item['pack']]}的条文，见 [规则包](packs.md)\n"
    return _citation(Citation.model_validate(item))


def _citation(citation: Citation) -> str:
    source = f"[{citation.instrument}]({citation.url})" if citation.url else citation.instrument
    seen = "" if citation.verified else "（措辞尚未与原件核对）"
    return f"- {source} {citation.clause}：“{citation.quote}”{seen}\n"


def _parameters(params: dict[str, Any], path: Path) -> list[str]:
    if not params:
        return []
    notes = dict(_NOTE.findall(path.read_text(encoding="utf-8")))
    rows = [
        f"| `{name}` | {value} | {since or '规则生效起'} | {notes.get(name, '')} |\n"
        for name, tree in params.items()
        for since, value in _dated(tree)
    ]
    return ["\n| 参数 | 值 | 从何时起 | 说明 |\n|---|---|---|---|\n", *rows]


def _example(example: Example) -> str:
    finds = [f"{one.stated or '（空）'} → {one.expected or '—'}" for one in example.finds]
    shown = "；".join(finds) or ("报出" if example.outcome == "fail" else "不报")
    return f"| {OUTCOMES[example.outcome]} | `{example.pack}` | {_cell(example.why)} | {_cell(shown)} |\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _packs() -> str:
    parts = ["# 规则包（计分口径）\n\n[全部规则](README.md)\n\n"]
    parts.append("没有另外指定时用 `mof-2020-10`；怎样为单位或地区指定，见 `data/rulebook/mapping.yaml`。\n")
    return _HEAD + "".join([*parts, *(_pack(load_ruleset(pack).pack) for pack in list_packs())])


def _pack(pack: Pack) -> str:
    tree = read_tree(rulebook_dir() / "packs" / f"{pack.id}.yaml")
    places = "、".join(pack.jurisdictions) or "全国"
    seen = "已核对" if pack.verified else "条文尚未全部核对，每条疑点后注明"
    parts = [f"\n## {pack.id} {pack.title}\n\n{_period(tree)}　行政区划：{places}　{seen}\n"]
    if pack.unknown:
        parts.append("\n有几项没有看到规定（表中写“未见规定”），所以不会自动选用；缺少规定的指标不计分，只说明原因。\n")
    parts.append("\n| 项目 | 值 | 从何时起 |\n|---|---|---|\n")
    fields = {name: value for name, value in tree.items() if name in FIELDS}
    parts += [
        f"| {label} | {_value(value)} | {since or ''} |\n"
        for label, branch in _flat(fields, ())
        for since, value in _dated(branch)
    ]
    return "".join([*parts, "\n条文：\n\n", *map(_citation, pack.citations.values())])


def _flat(tree: Any, path: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """The leaves of a pack with their names; a dated value is one leaf."""
    if isinstance(tree, dict) and not any(isinstance(key, date) for key in tree):
        for key, value in tree.items():
            yield from _flat(value, (*path, str(key)))
    elif isinstance(tree, list) and tree:
        for number, value in enumerate(tree, start=1):
            name = value["word"] if isinstance(value, dict) and "word" in value else f"第{number}种"
            rest = {key: branch for key, branch in value.items() if key != "word"}
            yield from _flat(rest, (*path, name) if len(tree) > 1 else path)
    else:
        yield " · ".join(FIELDS.get(part, part) for part in path), tree


def _dated(tree: Any) -> list[tuple[date | None, Any]]:
    """Every value with the day it takes effect; a value without a day holds from the beginning."""
    return sorted(tree.items()) if isinstance(tree, dict) else [(None, tree)]


def _value(value: Any) -> str:
    if value == UNKNOWN:
        return "未见规定"
    if isinstance(value, bool):
        return "是" if value else "否"
    return "由单位自定" if value == [] else FIELDS.get(str(value), f"`{value}`")


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes the pages, or checks them."""
    parser = argparse.ArgumentParser(prog="python -m perfeval_core.rulebook.catalogue", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 and name what is stale")
    parser.add_argument("--to", type=Path, default=_ROOT / "docs" / "rules", help="the folder of the pages")
    chosen = parser.parse_args(arguments)
    if chosen.check:
        found = stale(chosen.to)
        for name in found:
            print(f"stale: {name}", file=sys.stderr)
        return 1 if found else 0
    chosen.to.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (chosen.to / name).write_text(text, "utf-8", newline="\n")
    return 0


def stale(folder: Path) -> list[str]:
    """The pages in ``folder`` that are missing, say something else than the rulebook, or belong to no rule."""
    wanted = pages()
    changed = [n for n, text in wanted.items() if not (folder / n).is_file() or (folder / n).read_text("utf-8") != text]
    return changed + sorted(path.name for path in folder.glob("*.md") if path.name not in wanted)


if __name__ == "__main__":
    sys.exit(main())
