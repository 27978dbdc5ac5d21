"""``hebiao db``: care of the database."""

from __future__ import annotations

import click

from hebiao.commands import options
from hebiao.database import store_errors


@click.group()
def db() -> None:
    """维护数据库。"""


@db.command()
@options.database
def upgrade(url: str) -> None:
    """把旧版数据库升级到当前结构。"""
    import store

    with store_errors():
        store.upgrade(url)
    click.echo("数据库已是当前结构。", err=True)
