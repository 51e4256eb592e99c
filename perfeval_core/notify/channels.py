"""The channels (通知渠道) that the settings name."""

from collections.abc import Callable
from pathlib import Path

from pydantic import SecretStr

from perfeval_core.notify.errors import NotSent
from perfeval_core.notify.mail import Mail
from perfeval_core.notify.message import Message
from perfeval_core.notify.webhook import Webhook
from perfeval_core.settings import Settings

Send = Callable[[Message], None]
"""Sends a message, or raises ``NotSent``."""

TITLES = {"mail": "邮件", "webhook": "Webhook"}


def channels(settings: Settings) -> dict[str, Send]:
    """How to send through each channel, by its name. Nothing is opened before something is sent."""
    known: dict[str, Send] = {
        "mail": lambda message: _mail(settings).send(message),
        "webhook": lambda message: _webhook(settings).send(message),
    }
    return {name: known[name] for name in settings.channels}


def _mail(settings: Settings) -> Mail:
    port = settings.smtp_port or {"starttls": 587, "tls": 465, "none": 25}[settings.smtp_security]
    return Mail(
        host=settings.smtp_host or "",
        port=port,
        security=settings.smtp_security,
        user=settings.smtp_user,
        password=_secret(settings.smtp_password, settings.smtp_password_file),
        sender=settings.mail_from or "",
        recipients=tuple(settings.recipients),
    )


def _webhook(settings: Settings) -> Webhook:
    return Webhook(settings.webhook_url or "", _secret(settings.webhook_secret, settings.webhook_secret_file))


def _secret(given: SecretStr | None, file: Path | None) -> str | None:
    if given is not None:
        return given.get_secret_value()
    if file is None:
        return None
    try:
        return file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "不是文本"
        raise NotSent(f"读不出口令文件 {file}（{why}）；请检查设置和文件权限") from error
