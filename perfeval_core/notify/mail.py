"""Messages by mail (SMTP)."""

import logging
import smtplib
import ssl
from contextlib import closing
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate
from typing import Literal

from perfeval_core.notify.errors import NotSent, explained
from perfeval_core.notify.message import Message, line

log = logging.getLogger("perfeval.notify")

_SECONDS = 15.0
_ME = "[127.0.0.1]"
"""What this machine calls itself; to look up its name could take as long as a run."""


@dataclass(frozen=True)
class Mail:
    """A mail server, and between whom it carries mail."""

    host: str
    port: int
    security: Literal["starttls", "tls", "none"]
    user: str | None
    password: str | None = field(repr=False)
    sender: str
    recipients: tuple[str, ...]

    def send(self, message: Message) -> None:
        """Sends ``message`` to all recipients. Raises ``NotSent``."""
        where = f"{self.host}:{self.port}"
        try:
            letter = self._letter(message)
        except ValueError as error:
            raise NotSent("发件人或收件人的地址写法不对；请检查 mail_from 和 mail_to") from error
        try:
            with closing(self._connected()) as server:
                refused = server.send_message(letter)
                server.quit()
        except OSError as error:  # smtplib's own are of this kind as well
            raise explained(error, where) from error
        except UnicodeError as error:
            raise NotSent("用户名、口令或地址里有这种登录不能传送的字符；请检查 smtp_user、口令和 mail_to") from error
        if refused:
            log.warning("%s 不接受 %d 个收件人，其余的已发出；请检查 mail_to", where, len(refused))

    def _connected(self) -> smtplib.SMTP:
        context = None if self.security == "none" else ssl.create_default_context()
        if self.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, _ME, timeout=_SECONDS, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, _ME, timeout=_SECONDS)
        try:
            if self.security == "starttls":
                server.starttls(context=context)
            if self.user is not None:
                server.login(self.user, self.password or "")
        except (OSError, UnicodeError):
            server.close()
            raise
        return server

    def _letter(self, message: Message) -> EmailMessage:
        letter = EmailMessage()
        letter["Subject"] = line(message.subject)
        letter["From"] = self.sender
        letter["To"] = ", ".join(self.recipients)
        letter["Date"] = formatdate(localtime=True)
        letter["Message-ID"] = f"<{message.id}@perfeval.invalid>"
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(message.body)
        return letter
