"""Forms of the desk's own pages: read within measure, and taken from our own pages only."""

import secrets
from collections.abc import Mapping
from typing import Annotated
from urllib.parse import parse_qsl, urlsplit

from fastapi import Depends, Request

from console.desk.refusals import Refused
from console.desk.visitors import Anybody, Visitor

_MOST_BYTES = 512 * 1024
_MOST_FIELDS = 4000

Fields = Mapping[str, str]
"""The fields of a form, white space around them removed; of one that is there twice, the last."""


def from_elsewhere(request: Request) -> bool:
    """Whether a browser says that another site's page sent this request."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.headers.get("Host")


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
    return {name: value.strip() for name, value in pairs}


async def own(fields: Annotated[Fields, Depends(plain)], visitor: Anybody) -> Fields:
    """A form of this session's own page. Raises ``Refused`` if it does not carry the session's token."""
    check_token(fields, visitor)
    return fields


Plain = Annotated[Fields, Depends(plain)]
Own = Annotated[Fields, Depends(own)]
