"""The desk as one application: its rooms, and the login for every other path."""

from fastapi import APIRouter, FastAPI
from starlette.types import ASGIApp

from console.desk import health, login, metrics, submissions
from console.desk.headers import SecurityHeaders
from console.desk.refusals import Refused, refuse
from console.desk.request_log import RequestLog
from perfeval_core.dropfolder import discard_unfinished
from perfeval_core.site import Site


def desk(here: Site) -> ASGIApp:
    """The desk of a site. It describes itself to nobody: there is no schema and no page of documentation."""
    discard_unfinished(here.settings.drop_folder)
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.add_exception_handler(Refused, refuse)
    app.add_exception_handler(Exception, refuse)
    for status in (404, 405):
        app.add_exception_handler(status, login.to_login)
    for room in rooms(here):
        app.include_router(room)
    return RequestLog(SecurityHeaders(app))


def rooms(here: Site) -> tuple[APIRouter, ...]:
    """All rooms."""
    return health.router(), submissions.router(here), metrics.router(here), login.router()
