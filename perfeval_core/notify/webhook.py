"""Messages by HTTP: JSON in a POST, signed if there is a key."""

import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field

import httpx

from perfeval_core.notify.errors import NotSent
from perfeval_core.notify.message import Message

_SECONDS = 15.0

SIGNATURE, TIMESTAMP = "X-Perfeval-Signature", "X-Perfeval-Timestamp"


@dataclass(frozen=True)
class Webhook:
    """An address that takes messages. It may itself be a secret, so it is never shown: only its host is."""

    url: str = field(repr=False)
    secret: str | None = field(repr=False)

    def send(self, message: Message) -> None:
        """Sends ``message``. Raises ``NotSent``, also if the answer is not 2xx."""
        said = {"version": 1, "id": message.id, "occasion": message.occasion}
        body = json.dumps({**said, "subject": message.subject, "text": message.body}, ensure_ascii=False).encode()
        try:
            where = httpx.URL(self.url).host
            answer = httpx.post(self.url, content=body, headers=self._headers(body), timeout=_SECONDS)
        except httpx.TimeoutException as error:
            raise NotSent(f"{where} 没有回应；请检查 webhook_url 和防火墙") from error
        except httpx.HTTPError as error:
            raise NotSent(f"连不上 {where}（{type(error).__name__}）；请检查 webhook_url、网络和证书") from error
        except httpx.InvalidURL as error:
            raise NotSent("webhook_url 不是合格的网址；请检查设置") from error
        if not answer.is_success:
            raise NotSent(f"{where} 没有收下，答复 {answer.status_code}；请检查 webhook_url 和对方的设置")

    def _headers(self, body: bytes) -> dict[str, str]:
        headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "perfeval"}
        if self.secret is None:
            return headers
        moment = str(int(time.time()))
        return headers | {TIMESTAMP: moment, SIGNATURE: signature(self.secret, moment, body)}


def signature(secret: str, moment: str, body: bytes) -> str:
    """HMAC-SHA256 over time, a dot and body: an old message cannot be sent again by somebody else."""
    return f"sha256={hmac.new(secret.encode(), f'{moment}.'.encode() + body, hashlib.sha256).hexdigest()}"
