"""Maintain: what has to be done for a home every night, whether or not anything came in."""

from collections import defaultdict
from collections.abc import Callable
from typing import TypeVar

from perfeval_core import backup, casework, doctor, notify, retention
from perfeval_core.archive import ArchiveDamaged, NotArchived
from perfeval_core.ledger import LedgerError, Problem
from perfeval_core.site import Site
from perfeval_core.warehouse import WarehouseError
from tasks.publish import copy_queues
from tasks.step import OurError, step

T = TypeVar("T")

_SUBJECTS_NAMED = 5
"""How many subjects of a broken invariant its review item names."""


@step("豁免到期 waivers")
def end_waivers(site: Site) -> int | OurError:
    """Asks again for what was set aside until a day that is over."""

    def ended() -> int:
        count = casework.end_waivers(site, "maintenance")
        if count:
            copy_queues(site)
        return count

    return _tried("豁免到期", ended)


@step("备份 backup")
def back_up(site: Site) -> backup.Backup | OurError:
    """Ledger, warehouse and archive, copied."""
    return _tried("备份", lambda: backup.back_up(site))


@step("清理 retention")
def discard(site: Site) -> retention.Discarded | OurError:
    """Leftovers that nothing refers to, and old backups, deleted."""
    return _tried("清理", lambda: retention.discard(site))


@step("压缩 compact")
def compact(site: Site) -> OurError | None:
    """Unused space given back by ledger and warehouse."""

    def both() -> None:
        site.ledger.compact()
        with site.warehouse() as warehouse:
            warehouse.checkpoint()

    return _tried("压缩", both)


@step("逾期提醒 remind")
def remind(site: Site) -> int:
    """Puts into the outbox that tasks are overdue, once a day for the same tasks; how many messages are new."""
    return notify.overdue(site)


@step("核对 doctor")
def examine(site: Site) -> list[Problem] | OurError:
    """Every broken invariant of the home that is still one at a second look.

    A run that works meanwhile may stand between two stores at the first.
    """

    def looked() -> list[Problem]:
        first = list(doctor.problems(site))
        again = set(doctor.problems(site)) if first else set()
        return [one for one in first if one in again]

    return _tried("核对", looked)


@step("入队 publish")
def report(site: Site, problems: list[Problem], errors: list[OurError]) -> int | OurError:
    """An item in the queue of operations for each kind of broken invariant and each error of ours; how many were new.

    What is still so the next night is the same item.
    """
    kinds: dict[str, list[Problem]] = defaultdict(list)
    for one in problems:
        kinds[one.code].append(one)
    troubles = [(code, _words(several)) for code, several in kinds.items()]
    troubles += [(one.subject, one.message) for one in errors]
    items = [item for subject, message in troubles for item in casework.failure_items(site, subject, message)]
    new = site.ledger.publish_items(items)
    return _tried("入队", lambda: _copied(site, new))


def _copied(site: Site, new: int) -> int:
    copy_queues(site)
    return new


def _words(several: list[Problem]) -> str:
    named = "、".join(one.subject for one in several[:_SUBJECTS_NAMED])
    more = "" if len(several) <= _SUBJECTS_NAMED else f" 等 {len(several)} 处"
    return f"{several[0].message_zh}（{named}{more}）"


def _tried(name: str, work: Callable[[], T]) -> T | OurError:
    """What one step gives; one that cannot be done keeps no other from being done."""
    try:
        return work()
    except (OSError, LedgerError, WarehouseError, ArchiveDamaged, NotArchived) as error:
        return OurError(name, str(error))
