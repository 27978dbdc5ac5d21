"""One module for each page: its routes; the template beside it has its name, the queries are in ``store``."""

from hebiao.web.pages import files, form, forms, overview, review, settings

ROUTERS = (overview.router, forms.router, form.router, review.router, files.router, settings.router)
