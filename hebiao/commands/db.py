"""``hebiao db``: care of the database."""

from __future__ import annotations

import click

from hebiao.commands import options
from hebiao.commands.command import TranslatedCommand, TranslatedGroup
from hebiao.database import store_errors
from hebiao.terminal import tell


@click.group(cls=TranslatedGroup, help="db")
def db() -> None:
    """Group the commands that take care of the database."""


@db.command(cls=TranslatedCommand, help="db-upgrade")
@options.database
def upgrade(url: str) -> None:
    """Bring an older database to the current schema."""
    import store

    with store_errors():
        store.upgrade_store(url)
    tell("db.upgraded")


@db.command(cls=TranslatedCommand, help="db-reindex")
@options.database
def reindex(url: str) -> None:
    """Build the search index anew."""
    import store
    from hebiao.database import opened

    with opened(url) as engine:
        store.rebuild_index(engine)
    tell("db.reindexed")
