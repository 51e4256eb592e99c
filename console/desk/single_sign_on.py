"""Single sign-on (单点登录): a proxy in front says by a header who is there. Off unless the settings name the header.

The proxy shows a secret with each request, so that nobody who reaches the desk past it can pose as it.
"""

import secrets
from dataclasses import dataclass
from urllib.parse import unquote

from fastapi import Request

from perfeval_core.settings import Settings

SECRET_HEADER = "X-Perfeval-Proxy-Secret"


@dataclass(frozen=True)
class SingleSignOn:
    """Which header names the account, and what proves that the proxy set it."""

    header: str
    secret: bytes

    def named(self, request: Request) -> str | None:
        """The account that the proxy names, ``None`` without its proof. Names come percent-encoded in UTF-8."""
        shown, names = request.headers.getlist(SECRET_HEADER), request.headers.getlist(self.header)
        if len(shown) != 1 or not secrets.compare_digest(shown[0].encode(), self.secret):
            return None
        # two names: a proxy that adds its own instead of replacing what the browser sent
        return (unquote(names[0]).strip() or None) if len(names) == 1 else None


def single_sign_on(settings: Settings) -> SingleSignOn | None:
    """As the settings say. Raises ``OSError`` if the secret's file cannot be read, ``ValueError`` if it is empty."""
    if settings.sso_header is None or settings.sso_secret_file is None:
        return None
    secret = settings.sso_secret_file.read_bytes().strip()
    if not secret:
        raise ValueError(f"{settings.sso_secret_file} 是空的：里面要有代理出示的密钥")
    return SingleSignOn(settings.sso_header, secret)
