"""Forms of the desk's own pages: read within measure, and taken from our own pages only."""

import secrets
import unicodedata
from collections.abc import Mapping
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends, Request

from console.desk.refusals import Refused
from console.desk.visitors import Anybody, Visitor

_MOST_BYTES = 512 * 1024
_MOST_FIELDS = 4000
_LONGEST_FIELD = 10_000
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

Fields = Mapping[str, str]
"""The fields of a form, white space around them removed; of one that is there twice, the last."""


def from_elsewhere(request: Request) -> bool:
    """Whether a browser says that another site's page sent this request."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is not None and origin.partition("://")[2] != request.headers.get("Host")


def check_origin(request: Request) -> None:
    """Refuses what another site's page sent."""
    if from_elsewhere(request):
        raise Refused(403, "foreign_form", "没有办理", "请求来自别的网站", "请在复核台的页面上操作")


def check_token(fields: Fields, visitor: Visitor) -> None:
    """Refuses a form that does not carry the token of the visitor's session."""
    if not secrets.compare_digest(fields.get("csrf", "").encode(), visitor.csrf.encode()):
        raise Refused(403, "stale_form", "没有办理", "页面已经过期，或不是从本站打开的", "请刷新页面后再提交")


async def plain(request: Request) -> Fields:
    """A form without a session (the log-in). Raises ``Refused`` if another site sent it, or it is no form."""
    check_origin(request)
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _MOST_BYTES:
            raise Refused(413, "too_large", "没有办理", "表单太大", "请减少内容后再提交")
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise Refused(400, "bad_form", "没有办理", "表单的格式不对", "请刷新页面后再提交") from error
    fields = {name: value.strip() for name, value in pairs}
    if any(len(value) > _LONGEST_FIELD for value in fields.values()):
        raise Refused(413, "too_long", "没有办理", f"有一栏超过 {_LONGEST_FIELD} 个字", "请写得短一些，或放在附件里")
    if any(_unwritten(value) for value in fields.values()):
        raise Refused(400, "bad_characters", "没有办理", "填写的内容里有看不见的控制字符", "请删掉后重新输入")
    return fields


def _unwritten(text: str) -> bool:
    """Whether there are signs that nobody types: controls other than line ends and tabs, and what turns text around."""
    return any((unicodedata.category(one) in ("Cc", "Cs") and one not in "\r\n\t") or one in _TURNING for one in text)


async def own(fields: Annotated[Fields, Depends(plain)], visitor: Anybody) -> Fields:
    """A form of this session's own page. Raises ``Refused`` if it does not carry the session's token."""
    check_token(fields, visitor)
    return fields


Plain = Annotated[Fields, Depends(plain)]
Own = Annotated[Fields, Depends(own)]
