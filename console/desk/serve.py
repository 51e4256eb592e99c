"""The desk on a port, until it is told to stop."""

import uvicorn

from console.desk.app import desk
from perfeval_core.site import Site

_MOST_CONNECTIONS = 200


def server(here: Site, host: str, port: int) -> uvicorn.Server:
    """The desk of ``here``, not yet running. What is on its way when it is told to stop has ten seconds to end."""
    config = uvicorn.Config(
        desk(here),
        host=host,
        port=port,
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        # behind the TLS proxy on this machine everybody would be one address
        proxy_headers=here.settings.behind_tls,
        forwarded_allow_ips="127.0.0.1",
        limit_concurrency=_MOST_CONNECTIONS,
        timeout_graceful_shutdown=10,
    )
    return uvicorn.Server(config)
