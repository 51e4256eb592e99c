"""How a file comes in by HTTP, from a program or a person: whole into the inbox, or not at all."""

import errno
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from pydantic import ValidationError
from starlette.requests import ClientDisconnect

from console.desk.form import BadForm, TooLarge, UploadForm
from console.desk.forms import check_token
from console.desk.refusals import Refused
from console.desk.visitors import Visitor
from console.services.lock import running
from perfeval_core.domain.base import Frozen
from perfeval_core.dropfolder import Handing, Sidecar, handing_in, usable
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


@dataclass(frozen=True)
class Sender:
    """Who hands in: ``says`` tells his name, ``check`` refuses a form by its fields, ``unit_of`` tells for which unit
    it may be, or refuses, ``note`` puts it on record (sha256, name as sent, size)."""

    says: Callable[[dict[str, str]], str]
    check: Callable[[dict[str, str]], None]
    unit_of: Callable[[str | None], str | None]
    note: Callable[[str, str, int], None]


async def received(request: Request, here: Site, sender: Sender) -> Accepted:
    """Takes the one file of the request's form. Raises ``Refused``."""
    body = request.stream()
    try:
        return await _received(request, body, here, sender)
    except Refused:
        await drain(body)
        raise


async def _received(request: Request, body: AsyncIterator[bytes], here: Site, sender: Sender) -> Accepted:
    check_length(request.headers.get("Content-Length"))
    try:
        with _in_words(), handing_in(here.settings.drop_folder) as handing:
            form = UploadForm(request.headers.get("Content-Type", ""), handing, MAX_BYTES)
            async for piece in body:
                await run_in_threadpool(form.write, piece)
            return await run_in_threadpool(_finish, here, sender, form, handing)
    except OSError as error:
        log.error("报送的文件写不进收件箱：%s", error.strerror or error)
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        why = "存放收件箱的磁盘满了" if full else "收件箱写不进去"
        raise Refused(507, "inbox_unwritable", "没有收下", why, "请联系维护人员处理后重新报送") from error


def _finish(here: Site, sender: Sender, form: UploadForm, handing: Handing) -> Accepted:
    if not form.whole:
        raise BadForm("表单没有传完")
    sender.check(form.fields)
    if not form.file_name:
        raise BadForm("表单里没有文件（file）")
    if not handing.size:
        raise BadForm("文件是空的")
    said = _said(sender, form.fields)
    known = here.ledger.submission(handing.sha256) is not None
    size, sha256 = handing.size, handing.sha256
    path = handing.finish(form.file_name, said)
    sender.note(sha256, form.file_name[:255], size)
    log.info("收到报送：%d 字节", size, extra={"submission": sha256})
    return Accepted(
        sha256=sha256,
        name=usable(form.file_name),
        size=size,
        known=known,
        receipt=f"{path}.receipt.json",
        message=_message(known, running(here.settings.home)),
    )


def _said(sender: Sender, fields: dict[str, str]) -> Sidecar:
    unit = sender.unit_of(fields.get("unit") or None)
    try:
        return Sidecar(unit=unit, submitted_by=sender.says(fields))
    except ValidationError as error:
        raise BadForm("表单里的 unit 或 submitted_by 不对") from error


def _message(known: bool, up: bool) -> str:
    first = "内容与以前收到的文件相同，不重复处理，只多一份回执。" if known else ""
    if up:
        return f"{first}文件已放进收件箱，几秒内登记并开始处理；处理结果见回执。"
    later = "目前没有 perfeval up 在运行，由收件箱看守（perfeval watch）或下一次运行收取"
    return f"{first}文件已放进收件箱；{later}；处理结果见回执。"


class _InMemory:
    """A file that is looked at and not kept."""

    def __init__(self) -> None:
        self._bytes = BytesIO()
        self.size = 0

    def write(self, piece: bytes) -> None:
        self._bytes.write(piece)
        self.size += len(piece)

    @property
    def content(self) -> bytes:
        return self._bytes.getvalue()


async def in_memory(request: Request, visitor: Visitor) -> tuple[dict[str, str], str, bytes]:
    """Fields, name and content of a form with a file that is looked at and not kept. Raises ``Refused``."""
    check_length(request.headers.get("Content-Length"))
    kept = _InMemory()
    with _in_words():
        form = UploadForm(request.headers.get("Content-Type", ""), kept, MAX_BYTES)
        async for piece in request.stream():
            form.write(piece)
    check_token(form.fields, visitor)
    if not form.whole or not form.file_name or not kept.size:
        raise bad_form("没有选择文件，或者文件是空的")
    return form.fields, form.file_name, kept.content


@contextmanager
def _in_words() -> Iterator[None]:
    """What may be wrong with a form, as refusals."""
    try:
        yield
    except ClientDisconnect:
        raise Refused(400, "incomplete", "没有收下", "文件没有传完，连接就断了", "请重新报送") from None
    except TooLarge:
        raise too_large() from None
    except BadForm as error:
        raise bad_form(str(error)) from error


def check_length(said: str | None) -> None:
    """Refuses a body that says of itself that it is too large."""
    if said is not None and said.isascii() and said.isdigit() and int(said[:20]) > MAX_BYTES + _ROOM_FOR_FORM:
        raise too_large()


def too_large() -> Refused:
    """The file has more bytes than are taken."""
    limit = MAX_BYTES // 1024**2
    return Refused(413, "too_large", "没有收下", f"文件超过 {limit} MB 的上限", "请拆分后分次报送")


def bad_form(why: str) -> Refused:
    """The form is not what it must be."""
    how = "curl -H 'Authorization: Bearer 令牌' -F file=@报告.pdf 网址/api/submissions"
    return Refused(400, "bad_form", "没有收下", why, f"程序请按这个样子报送：{how}；网页上请重新选择文件")


async def drain(body: AsyncIterator[bytes]) -> None:
    """Takes what the client still sends, within measure."""
    taken = 0
    try:
        async for piece in body:
            taken += len(piece)
            if taken > _DRAINED:
                return
    except (ClientDisconnect, RuntimeError):  # nobody listens any more, or all of it was taken
        return
