"""The upload watcher (收件箱看守): what is dropped into the inbox goes to the ledger, and a run is woken for it."""

import logging
import time
from collections.abc import Set as AbstractSet
from pathlib import Path
from threading import Event

import httpx
import watchfiles

from flows.waking import REVIEW, Waker
from perfeval_core.dropfolder import DropFolder
from perfeval_core.extraction.extractor import Extractor
from perfeval_core.site import Site

log = logging.getLogger("perfeval.watcher")

_TICK_MILLISECONDS = 500
_ROUND_SECONDS = 60.0
"""How often the whole inbox is looked through: folders of other machines, and bursts, lose notices."""


def watch(here: Site, stop: Event) -> None:
    """Watches the inbox of ``here`` until ``stop`` is set; what came before is found at the first look."""
    inbox = here.settings.drop_folder
    inbox.mkdir(parents=True, exist_ok=True)
    extractor = Extractor()
    try:
        watcher = Watcher(here, extractor)
        log.info("看守收件箱 %s", inbox)
        for changes in watchfiles.watch(
            inbox,
            watch_filter=None,
            debounce=_TICK_MILLISECONDS,
            stop_event=stop,
            rust_timeout=_TICK_MILLISECONDS,
            yield_on_timeout=True,
            raise_interrupt=False,
        ):
            watcher.tick({Path(path) for _, path in changes})
    finally:
        extractor.close()


class Watcher:
    """What is done every half second."""

    def __init__(self, here: Site, extractor: Extractor) -> None:
        self._folder = DropFolder(here, extractor)
        self._waker = Waker(here)
        self._review_waker = Waker(here, call=REVIEW)
        self._next_round = time.monotonic()

    def tick(self, changed: AbstractSet[Path]) -> None:
        """Looks at what changed, takes what is whole, wakes whom it concerns."""
        self._folder.look_at(changed)
        if time.monotonic() >= self._next_round:
            self._folder.look_everywhere()
            self._next_round = time.monotonic() + _ROUND_SECONDS
        came = bool(self._folder.take())
        if came and not self._folder.waiting:
            self._next_round = time.monotonic()  # the end of a burst, of which some notices may be lost
        try:
            if self._waker.look(came):
                log.info("已通知处理")
            if self._review_waker.look(came=False):
                log.info("已通知更正生效")
        except httpx.HTTPError as error:
            log.warning("暂时联系不上 Prefect 服务，稍后再试：%s", error)
