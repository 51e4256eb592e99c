"""Uploads by programs (接口报送): a file into the inbox, from where it goes the way of every dropped file."""

from fastapi import APIRouter, Request

from console.desk.access import admitted
from console.desk.form import BadForm
from console.desk.receiving import Accepted, Sender, drain, received
from console.desk.refusals import Refused
from perfeval_core.ledger import Token
from perfeval_core.site import Site


def router(here: Site) -> APIRouter:
    """``POST /api/submissions``."""
    room = APIRouter()

    # The body is taken from the request itself: declared as a parameter it would be read before the token is.
    @room.post("/api/submissions", status_code=202)
    async def submit(request: Request) -> Accepted:
        try:
            token = await admitted(request, here, "upload")
        except Refused:
            await drain(request.stream())
            raise
        return await received(request, here, _sender(here, token))

    return room


def _sender(here: Site, token: Token) -> Sender:
    def check(fields: dict[str, str]) -> None:
        if unknown := fields.keys() & {"csrf", "rehearsal"}:
            raise BadForm(f"表单里的“{min(unknown)}”不认识；可以有的是 file、unit、submitted_by")

    def unit_of(said: str | None) -> str | None:
        if token.unit is not None and said not in (None, token.unit):
            raise Refused(
                403,
                "wrong_unit",
                "没有收下",
                f"令牌“{token.name}”只能为单位 {token.unit} 报送",
                "请去掉表单里的 unit，或改用没有限定单位的令牌",
            )
        return said or token.unit

    def note(sha256: str, name: str, size: int) -> None:
        here.ledger.tokens.uploaded(token, sha256, name, size)

    return Sender(lambda fields: fields.get("submitted_by") or token.name, check, unit_of, note)
