"""In which environment the services run: one Prefect server for one home folder, closed to others, offline."""

import os
import secrets
from pathlib import Path

from pydantic import SecretStr

from perfeval_core.datadir import data_dir
from perfeval_core.settings import Settings

MARK = "PERFEVAL_UP"
"""Every process that ``perfeval up`` starts, and every process that those start, carries the home folder in it."""

HOST = "127.0.0.1"
_USER = "perfeval"
_KEPT = ("PREFECT_SERVER_DATABASE_", "PREFECT_LOGGING_")
"""What of Prefect's own settings a person may set: the server's database may be PostgreSQL."""


def api_url(port: int) -> str:
    """Where the server's API is."""
    return f"http://{HOST}:{port}/api"


def password_file(home: Path) -> Path:
    """Where the password for the Prefect UI is kept."""
    return home / "prefect-password"


def auth_string(home: Path) -> str:
    """``user:password`` for the Prefect server of ``home``; made up the first time, readable by its owner only."""
    path = password_file(home)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        path.chmod(0o600)
        return path.read_text("utf-8").strip()
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(f"{_USER}:{secrets.token_urlsafe(24)}\n")
    return path.read_text("utf-8").strip()


def environment(settings: Settings, port: int) -> dict[str, str]:
    """The environment of all services; ``settings`` are passed on one by one, whatever folder a service runs in."""
    home = settings.home.resolve()
    auth = auth_string(home)
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith("PREFECT_") or name.startswith(_KEPT)
    }
    return inherited | _of_settings(settings) | {
        MARK: str(home),
        "PERFEVAL_DATA": str(data_dir().resolve()),
        "PYTHONUNBUFFERED": "1",
        "DO_NOT_TRACK": "1",
        "NO_PROXY": ",".join(filter(None, (os.environ.get("NO_PROXY"), HOST))),
        "PREFECT_HOME": str(home / "prefect"),
        "PREFECT_API_URL": api_url(port),
        "PREFECT_API_AUTH_STRING": auth,
        "PREFECT_SERVER_API_AUTH_STRING": auth,
        "PREFECT_SERVER_API_HOST": HOST,
        "PREFECT_SERVER_API_PORT": str(port),
        "PREFECT_SERVER_API_CSRF_PROTECTION_ENABLED": "true",
        "PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS": f"http://{HOST}:{port}",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
        "PREFECT_WORKER_QUERY_SECONDS": "2",
    }  # fmt: skip


def _of_settings(settings: Settings) -> dict[str, str]:
    files = {name: path.resolve() for name, path in dict(settings).items() if name.endswith("_file") and path}
    places = files | {"home": settings.home.resolve(), "inbox": settings.drop_folder, "outbox": settings.drop_receipts}
    given = {name: value for name, value in (dict(settings) | places).items() if value is not None}
    return {f"PERFEVAL_{name.upper()}": _plain(value) for name, value in given.items()}


def _plain(value: object) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)
