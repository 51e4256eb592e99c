"""The desk as one application: its rooms, and the login for every other path."""

from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.types import ASGIApp

from console.desk import answers, health, metrics, static, submissions
from console.desk.headers import SecurityHeaders
from console.desk.pace import paces
from console.desk.pages import (
    accounts,
    bulk,
    home,
    items,
    letters,
    log_in,
    numbers,
    people,
    pictures,
    queues,
    register,
    reports,
    uploads,
)
from console.desk.refusals import Refused
from console.desk.request_log import RequestLog
from console.desk.single_sign_on import single_sign_on
from console.desk.visitors import MustChange, NoSession
from perfeval_core.archive import ArchiveDamaged, NotArchived
from perfeval_core.dropfolder import discard_unfinished
from perfeval_core.extraction.extractor import ExtractorPool
from perfeval_core.reading.pictures import Pictures
from perfeval_core.site import Site


def desk(here: Site) -> ASGIApp:
    """The desk of a site. It describes itself to nobody: there is no schema and no page of documentation."""
    discard_unfinished(here.settings.drop_folder)
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.state.site = here
    app.state.single_sign_on = single_sign_on(here.settings)
    app.state.pictures = Pictures(here.settings.pictures)
    app.state.checkers = ExtractorPool(1)
    app.state.paces = paces()
    for error in (Refused, Exception):
        app.add_exception_handler(error, answers.refuse)
    for missing in (404, 405):
        app.add_exception_handler(missing, answers.lost)
    app.add_exception_handler(RequestValidationError, answers.misspelt)
    for damage in (NotArchived, ArchiveDamaged):
        app.add_exception_handler(damage, answers.damaged)
    app.add_exception_handler(NoSession, answers.to_login)
    app.add_exception_handler(MustChange, answers.to_password)
    for room in rooms(here):
        app.include_router(room)
    return RequestLog(SecurityHeaders(app))


def rooms(here: Site) -> tuple[APIRouter, ...]:
    """All rooms: for programs, then for people."""
    for_programs = health.router(), submissions.router(here), metrics.router(here)
    pages = log_in, accounts, home, queues, items, bulk, reports, letters, pictures, uploads, numbers, register, people
    return *for_programs, static.router(), *(one.room for one in pages)
