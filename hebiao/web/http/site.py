"""What every page needs: the database, the texts, the templates."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from sqlalchemy import Engine

from audit import render as render_message
from hebiao.locale import formats
from hebiao.web.drawing.pictures import PagePictures
from hebiao.web.http.refusals import sentence_of
from hebiao.web.http.security import Access
from hebiao.web.http.static_files import static_address
from hebiao.web.http.visitor import THEMES, read_language, read_theme, texts_for


@dataclass(frozen=True, slots=True)
class Site:
    """A running application: ``reader`` cannot write, ``writer`` can; ``pictures`` draws pages of files.

    ``originals`` is the folder where an import kept the files, if it did.
    """

    reader: Engine
    writer: Engine
    access: Access
    pictures: PagePictures
    originals: Path | None = None


def site_of(request: Request) -> Site:
    """Return the site that a request came to."""
    site: Site = request.app.state.site
    return site


def _reader_of(request: Request) -> Engine:
    return site_of(request).reader


Reader = Annotated[Engine, Depends(_reader_of)]
"""A route's argument: the database, for reading."""


def render(request: Request, template: str, *, status: int = 200, **values: object) -> HTMLResponse:
    """Fill a template with ``values`` and what every page needs.

    That is ``t`` (the interface's texts), ``tell`` (a message as a sentence), ``tell_error``, ``language``,
    ``theme``, ``csrf``, ``static_address`` and ``request``.
    """
    language = read_language(request)
    common: dict[str, Any] = {
        "request": request,
        "t": texts_for(request),
        "tell": partial(render_message, language=language),
        "tell_error": partial(sentence_of, language=language),
        "language": language,
        "theme": read_theme(request),
        "themes": THEMES,
        "csrf": site_of(request).access.csrf,
        "static_address": static_address,
    }
    page = _environment().get_template(template)
    return HTMLResponse(page.render(common | values), status)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("hebiao.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.lstrip_blocks = True
    environment.filters |= formats.FILTERS
    return environment
