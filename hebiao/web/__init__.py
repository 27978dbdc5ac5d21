"""The web application on a database: ``make_app`` gives it, ``hebiao serve`` runs it.

Folders: ``http`` (access, cookies, rendering), ``shared`` (what an address says, answers to
SQL), ``views`` (the pages), ``api`` (the same as JSON), ``drawing`` (pages of files as pictures),
``templates`` and ``static``.

A page is one module in ``views`` (its routes, listed in ``app``), one template of its name that extends
``base.html``, its texts in a TOML file of ``hebiao.locale``, and its queries, plain functions over an engine,
in ``store``. A route takes ``Reader``, which cannot write, and answers with ``render``. Every page is whole,
also without JavaScript: HTMX fetches it and swaps ``#content``. What the address says is all that a page
knows (``shared.address``).

In a template ``data-key="x"`` makes an element answer to that key, ``data-row`` lets j and k walk over it,
``data-at`` and ``data-of`` join a value and its place (``views.form``), ``data-chart`` holds what
``charts.js`` draws. There is no inline script or style, the policy forbids them; a write is a form with the
field ``csrf``, or carries the header ``X-CSRF-Token``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hebiao.web.app import make_app
    from hebiao.web.http.security import Access, access_to

__all__ = ["Access", "access_to", "make_app"]


def __getattr__(name: str) -> object:
    """Import the web stack when it is used: the workers that draw pages import this package, too."""
    if name == "make_app":
        from hebiao.web.app import make_app

        return make_app
    if name in ("Access", "access_to"):
        from hebiao.web.http import security

        return getattr(security, name)
    raise AttributeError(name)
