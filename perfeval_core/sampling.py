"""Samples of reports in which nothing was found (抽查), and what they say of all such reports."""

import secrets
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from perfeval_core.casework import sampled_item
from perfeval_core.copies import copy_states
from perfeval_core.domain import drawing
from perfeval_core.domain.base import Frozen
from perfeval_core.domain.proportion import Interval, clopper_pearson, share
from perfeval_core.domain.review import Refused, ReviewItem
from perfeval_core.ledger import Sample, SampledReport
from perfeval_core.site import Site


class SampleResult(Frozen):
    """What a sample says: of ``examined`` reports ``missed`` hold something that the program should have found.

    ``rate`` is their share (漏报率), ``interval`` what it may be among all reports without a finding, with a confidence
    of 95% (Clopper and Pearson); ``None`` until one is examined. ``gone`` were replaced by a new version before anybody
    looked. ``kinds`` counts the reports by what was missed.
    """

    sample: Sample
    repeatable: bool
    examined: int
    open: int
    gone: int
    missed: int
    kinds: dict[str, int]
    rate: Decimal | None
    interval: Interval | None


def draw(
    site: Site, by: str, count: int | None = None, percent: int | None = None, seed: str | None = None
) -> Sample | Refused:
    """Draws ``count`` or ``percent`` of a hundred (rounded up) of the reports without a finding into the queues.

    Without a ``seed`` one is made; it is on record either way. A report that was drawn before is not drawn again.
    Raises ``WarehouseLocked`` if its copy of the queues could not be renewed; the draw stands all the same.
    """
    frame = site.ledger.samples.frame()
    wanted = count if count is not None else -(-len(frame) * (percent or 0) // 100)
    if not by.strip():
        return Refused("要写明是谁抽取")
    if not frame or wanted < 1:
        return Refused("没有可以抽查的报告：每份报告都有任务，或者已经抽查过")
    seed = seed or secrets.token_hex(16)
    names = drawing.sample(seed, frame, wanted)
    made = site.ledger.samples.record(frame, seed, lambda sample: _items(site, names, sample), by.strip())
    with site.warehouse() as warehouse:
        copy_states(site, warehouse)
    return made


def result(site: Site, sample: Sample, reports: Sequence[SampledReport]) -> SampleResult:
    """What ``sample``, of which ``reports`` are the reports, says as of now."""
    status = Counter(one.status for one in reports)
    examined, missed = status["decided"], [one for one in reports if one.missed]
    return SampleResult(
        sample=sample,
        repeatable=site.ledger.samples.repeated(sample.sample_id),
        examined=examined,
        open=status["open"],
        gone=len(reports) - examined - status["open"],
        missed=len(missed),
        kinds=dict(Counter(kind for one in missed for kind in sorted({found.kind for found in one.missed}))),
        rate=share(len(missed), examined),
        interval=clopper_pearson(len(missed), examined) if examined else None,
    )


def _items(site: Site, names: Sequence[str], sample: str) -> list[ReviewItem]:
    wanted = set(names)
    at = {
        one.version.report_version: one.version.dossier_sha256
        for one in site.ledger.versions(current_only=False)
        if one.version.report_version in wanted
    }
    return [sampled_item(site, site.archive.get_dossier(at[name]), sample) for name in names]
