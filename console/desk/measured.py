"""What is measured, under which name, in which unit: the only place that knows the names of the metrics."""

import os
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from perfeval_core.domain.review import QUEUES
from perfeval_core.ledger import STATES, Measures
from perfeval_core.site import Site

_SIZES_FRESH_SECONDS = 900.0
"""Walking through a large archive takes seconds, and it grows slowly."""


class Measured(Collector):
    """All metrics of a site. What could be and is not stands there with 0, so that an alert on it is not blind."""

    def __init__(self, here: Site) -> None:
        self._here = here
        self._archive_bytes, self._until = 0, float("-inf")

    def collect(self) -> Iterator[Metric]:
        """Asks the ledger, and the disk."""
        found = self._here.ledger.measures()
        yield from _files(found)
        yield from _queues(found)
        yield from self._runs()
        yield from self._notices()
        yield self._sizes(found)

    def _runs(self) -> Iterator[Metric]:
        runs = self._here.ledger.runs
        ended = GaugeMetricFamily(
            "perfeval_last_run_end_timestamp_seconds", "最近一次运行何时结束、结果如何", labels=("flow", "outcome")
        )
        took = GaugeMetricFamily("perfeval_last_run_seconds", "最近一次运行用了多少秒", labels=("flow",))
        for run in runs.last():
            if run.ended_at is not None:
                ended.add_metric((run.flow, str(run.outcome)), run.ended_at.timestamp())
                took.add_metric((run.flow,), (run.ended_at - run.started_at).total_seconds())
        seconds = CounterMetricFamily(
            "perfeval_step_seconds", "各步骤累计用时，并行的各算各的，只含已结束的运行", labels=("flow", "step")
        )
        calls = CounterMetricFamily("perfeval_step_calls", "各步骤累计次数", labels=("flow", "step"))
        for names, spent in runs.steps().items():
            seconds.add_metric(names, spent.milliseconds / 1000)
            calls.add_metric(names, spent.calls)
        yield from (ended, took, seconds, calls)
        yield GaugeMetricFamily("perfeval_runs_in_progress", "正在进行的运行（其间数据仓库被占用）", runs.alive())

    def _notices(self) -> Iterator[Metric]:
        waiting = [one for one in self._here.ledger.notices.waiting() if one.attempts]
        yield GaugeMetricFamily("perfeval_notifications_failing", "试过而没有发出去的通知", len(waiting))

    def _sizes(self, found: Measures) -> Metric:
        settings = self._here.settings
        if settings.archive_url is None and time.monotonic() >= self._until:
            self._archive_bytes = _bytes_below(Path(settings.archive))
            self._until = time.monotonic() + _SIZES_FRESH_SECONDS
        size = GaugeMetricFamily("perfeval_store_bytes", "各存储占用的字节数", labels=("store",))
        size.add_metric(("originals",), found.originals_bytes)
        size.add_metric(("ledger",), found.ledger_bytes)
        if settings.archive_url is None:
            size.add_metric(("archive",), self._archive_bytes)
        if settings.warehouse.exists():
            size.add_metric(("warehouse",), settings.warehouse.stat().st_size)
        return size


def _files(found: Measures) -> Iterator[Metric]:
    submissions = GaugeMetricFamily("perfeval_submissions", "报送文件，按办理状态", labels=("state",))
    for state in STATES:
        submissions.add_metric((state,), found.submissions.get(state, 0))
    quarantined = GaugeMetricFamily("perfeval_quarantined", "已隔离的文件，按原因", labels=("reason",))
    for reason, count in sorted(found.quarantined.items()):
        quarantined.add_metric((reason,), count)
    reports = GaugeMetricFamily("perfeval_reports", "报告：现行有效，已被重新报送取代", labels=("standing",))
    reports.add_metric(("in_force",), found.reports)
    reports.add_metric(("replaced",), found.replaced)
    yield from (submissions, quarantined, reports)


def _queues(found: Measures) -> Iterable[Metric]:
    items = GaugeMetricFamily("perfeval_review_items", "复核任务，按队列和状态", labels=("queue", "status"))
    oldest = GaugeMetricFamily("perfeval_oldest_open_item_seconds", "最早的待办任务等了多少秒", labels=("queue",))
    overdue = GaugeMetricFamily("perfeval_overdue_items", "逾期的待办任务", labels=("queue",))
    now = datetime.now(UTC)
    for (queue, status), count in sorted(found.items.items()):
        items.add_metric((queue, status), count)
    for queue in QUEUES:
        if (queue, "open") not in found.items:
            items.add_metric((queue, "open"), 0)
        since = found.oldest.get(queue)
        oldest.add_metric((queue,), (now - since).total_seconds() if since else 0)
        overdue.add_metric((queue,), found.overdue.get(queue, 0))
    return items, oldest, overdue


def _bytes_below(folder: Path) -> int:
    """The size of all files below ``folder``; those that go away meanwhile count for nothing."""
    total = 0
    for here, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.stat(os.path.join(here, name)).st_size
            except FileNotFoundError:
                continue
    return total
