"""``hebiao scores``: scores across departments."""

from __future__ import annotations

import click

from hebiao.commands import options

# as store.read.scoring.GROUPS, which would load SQLAlchemy; a test holds them together
GROUPS = ("department", "year", "kind", "supervisor", "project", "grade", "verdict", "level1", "level2")

SCORE_COLUMNS = ("forms", "mean", "lowest", "highest", "errors", "warnings")


@click.command()
@options.database
@click.option("--by", type=click.Choice(GROUPS), default="department", show_default=True, help="按什么分组。")
@click.option("--year", type=int, default=None, metavar="Y", help="只看这一年。")
@options.result_format
def scores(url: str, by: str, year: int | None, form: str) -> None:
    """各部门(或各年度、各级指标等)的得分,高分在前。

    mean、lowest、highest 是总分;按 level1、level2 分组时是得分率(得分/分值)。
    """
    import store
    from hebiao.database import opened
    from hebiao.reporting.output import FORMATS, write

    with opened(url) as engine:
        lines = store.scores(engine, by=by, year=year)
    write(FORMATS[form]([by, *SCORE_COLUMNS], lines))
