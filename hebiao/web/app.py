"""Puts the application together: the database, the rules of access, the pages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import Depends, FastAPI
from sqlalchemy import Engine
from starlette.types import ASGIApp, Receive, Scope, Send

from hebiao import __version__
from hebiao.web.api import describing, routes
from hebiao.web.drawing.pictures import PagePictures, shrink_cache
from hebiao.web.error_pages import answer_errors
from hebiao.web.http import static_files
from hebiao.web.http.security import Access, check_write, guard
from hebiao.web.http.site import Site
from hebiao.web.settings import SETTINGS
from hebiao.web.views import (
    compare,
    files,
    form,
    form_pages,
    forms,
    overview,
    preferences,
    review,
    sql,
    words,
)
from store.engine.reading import reader

PAGE_ROUTERS = (
    overview.router,
    forms.router,
    form.router,
    form_pages.router,
    review.router,
    compare.router,
    words.router,
    sql.router,
    files.router,
    preferences.router,
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
        reader=reader(engine, SETTINGS.query_seconds),
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


class HeadAsGet:
    """Passes HEAD requests on as GET ones, which all routes know; the server leaves the body out."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        is_head = scope["type"] == "http" and scope["method"] == "HEAD"
        await self.app({**scope, "method": "GET"} if is_head else scope, receive, send)
