"""Where contents were found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, Engine, bindparam, select, text

from store.batches import batches
from store.opening import writing
from store.tables import DocumentRow, PathRow
from store.tables.base import Words

_PLACES_A_QUERY = 500
_ADD = text("insert into document_path (document_id, path) values (:id, :path) on conflict do nothing").bindparams(
    bindparam("path", type_=Words)
)


def add_paths(engine: Engine, places: Mapping[str, Iterable[str]]) -> None:
    """Keep where contents were found: by SHA-256, the paths of each; a content that is not stored is left out.

    What is kept already costs no turn at writing.
    """
    pairs = ((sha256, path) for sha256, paths in places.items() for path in paths)
    for some in batches(pairs, _PLACES_A_QUERY):
        with engine.connect() as connection:
            new = _not_kept(connection, some)
        if new:
            with writing(engine) as connection:
                keep_places(connection, new)


def keep_places(connection: Connection, places: Iterable[tuple[int, str]]) -> None:
    """Keep the ids of documents with a path each, where they are not kept already."""
    rows = [{"id": document_id, "path": path} for document_id, path in places]
    if rows:
        connection.execute(_ADD, rows)


def _not_kept(connection: Connection, pairs: list[tuple[str, str]]) -> list[tuple[int, str]]:
    contents, paths = {sha256 for sha256, _ in pairs}, {path for _, path in pairs}
    ids = dict(connection.execute(select(DocumentRow.sha256, DocumentRow.id).where(DocumentRow.sha256.in_(contents))).all())
    among = PathRow.document_id.in_(ids.values()) & PathRow.path.in_(paths)
    kept = set(connection.execute(select(PathRow.document_id, PathRow.path).where(among)))
    wanted = ((ids[sha256], path) for sha256, path in pairs if sha256 in ids)
    return [pair for pair in wanted if pair not in kept]
