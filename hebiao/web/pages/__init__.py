"""One module for each page: its routes; the template beside it has its name, the queries are in ``store``."""

from hebiao.web.pages import files, forms, overview, settings

ROUTERS = (overview.router, forms.router, files.router, settings.router)
