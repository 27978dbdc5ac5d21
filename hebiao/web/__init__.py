"""The web application on a database: ``make_app`` gives it, ``hebiao serve`` runs it.

A page is one module in ``pages`` (its routes, listed in ``ROUTERS``), one template of its name that extends
``base.html``, its texts in a TOML file, and its queries, plain functions over an engine, in ``store``. A
route takes ``Reader``, which cannot write, and answers with ``render``. Every page is whole, also without
JavaScript: HTMX fetches it and swaps ``#content``. What the address says is all that a page knows
(``filters``).

In a template ``data-key="x"`` makes an element answer to that key, ``data-row`` lets j and k walk over it,
``data-at`` and ``data-of`` join a value and its place (``places.key_of``), ``data-chart`` holds what
``charts.js`` draws. There is no inline script or style, the policy forbids them; a write is a form with the
field ``csrf``, or carries the header ``X-CSRF-Token``.
"""
