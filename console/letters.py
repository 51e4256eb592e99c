"""Letters that went out, as people and programs see them."""

from console import output
from perfeval_core.domain.base import Frozen
from perfeval_core.domain.findings import Finding
from perfeval_core.domain.letter import DEMANDS, LETTER_STATES, STANCES
from perfeval_core.ledger import IssuedLetter, Reply, Unsent
from perfeval_core.letters import FollowUp, follow_up
from perfeval_core.letters.following import findings_of
from perfeval_core.site import Site


class LetterList(Frozen):
    """The answer of ``letters list --json``; ``unsent`` are returned reports whose letter has not gone out (待发出)."""

    version: int = 1
    unsent: tuple[Unsent, ...]
    letters: tuple[IssuedLetter, ...]


class LetterShown(Frozen):
    """The answer of ``letters show|reply|close --json``.

    ``findings`` are those that the letter asks about; ``follow_up`` is the report that the unit filed since, if any.
    """

    version: int = 1
    letter: IssuedLetter
    findings: tuple[Finding, ...]
    replies: tuple[Reply, ...]
    follow_up: FollowUp | None


def find_letter(here: Site, name: str) -> IssuedLetter:
    """The letter whose id begins like this, or the last one about the report so called; else exit code 2."""
    every = here.ledger.letters.everything()
    alike = [one for one in every if one.letter_id.startswith(name)]
    about = [one for one in every if one.report_id == name][-1:]
    if len(found := alike or about) == 1:
        return found[0]
    count = "不止一份" if found else "没有"
    output.fail(f"{count}编号以“{name}”开头的通知；perfeval letters list --all 可看全部编号")


def listed(here: Site, everything: bool) -> LetterList:
    """What waits to go out, and the letters that are open, or all."""
    letters = (one for one in here.ledger.letters.everything() if everything or one.open)
    return LetterList(unsent=tuple(here.ledger.letters.unsent()), letters=tuple(letters))


def shown(here: Site, letter: IssuedLetter) -> LetterShown:
    """A letter whole, as it stands now. Raises ``NotArchived`` or ``ArchiveDamaged``."""
    now = here.ledger.letters.find(letter.letter_id) or letter
    return LetterShown(
        letter=now,
        findings=tuple(findings_of(here, now)),
        replies=tuple(here.ledger.letters.replies(now.letter_id)),
        follow_up=follow_up(here, now),
    )


def standing(one: IssuedLetter) -> str:
    """Where a letter stands, in words."""
    late = "，逾期" if one.overdue else ""
    filed = f"，已重新报送 {one.corrected_by}" if one.corrected_by else ""
    return f"{LETTER_STATES[one.state]}{late}{filed}"


def show_list(found: LetterList) -> None:
    """Both lists as tables."""
    if found.unsent:
        output.table(
            f"待发出 {len(found.unsent)} 份（perfeval letter 报告编号 通知.docx --issue --by 姓名）",
            ("报告编号", "单位", "项目", "退回人", "退回时间"),
            ((one.report_id, one.unit_name, one.project_name, one.returned_by, _time(one)) for one in found.unsent),
        )
    if not found.letters:
        output.say("没有发出后还在办理的整改通知。", "green")
        return
    columns = ("通知编号", "次", "报告编号", "单位", "项目", "发出", "期限", "疑点", "状态")
    letters = (
        (
            *(one.letter_id, one.number, one.report_id, one.unit_name, one.project_name),
            *(one.issued_on, one.due_on, len(one.asked), standing(one)),
        )
        for one in found.letters
    )
    output.table(f"整改通知 {len(found.letters)} 份", columns, letters)


def _time(one: Unsent) -> str:
    return f"{one.returned_at.astimezone():%Y-%m-%d %H:%M}"


def show_letter(here: Site, whole: LetterShown) -> None:
    """One letter: what it asks, what the unit said of each, what it filed since."""
    letter = whole.letter
    output.say(f"整改通知 {letter.letter_id}（第 {letter.number} 次）　{standing(letter)}", "bold")
    output.say(f"报告 {letter.report_id}　{letter.unit_name or '—'}　{letter.project_name or '—'}")
    output.say(f"{letter.issued_by} 于 {letter.issued_on} 发出，{letter.due_days} 个工作日内（{letter.due_on} 前）反馈")
    output.say(f"文件 sha256 {letter.document}", "dim")
    said = {answer.finding_id: answer for reply in whole.replies for answer in reply.answers}
    gone = set(whole.follow_up.gone) if whole.follow_up else set()
    rows = []
    for asked, finding in zip(letter.asked, whole.findings, strict=True):
        answer = said.get(asked.finding_id)
        stance = f"{STANCES[answer.stance]}　{answer.reason or ''}".strip() if answer else "未答复"
        became = "" if whole.follow_up is None else "已消除" if asked.finding_id in gone else "仍存在"
        values = f"{finding.stated or '（空）'} → {finding.expected or '—'}"
        name = here.table.kind_name(finding.kind)
        rows.append((asked.finding_id, DEMANDS[asked.demand], name, finding.indicator, values, stance, became))
    output.table("疑点", ("编号", "要求", "类型", "指标", "填写和应为", "单位答复", "更正后"), rows)
    for reply in whole.replies:
        output.say(f"反馈 {reply.number}：{reply.replied_on}（{reply.recorded_by} 登记）　{reply.text}")
    if whole.follow_up is not None:
        _show_follow_up(here, whole.follow_up)
    if letter.ended_by is not None:
        output.say(f"{letter.ended_by}：{letter.end_reason or ''}")


def _show_follow_up(here: Site, found: FollowUp) -> None:
    counts = f"已消除 {len(found.gone)} 条，仍存在 {len(found.standing)} 条，新出现 {len(found.new)} 条"
    when = f"{found.received_at.astimezone():%Y-%m-%d %H:%M}"
    output.say(f"重新报送：{found.report_id}（{when} 收到）{counts}；逐格对照见 perfeval diff {found.report_id}")
    if found.same_content:
        output.say("重新报送的报告内容没有任何改动。", "yellow")
    if not found.same_yardstick:
        output.say("两份所用的程序或规则版本不同，疑点的变化可能由此而来。", "yellow")
    for one in found.new:
        output.say(f"  · 新出现：{here.table.kind_name(one.kind)}　{one.indicator or ''}　{one.message}")
