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
from hebiao.web.drawing.pictures import Pictures, make_room
from hebiao.web.error_pages import tell_refusals
from hebiao.web.http import static_files as statics
from hebiao.web.http.security import Access, check_write, guard
from hebiao.web.http.site import Site
from hebiao.web.views import ROUTERS
from store.engine.reading import reader

SECONDS_A_QUERY = 20.0


def make_app(
    engine: Engine, access: Access | None = None, *, keep: Path | None = None, cache: Path | None = None
) -> FastAPI:
    """Make the web application on a database.

    ``access`` says who may use it, without it this machine only. ``keep`` is where an import kept the
    originals, ``cache`` the folder for drawn pages, without it one in the user's cache folder.
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
    made.add_middleware(HeadAsGet)
    guard(made, allowed)
    for router in (statics.router, routes.router, describing.router, *ROUTERS):
        made.include_router(router)
    tell_refusals(made)
    return made


class HeadAsGet:
    """Passes HEAD requests on as GET ones, for routes that only know those."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        is_head = scope["type"] == "http" and scope["method"] == "HEAD"
        await self.app({**scope, "method": "GET"} if is_head else scope, receive, send)
