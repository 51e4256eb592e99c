"""Portfolio: the reports of each unit and of each year held against each other, over all files."""

from collections.abc import Sequence
from dataclasses import dataclass

from perfeval_core.casework import failure_items, portfolio_items
from perfeval_core.domain.dossier import PortfolioDossier
from perfeval_core.pipeline import Rules
from perfeval_core.portfolios import Group, archived, compared, due
from perfeval_core.site import Site
from tasks.publish import copy_queues
from tasks.step import OurError, step

_CHUNK = 200
"""Portfolios of one transaction of the warehouse."""


@dataclass(frozen=True)
class Compared:
    """The kinds of what was found, how many review items were new, and errors of ours."""

    kinds: tuple[str, ...]
    items_new: int
    errors: tuple[OurError, ...]


@step("汇总核对 portfolio")
def portfolio(site: Site, rules: Rules) -> Compared:
    """Works off every portfolio that is due, once a run, after its batches.

    A year has all its reports for members, and each batch would read all of them again. Another run may bring in
    reports meanwhile, so it is asked anew what is due until nothing is.
    """
    kinds, items_new, errors, any_made = list[str](), 0, dict[str, OurError](), False
    while groups := [group for group in due(site) if group.subject not in errors]:
        for start in range(0, len(groups), _CHUNK):
            made = _compared(site, rules, groups[start : start + _CHUNK], errors)
            kinds += [finding.kind for _, dossier in made for finding in dossier.findings]
            items_new += _recorded(site, made)
            any_made = any_made or bool(made)
    items = [item for error in errors.values() for item in failure_items(site, error.subject, error.message)]
    items_new += site.ledger.publish_items(items)
    if any_made or errors:
        copy_queues(site)
    return Compared(tuple(kinds), items_new, tuple(errors.values()))


def _compared(
    site: Site, rules: Rules, groups: Sequence[Group], errors: dict[str, OurError]
) -> list[tuple[Group, PortfolioDossier]]:
    made = []
    for group, dossier in compared(site, rules, groups):
        if isinstance(dossier, PortfolioDossier):
            made.append((group, dossier))
        else:
            errors[group.subject] = OurError(group.subject, str(dossier))
    return made


def _recorded(site: Site, made: Sequence[tuple[Group, PortfolioDossier]]) -> int:
    """How many items were new. The ledger comes last: what it does not have is due again.

    Both while the file is ours: no lease keeps a rebuild from falling in between.
    """
    versions = [archived(site, group, dossier) for group, dossier in made]
    pairs = zip(versions, made, strict=True)
    with site.warehouse() as warehouse:
        warehouse.replace_portfolios([dossier for _, dossier in made])
        return sum(site.ledger.record_portfolio(version, portfolio_items(site, one)) for version, (_, one) in pairs)
