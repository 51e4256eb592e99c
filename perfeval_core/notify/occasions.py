"""The occasions (通知事由): a run that set files aside or went wrong, and tasks that are overdue."""

from collections import Counter
from datetime import datetime

from perfeval_core.domain.clock import CHINA
from perfeval_core.domain.dossier import derived_id
from perfeval_core.ledger import Quarantined, QueuedItem, Run
from perfeval_core.notify.message import Message, line
from perfeval_core.site import Site

_FLOWS = {"ingest": "收件处理", "rescore": "重新复算", "apply_review": "更正生效", "maintain": "维护"}
_WENT_WRONG = {
    "errors": "有运行异常",
    "failed": "运行失败",
    "crashed": "运行中断，进程没有正常结束",
}
_NAMED = 50
"""Files or tasks that one message names."""


def run_ended(site: Site, run_id: str) -> int:
    """Puts into the outbox what there is to say of a run, in one message; how many messages are new."""
    run = site.ledger.runs.find(run_id)
    if run is None or not site.settings.channels:
        return 0
    wanted = site.settings.notify_on.split()
    aside = site.ledger.runs.quarantined(run) if "quarantined" in wanted else []
    wrong = _WENT_WRONG.get(run.outcome or "") if "failed" in wanted else None
    if not aside and wrong is None:
        return 0
    return _put(site, _about_run(site, run, aside, wrong))


def overdue(site: Site) -> int:
    """Puts into the outbox that tasks are overdue, once a day for the same tasks; how many messages are new."""
    if "overdue" not in site.settings.notify_on.split() or not site.settings.channels:
        return 0
    late = [one for one in site.ledger.items() if one.overdue]
    return _put(site, _about_overdue(site, late)) if late else 0


def _about_run(site: Site, run: Run, aside: list[Quarantined], wrong: str | None) -> Message:
    news = [wrong] if wrong else []
    news += [f"已隔离 {len(aside)} 个文件"] if aside else []
    what = f"{_FLOWS.get(run.flow, run.flow)}（批次 {run.run_id}）"
    lines = [f"{what}：{'；'.join(news)}。", f"开始于 {_moment(run.started_at)}，结束于 {_moment(run.ended_at)}。"]
    if wrong:
        lines += ["", f"原因：{run.problem or '不明'}", "怎么办：没有办结的文件由下一次运行接着处理；"]
        lines += ["详情见 perfeval queue list --queue operations 和状态文件夹里的 logs/runs.jsonl。"]
    if aside:
        lines += ["", "已隔离的文件（请通知报送单位按原因改正后重新报送）："]
        lines += [f"- {line(one.name)}：{site.table.reason_name(one.reason)}" for one in aside[:_NAMED]]
        lines += [f"……共 {len(aside)} 个"] if len(aside) > _NAMED else []
    return Message(f"run-{run.run_id}", f"[perfeval] {what}：{'；'.join(news)}", "\n".join(lines) + "\n")


def _about_overdue(site: Site, late: list[QueuedItem]) -> Message:
    today = site.ledger.today()
    same = derived_id(*sorted(one.item.item_id for one in late))
    queues = Counter(one.item.queue for one in late)
    lines = [f"有 {len(late)} 个复核任务逾期："]
    lines += [f"- {site.table.queues[name]} {count}" for name, count in queues.items()]
    lines += ["", "最急的："]
    lines += [f"- {line(one.item.title)}（限期 {one.item.due.on}，编号 {one.item.item_id}）" for one in late[:_NAMED]]
    lines += ["", "全部：perfeval queue list"]
    subject = f"[perfeval] {len(late)} 个复核任务逾期"
    return Message(f"overdue-{today}-{same}", subject, "\n".join(lines) + "\n")


def _put(site: Site, message: Message) -> int:
    return site.ledger.notices.put(message.occasion, site.settings.channels, message.subject, message.body)


def _moment(moment: datetime | None) -> str:
    return "不明" if moment is None else f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M}"
