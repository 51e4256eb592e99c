"""Notifications (通知): what people should hear of without looking, by mail and by HTTP.

What is to be said goes to the ledger's outbox first, so that each occasion is said once, and what could not be sent
is sent after the next run.
"""

from perfeval_core.notify.channels import channels
from perfeval_core.notify.deliver import deliver
from perfeval_core.notify.errors import NotSent
from perfeval_core.notify.occasions import overdue, run_ended

__all__ = ["NotSent", "channels", "deliver", "overdue", "run_ended"]
