"""Page pictures (页面图) and originals (原件) of reports that the visitor may see."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from console.desk.files import attachment
from console.desk.refusals import Refused
from console.desk.visitors import Viewing, Visitor, hidden, site_of
from perfeval_core.ledger import Submission
from perfeval_core.reading.pagedoc import Unreadable
from perfeval_core.reading.pictures import NoSuchPage, Pictures

_SHARPER = 220
"""For who enlarges a page, in dots per inch."""


room = APIRouter()
"""``GET /pictures/{sha256}/{page}.png`` (``?sharp=1``), ``GET /originals/{sha256}``."""


@room.get("/pictures/{sha256}/{number}.png")
def picture(request: Request, visitor: Viewing, sha256: str, number: int, sharp: bool = False) -> Response:
    here, pictures = site_of(request), _pictures(request)
    _check(request, visitor, sha256, number)
    try:
        sizes = {"dpi": _SHARPER} if sharp else {}
        content = pictures.bare(sha256, lambda: here.archive.get(sha256), number, **sizes)
    except NoSuchPage:
        raise hidden() from None
    except Unreadable as error:
        raise Refused(422, "no_picture", "这一页显示不出来", str(error), "请下载原件查看，或联系维护人员") from error
    headers = {"Cache-Control": "private, max-age=86400, immutable"}
    return Response(content, media_type="image/png", headers=headers)


@room.get("/originals/{sha256}")
def original(request: Request, visitor: Viewing, sha256: str) -> Response:
    here = site_of(request)
    submission = _check(request, visitor, sha256)
    content = here.archive.get(sha256)
    here.ledger.people.viewed(visitor.name, sha256)
    # of no type: a submitted file is never run or rendered under our name
    return attachment(content, submission.name.rpartition("/")[2], "application/octet-stream")


def _pictures(request: Request) -> Pictures:
    made: Pictures = request.app.state.pictures
    return made


def _check(request: Request, visitor: Visitor, sha256: str, number: int | None = None) -> Submission:
    """A file may be seen by who may see every unit whose report stands in it; a page, by who may see its report."""
    here = site_of(request)
    submission = here.ledger.submission(sha256)
    if submission is None:
        raise hidden()
    if visitor.account.units is None:
        return submission
    every = here.ledger.versions(sha256)
    seen = [one for one in every if visitor.account.sees(one.version.unit_code, one.version.unit_name)]
    if seen and len(seen) == len(every):
        return submission
    for one in seen:
        report = here.archive.get_dossier(one.version.dossier_sha256).report
        if number is not None and (report.first_page or 0) <= number <= (report.last_page or 0):
            return submission
    raise hidden()
