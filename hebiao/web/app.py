"""Puts the application together: the database, the rules of access, the pages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import Depends, FastAPI, Request, Response
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException

from hebiao import __version__
from hebiao.web import statics
from hebiao.web.api import describing, routes
from hebiao.web.api.types import Refused, answered
from hebiao.web.pages import ROUTERS
from hebiao.web.pictures import Pictures, make_room
from hebiao.web.security import Access, check_write, guard
from hebiao.web.site import Site, render, texts_of
from store import UnknownForm
from store.reader import reader

SECONDS_A_QUERY = 20.0


def make_app(engine: Engine, access: Access | None = None, *, keep: Path | None = None, cache: Path | None = None) -> FastAPI:
    """Make the web application on a database.

    ``access`` says who may use it, without it this machine only. ``keep`` is where an import kept the originals, ``cache`` the
    folder for drawn pages, without it one in the user's cache folder.
    """
    allowed = access or Access()
    site = Site(reader(engine, SECONDS_A_QUERY), engine, allowed, Pictures(cache), keep)

    @asynccontextmanager
    async def running(_: FastAPI) -> AsyncIterator[None]:
        make_room(site.pictures.cache)
        yield
        site.pictures.close()
        site.reader.dispose()

    made = FastAPI(
        title="核表 hebiao",
        version=__version__,
        lifespan=running,
        docs_url=None,  # they load scripts from elsewhere
        redoc_url=None,
        openapi_url=None,
        dependencies=[Depends(check_write)],
    )
    made.state.site = site
    guard(made, allowed)
    for router in (statics.router, routes.router, describing.router, *ROUTERS):
        made.include_router(router)
    _tell_errors(made)
    return made


def _tell_errors(app: FastAPI) -> None:
    @app.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> Response:
        t = texts_of(request)
        told = t("error.not-found") if error.status_code == 404 else error.detail  # noqa: PLR2004 - HTTP's number
        return _refusal(request, error.status_code, told)

    @app.exception_handler(UnknownForm)
    def unknown(request: Request, _: UnknownForm) -> Response:
        return _refusal(request, 404, texts_of(request)("error.unknown-form"))

    @app.exception_handler(OperationalError)
    def broken_off(request: Request, _: OperationalError) -> Response:
        return _refusal(request, 503, texts_of(request)("error.database"))


def _refusal(request: Request, status: int, told: str) -> Response:
    if request.url.path.startswith(f"{routes.router.prefix}/"):
        return answered(Refused(told), status)
    return render(request, "error.html", status=status, told=told)
