"""Many findings decided at once (批量办理), each item through the same door as a single one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from perfeval_core import reviewing
from perfeval_core.casework import findings_of
from perfeval_core.domain.base import Frozen
from perfeval_core.domain.review import FindingOutcome, FindingVerdict, Queue, Refused, ReportOutcome
from perfeval_core.ledger import Decision, QueuedItem, RecordedVersion
from perfeval_core.site import Site

Said = Mapping[str, tuple[FindingOutcome, str | None]]
"""Outcome and reason, by finding."""


class NotDone(Frozen):
    """An item of which nothing was taken, and why."""

    item_id: str
    title: str
    why: str


class Bulk(Frozen):
    """What came of deciding one kind of finding in many reports; of a rehearsal, what would come of it.

    ``decided`` and ``noted`` are items: submitted (``second`` of them wait for a second person), or kept as a draft
    because other findings of theirs are open still.
    """

    version: int = 1
    kind: str
    findings: int
    decided: tuple[str, ...]
    noted: tuple[str, ...]
    second: int
    refused: tuple[NotDone, ...]
    rehearsal: bool


@dataclass(frozen=True)
class Part:
    """What ``by`` says of one item: of some of its findings, and of the report unless that is left open."""

    queued: QueuedItem
    by: str
    said: Said
    outcome: ReportOutcome | None
    reason: str | None

    def whole(self, site: Site) -> bool:
        """Whether nothing of the item is left open, so that it can be submitted."""
        if self.outcome is None:
            return False
        known = self.said.keys() | reviewing.noted(site, self.queued, self.by).keys()
        return self.outcome == "handed_over" or known >= set(self.queued.item.findings)

    def objection(self, site: Site) -> Refused | None:
        """Why it could not be taken now, found without changing anything."""
        refused = site.ledger.reviews.claimable(self.queued.item.item_id, self.by)
        if refused is not None or self.outcome is None or not self.whole(site):
            return refused
        made = reviewing.verdict(site, self.queued, self.by, self.outcome, self.said, self.reason)
        return made if isinstance(made, Refused) else site.ledger.reviews.objection(self.queued.item.item_id, made)

    def take(self, site: Site) -> Decision | Refused | None:
        """Submits it if it is whole, or else keeps it as a draft (``None``)."""
        name, outcome = self.queued.item.item_id, self.outcome
        if outcome is None or not self.whole(site):
            said = [FindingVerdict(finding_id=one, outcome=word, reason=why) for one, (word, why) in self.said.items()]
            return site.ledger.reviews.draft(name, self.by, said)
        held = reviewing.claim(site, name, self.by)
        if isinstance(held, Refused):
            return held
        made = reviewing.decide(site, held, outcome, self.said, self.reason)
        if isinstance(made, Refused) and self.queued.holder is None:
            site.ledger.reviews.release(name, self.by)
        return made


def of_kind(
    site: Site,
    kind: str,
    said: tuple[FindingOutcome, str | None],
    by: str,
    outcome: ReportOutcome,
    queue: Queue | None = None,
    unit: str | None = None,
    rehearsal: bool = False,
) -> Bulk:
    """Says the same of every open finding of one kind, and ``outcome`` of each report of which nothing else is open.

    ``unit`` is a unit's code or name. What waits for a second person is left alone: that is to be looked at singly.
    """
    decided, noted, refused, count, second = list[str](), list[str](), list[NotDone](), 0, 0
    for queued, findings in _asking(site, kind, queue, unit):
        item = queued.item
        part = Part(queued, by, dict.fromkeys(findings, said), outcome, said[1])
        wrong = _singly(queued) or part.objection(site)
        whole = wrong is None and part.whole(site)
        made = None if wrong is not None or rehearsal else part.take(site)
        wrong = made if isinstance(made, Refused) else wrong
        if wrong is not None:
            refused.append(NotDone(item_id=item.item_id, title=item.title, why=wrong.message))
            continue
        count += len(findings)
        (decided if whole else noted).append(item.item_id)
        second += isinstance(made, Decision) and not made.final
    return Bulk(
        kind=kind,
        findings=count,
        decided=tuple(decided),
        noted=tuple(noted),
        second=second,
        refused=tuple(refused),
        rehearsal=rehearsal,
    )


def _asking(site: Site, kind: str, queue: Queue | None, unit: str | None) -> Iterator[tuple[QueuedItem, list[str]]]:
    """The open items that ask about findings of ``kind``, with these findings."""
    versions = versions_of(site)
    for queued in site.ledger.items(queue):
        about = versions.get(queued.item.report_version or "")
        if unit is not None and (about is None or unit not in (about.version.unit_code, about.version.unit_name)):
            continue
        names = [one.id for one in findings_of(site, queued.item) if one.kind == kind]
        if names:
            yield queued, names


def versions_of(site: Site) -> dict[str, RecordedVersion]:
    """The current versions of all reports, by their ids."""
    return {one.version.report_version: one for one in site.ledger.versions()}


def _singly(queued: QueuedItem) -> Refused | None:
    if queued.second_review is None:
        return None
    return Refused(f"待二次复核（初审 {queued.second_review}），不能批量办理；请逐个办理")
