"""Prefect without a server of one's own: set before Prefect is imported."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

_QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_LOGGING_SERVER_LEVEL": "ERROR",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
    # no flow uses a block, and nobody reads events or waits for them where no server stays
    "PREFECT_SERVER_REGISTER_BLOCKS_ON_START": "false",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
}


@contextmanager
def prefect_ready() -> Iterator[None]:
    """What a run needs of Prefect: the server that ``PREFECT_API_URL`` names, or else one for as long as the run lasts.

    The latter lives in a folder that is thrown away. Two runs at once would otherwise create one database twice, and
    nothing that matters stands in it.
    """
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    if "PREFECT_API_URL" in os.environ or "PREFECT_HOME" in os.environ:
        yield
        return
    with TemporaryDirectory(prefix="perfeval-prefect-", ignore_cleanup_errors=True) as folder:
        os.environ["PREFECT_HOME"] = folder
        yield
