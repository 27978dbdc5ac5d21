"""Where contents were found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, Engine, bindparam, delete, exists, select, text, tuple_

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

    Where a content that can be read is found, another one that could not is no more. What is kept already costs no turn at writing.
    """
    pairs = ((sha256, path) for sha256, paths in places.items() for path in paths)
    for some in batches(pairs, _PLACES_A_QUERY):
        with engine.connect() as connection:
            new, mended = _not_kept(connection, some), _mended(connection, some)
        if new or mended:
            with writing(engine) as connection:
                keep_places(connection, new)
                _strike_off(connection, mended)


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


def _mended(connection: Connection, pairs: list[tuple[str, str]]) -> list[tuple[int, str]]:
    """Give the places of failed documents at which contents were found that did not fail."""
    failed_at = select(PathRow.document_id, PathRow.path).join(DocumentRow).where(DocumentRow.status == "failed")
    there = connection.execute(failed_at.where(PathRow.path.in_({path for _, path in pairs}))).all()
    if not there:
        return []
    found = DocumentRow.sha256.in_({sha256 for sha256, _ in pairs})
    read = set(connection.scalars(select(DocumentRow.sha256).where(found, DocumentRow.status != "failed")))
    readable = {path for sha256, path in pairs if sha256 in read}
    return [(document_id, path) for document_id, path in there if path in readable]


def _strike_off(connection: Connection, places: list[tuple[int, str]]) -> None:
    """Take out places of failed documents, and the documents that have no other."""
    if places:
        connection.execute(delete(PathRow).where(tuple_(PathRow.document_id, PathRow.path).in_(places)))
        without = DocumentRow.id.in_({document_id for document_id, _ in places}) & (DocumentRow.status == "failed")
        connection.execute(delete(DocumentRow).where(without, ~exists().where(PathRow.document_id == DocumentRow.id)))
