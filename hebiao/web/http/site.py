"""What every page needs: the database, the texts, the templates."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from sqlalchemy import Engine

from hebiao.locale import formats
from hebiao.locale.texts import LANGUAGES, Texts, texts
from hebiao.web.drawing.pictures import Pictures
from hebiao.web.http.security import Access
from hebiao.web.http.static_files import address

THEMES = ("auto", "light", "dark")


@dataclass(frozen=True, slots=True)
class Site:
    """A running application: ``reader`` cannot write, ``writer`` can; ``pictures`` draws pages."""

    reader: Engine
    writer: Engine
    access: Access
    pictures: Pictures
    keep: Path | None = None


def site_of(request: Request) -> Site:
    """Give the site that a request came to."""
    site: Site = request.app.state.site
    return site


def _reader(request: Request) -> Engine:
    return site_of(request).reader


Reader = Annotated[Engine, Depends(_reader)]
"""A route's argument: the database, for reading."""


def language_of(request: Request) -> str:
    """Give the language that the reader chose, Chinese at first."""
    chosen = request.cookies.get("hebiao_language", "")
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


def texts_of(request: Request) -> Texts:
    """Give the texts in the reader's language."""
    return texts(language_of(request))


def theme_of(request: Request) -> str:
    """Give ``light`` or ``dark`` where the reader chose one, else ``auto``."""
    chosen = request.cookies.get("hebiao_theme", "")
    return chosen if chosen in THEMES else THEMES[0]


def render(request: Request, template: str, *, status: int = 200, **values: object) -> HTMLResponse:
    """Fill a template with ``values`` and what every page needs: ``t`` (the texts), ``csrf``, ``theme``, ``request``."""
    page = _environment().get_template(template)
    words = texts_of(request)
    given: dict[str, Any] = {
        "request": request,
        "t": words,
        "language": words.language,
        "theme": theme_of(request),
        "themes": THEMES,
        "csrf": site_of(request).access.csrf,
        "assets": address,
    }
    return HTMLResponse(page.render(given | values), status)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("hebiao.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.lstrip_blocks = True
    environment.filters |= formats.FILTERS
    return environment
