"""One module for each page: its routes; the template beside it has its name, the queries are in ``store``."""

from hebiao.web.pages import overview, settings

ROUTERS = (overview.router, settings.router)
