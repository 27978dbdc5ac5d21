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


@db.command()
@options.database
def reindex(url: str) -> None:
    """重建检索索引:反复重新读取后,可清掉索引里留下的旧内容。"""
    from hebiao.database import opened
    from store.engine.connecting import writing
    from store.search.indexing import rebuild

    with opened(url) as engine, writing(engine) as connection:
        rebuild(connection)
    click.echo("检索索引已重建。", err=True)
