"""``hebiao scores``: scores across departments."""

from __future__ import annotations

import click

from hebiao.commands import options
from hebiao.commands.command import TranslatedCommand, option

# as store.GROUPS, which would load SQLAlchemy; a test holds them together
GROUPS = ("department", "year", "kind", "supervisor", "project", "grade", "verdict", "level1", "level2")

SCORE_COLUMNS = ("forms", "mean", "lowest", "highest", "errors", "warnings")


@click.command(cls=TranslatedCommand, help="scores")
@options.database
@option("--by", type=click.Choice(GROUPS), default="department", show_default=True, text="by")
@option("--year", type=int, default=None, metavar="Y", text="year-only")
@options.result_format
def scores(url: str, by: str, year: int | None, form: str) -> None:
    """Write the scores of groups of forms, the highest first."""
    import store
    from hebiao.database import opened
    from hebiao.reporting.output import FORMATS, write

    with opened(url) as engine:
        lines = store.compare_scores(engine, by=by, year=year)
    write(FORMATS[form]([by, *SCORE_COLUMNS], lines))
