"""One module for each page: its routes; the template beside it has its name, the queries are in ``store``."""

from hebiao.web.pages import files, form, forms, overview, settings

ROUTERS = (overview.router, forms.router, form.router, files.router, settings.router)
