"""What waits in the outbox goes out."""

import logging
from datetime import timedelta

from perfeval_core.ledger import Notice
from perfeval_core.notify.channels import Send, channels
from perfeval_core.notify.errors import NotSent
from perfeval_core.notify.message import Message
from perfeval_core.site import Site

log = logging.getLogger("perfeval.notify")

_CLAIM = timedelta(minutes=5)
"""Longer than it takes to send one."""


def deliver(site: Site) -> int:
    """Sends what waits; how many messages went out. What cannot be sent is logged, and waits for the next time.

    A channel that refuses once is left alone until then: it must not keep a run from ending.
    """
    return sum(_through(site, name, send) for name, send in channels(site.settings).items())


def _through(site: Site, channel: str, send: Send) -> int:
    sent = 0
    while (one := site.ledger.notices.claim(channel, _CLAIM)) is not None:
        try:
            send(_message(one))
        except NotSent as error:
            log.error("通知没有发出去（%s）：%s", channel, error)
            site.ledger.notices.failed(one, str(error))
            break
        site.ledger.notices.sent(one)
        sent += 1
    return sent


def _message(one: Notice) -> Message:
    return Message(one.occasion, one.subject, one.body)
