"""The one time zone of all who use this."""

from datetime import timedelta, timezone

CHINA = timezone(timedelta(hours=8))
"""北京时间, in which days end and people read the time; the stores keep UTC."""
