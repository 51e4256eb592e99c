"""``watch``: the upload watcher alone, for those who run each service by itself."""

import logging
import signal
import sys
from threading import Event

from console import options


def watch(home: options.Home = None) -> None:
    """只看守收件箱：文件传完即登记、写回执、通知处理。perfeval up 已包含它，平时不必单独运行。

    需要能联系上的 Prefect 服务（PREFECT_API_URL、PREFECT_API_AUTH_STRING）。
    """
    from console.watcher import watch as run
    from perfeval_core import logs
    from perfeval_core.site import site

    stop = Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    logging.getLogger("watchfiles").setLevel(logging.WARNING)
    here = site(options.settings(home).home)
    with logs.written(here.settings.logs, "watcher"):
        run(here, stop)
