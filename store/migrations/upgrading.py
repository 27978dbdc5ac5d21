"""Run the steps that a database lacks."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from store.errors import NewerDatabase
from store.search.indexing import index_missing


def migrate(connection: Connection, revision: str | None) -> None:
    """Bring the schema from ``revision`` (None: nothing there) to the newest.

    Raises ``StoreError`` for a revision that is not ours.
    """
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "store:migrations")
    script = ScriptDirectory.from_config(config)
    known = {step.revision for step in script.walk_revisions()}
    if revision is not None and revision not in known:
        newest = script.get_current_head()
        raise NewerDatabase(revision=revision, newest=str(newest))
    command.upgrade(config, "head")
    index_missing(connection)
