"""Uploads by programs (接口报送): a file into the inbox, from where it goes the way of every dropped file."""

import errno
import logging
from collections.abc import AsyncIterator

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import ValidationError
from starlette.requests import ClientDisconnect

from console.desk.access import admitted
from console.desk.form import BadForm, TooLarge, UploadForm
from console.desk.refusals import Refused
from console.services.lock import running
from perfeval_core.domain.base import Frozen
from perfeval_core.dropfolder import Handing, Sidecar, handing_in, usable
from perfeval_core.ledger import Token
from perfeval_core.reading.sniff import MAX_BYTES
from perfeval_core.site import Site

log = logging.getLogger("perfeval.desk")

_ROOM_FOR_FORM = 64 * 1024
"""Bytes that a form may have beside its file."""
_DRAINED = 64 * 1024**2
"""Of a body that is not wanted, so much is still taken: a client that is writing would not hear the answer."""


class Accepted(Frozen):
    """The answer (202): the file is in the inbox, whole and on the disk. ``receipt``: where its receipt will lie."""

    version: int = 1
    sha256: str
    name: str
    size: int
    known: bool
    """Whether the same bytes had been received before."""
    receipt: str
    message: str


def router(here: Site) -> APIRouter:
    """``POST /api/submissions``."""
    room = APIRouter()

    # The body is taken from the request itself: declared as a parameter it would be read before the token is.
    @room.post("/api/submissions", status_code=202)
    async def submit(request: Request) -> Accepted:
        body = request.stream()
        try:
            token = await admitted(request, here, "upload")
            return await _received(request, body, here, token)
        except Refused:
            await _drain(body)
            raise

    return room


async def _received(request: Request, body: AsyncIterator[bytes], here: Site, token: Token) -> Accepted:
    _check_length(request.headers.get("Content-Length"))
    try:
        with handing_in(here.settings.drop_folder) as handing:
            form = UploadForm(request.headers.get("Content-Type", ""), handing, MAX_BYTES)
            async for piece in body:
                await run_in_threadpool(form.write, piece)
            return await run_in_threadpool(_finish, here, token, form, handing)
    except ClientDisconnect:
        raise Refused(400, "incomplete", "没有收下", "文件没有传完，连接就断了", "请重新报送") from None
    except TooLarge:
        raise _too_large() from None
    except BadForm as error:
        raise _bad_form(str(error)) from error
    except OSError as error:
        log.error("接口报送写不进收件箱：%s", error.strerror or error)
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        why = "存放收件箱的磁盘满了" if full else "收件箱写不进去"
        raise Refused(507, "inbox_unwritable", "没有收下", why, "请联系维护人员处理后重新报送") from error


def _finish(here: Site, token: Token, form: UploadForm, handing: Handing) -> Accepted:
    if not form.whole:
        raise BadForm("表单没有传完")
    if form.file_name is None:
        raise BadForm("表单里没有文件（file）")
    if not handing.size:
        raise BadForm("文件是空的")
    said = _said(token, form.fields)
    known = here.ledger.submission(handing.sha256) is not None
    size, sha256 = handing.size, handing.sha256
    path = handing.finish(form.file_name, said)
    here.ledger.tokens.uploaded(token, sha256, form.file_name[:255], size)
    log.info("接口报送：%d 字节", size, extra={"submission": sha256})
    return Accepted(
        sha256=sha256,
        name=usable(form.file_name),
        size=size,
        known=known,
        receipt=f"{path}.receipt.json",
        message=_message(known, running(here.settings.home)),
    )


def _said(token: Token, fields: dict[str, str]) -> Sidecar:
    unit = fields.get("unit") or token.unit
    if token.unit is not None and unit != token.unit:
        raise Refused(
            403,
            "wrong_unit",
            "没有收下",
            f"令牌“{token.name}”只能为单位 {token.unit} 报送",
            "请去掉表单里的 unit，或改用没有限定单位的令牌",
        )
    try:
        return Sidecar(unit=unit or None, submitted_by=fields.get("submitted_by") or token.name)
    except ValidationError as error:
        raise BadForm("表单里的 unit 或 submitted_by 不对") from error


def _message(known: bool, up: bool) -> str:
    first = "内容与以前收到的文件相同，不重复处理，只多一份回执。" if known else ""
    if up:
        return f"{first}文件已放进收件箱，几秒内登记并开始处理；处理结果见回执。"
    later = "目前没有 perfeval up 在运行，由收件箱看守（perfeval watch）或下一次运行收取"
    return f"{first}文件已放进收件箱；{later}；处理结果见回执。"


def _check_length(said: str | None) -> None:
    if said is not None and said.isascii() and said.isdigit() and int(said) > MAX_BYTES + _ROOM_FOR_FORM:
        raise _too_large()


def _too_large() -> Refused:
    limit = MAX_BYTES // 1024**2
    return Refused(413, "too_large", "没有收下", f"文件超过 {limit} MB 的上限", "请拆分后分次报送")


def _bad_form(why: str) -> Refused:
    how = "curl -H 'Authorization: Bearer 令牌' -F file=@报告.pdf 网址/api/submissions"
    return Refused(400, "bad_form", "没有收下", why, f"请按这个样子报送：{how}")


async def _drain(body: AsyncIterator[bytes]) -> None:
    """Takes what the client still sends, within measure."""
    taken = 0
    try:
        async for piece in body:
            taken += len(piece)
            if taken > _DRAINED:
                return
    except (ClientDisconnect, RuntimeError):  # nobody listens any more, or all of it was taken
        return
