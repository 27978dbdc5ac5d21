"""Puts the application together: the database, the rules of access, the pages, and what answers errors."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy import Engine
from sqlalchemy.exc import DataError, OperationalError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from hebiao import __version__
from hebiao.errors import WrongUsage
from hebiao.web.api import describing, routes
from hebiao.web.api.types import encode_refusal
from hebiao.web.drawing.pictures import PagePictures, shrink_cache
from hebiao.web.http import static_files, visitor
from hebiao.web.http.refusals import Refusal, RequestRefused, sentence_of
from hebiao.web.http.security import Access, check_write, guard
from hebiao.web.http.site import Site, render
from hebiao.web.settings import SETTINGS
from hebiao.web.views import compare, form, lists, overview, review, sql
from store import UnknownForm, open_reader

_NOT_FOUND = 404
_UNPROCESSABLE = 422
_UNAVAILABLE = 503

PAGE_ROUTERS = (
    overview.router,
    lists.router,
    form.router,
    review.router,
    compare.router,
    sql.router,
    visitor.router,
)


def make_app(
    engine: Engine, access: Access | None = None, *, keep: Path | None = None, cache: Path | None = None
) -> FastAPI:
    """Make the web application on a database.

    ``access`` says who may use it, without it this machine only. ``keep`` is where an import kept the
    originals, ``cache`` the folder for drawn pages, without it one in the user's cache folder.
    """
    access = access or Access()
    site = Site(
        reader=open_reader(engine, SETTINGS.query_seconds),
        writer=engine,
        access=access,
        pictures=PagePictures(cache),
        originals=keep,
    )

    @asynccontextmanager
    async def run_site(_: FastAPI) -> AsyncIterator[None]:
        shrink_cache(site.pictures.cache)
        yield
        site.pictures.close()
        site.reader.dispose()

    app = FastAPI(
        title="hebiao",
        version=__version__,
        lifespan=run_site,
        docs_url=None,  # they load scripts from elsewhere
        redoc_url=None,
        openapi_url=None,
        dependencies=[Depends(check_write)],
    )
    app.state.site = site
    app.add_middleware(HeadAsGet)
    guard(app, access)
    for router in (static_files.router, routes.router, describing.router, *PAGE_ROUTERS):
        app.include_router(router)
    answer_errors(app)
    return app


def answer_errors(app: FastAPI) -> None:
    """Have the application tell in words what it cannot answer."""

    @app.exception_handler(HTTPException)
    def answer_http_error(request: Request, error: HTTPException) -> Response:
        reason = error.reason if isinstance(error, RequestRefused) else _REASONS.get(error.status_code)
        return _refuse(request, error.status_code, reason or WrongUsage("not-answered", reason=error.detail))

    @app.exception_handler(UnknownForm)
    def answer_unknown_form(request: Request, _: UnknownForm) -> Response:
        return _refuse(request, _NOT_FOUND, WrongUsage("unknown-form"))

    @app.exception_handler(RequestValidationError)
    def answer_wrong_argument(request: Request, error: RequestValidationError) -> Response:
        wrong = error.errors()
        if any(argument["loc"][0] == "path" for argument in wrong):
            return _refuse(request, _NOT_FOUND, _REASONS[_NOT_FOUND])
        details = "; ".join(_describe(argument["loc"], argument["msg"]) for argument in wrong)
        return _refuse(request, _UNPROCESSABLE, WrongUsage("not-understood", details=details))

    @app.exception_handler(OverflowError)
    @app.exception_handler(DataError)
    def answer_impossible_value(request: Request, _: OverflowError | DataError) -> Response:
        """Answer a number or a text (one with a NUL) that no database can hold."""
        return _refuse(request, _UNPROCESSABLE, WrongUsage("beyond-database"))

    @app.exception_handler(OperationalError)
    def answer_broken_query(request: Request, _: OperationalError) -> Response:
        return _refuse(request, _UNAVAILABLE, WrongUsage("query-timeout"))


def _describe(place: tuple[int | str, ...], problem: str) -> str:
    argument = ".".join(map(str, place[1:]))
    return f"{argument}: {problem}"


def _refuse(request: Request, status: int, reason: Refusal) -> Response:
    sentence = sentence_of(reason, visitor.read_language(request))
    if request.url.path.startswith(f"{routes.router.prefix}/"):
        return encode_refusal(reason, sentence, status)
    return render(request, "error.html", status=status, reason=sentence)


_REASONS: dict[int, Refusal] = {status: WrongUsage("no-page") for status in (_NOT_FOUND, 405)}


class HeadAsGet:
    """Passes HEAD requests on as GET ones, which all routes know; the server leaves the body out."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        is_head = scope["type"] == "http" and scope["method"] == "HEAD"
        await self.app({**scope, "method": "GET"} if is_head else scope, receive, send)
