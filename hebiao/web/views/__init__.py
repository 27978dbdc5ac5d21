"""One module for each page: its routes; the template beside it has its name, the queries are in ``store``."""

from hebiao.web.views import compare, files, form, forms, overview, preferences, review, sql

ROUTERS = (
    overview.router,
    forms.router,
    form.router,
    review.router,
    compare.router,
    sql.router,
    files.router,
    preferences.router,
)
