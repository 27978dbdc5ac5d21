"""What the database has of contents: read by whom, failed, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Engine, delete, exists, select, update
from sqlalchemy.orm import aliased

from store.engine.bulk import batches
from store.engine.connecting import writing
from store.tables import DocumentRow, FormRow, PathRow

_HASHES_A_QUERY = 500


class Standing(NamedTuple):
    """A content in the database: ``status`` is ``imported``, ``no-form`` or ``failed``; ``version`` is the one that read it."""

    status: str
    version: str
    imported_at: datetime


class Failure(NamedTuple):
    """A content that could not be read: ``reason`` in Chinese, and one of the paths where it was found."""

    reason: str
    path: str


def standing(engine: Engine, sha256s: Iterable[str]) -> dict[str, Standing]:
    """Tell, by SHA-256, of the contents that the database has."""
    asked = select(DocumentRow.sha256, DocumentRow.status, DocumentRow.version, DocumentRow.imported_at)
    with engine.connect() as connection:
        found = (
            connection.execute(asked.where(DocumentRow.sha256.in_(some)))
            for some in batches(sha256s, _HASHES_A_QUERY)
        )
        return {
            sha256: Standing(status, version, at) for rows in found for sha256, status, version, at in rows
        }


def stored_forms(engine: Engine, sha256: str) -> list[int]:
    """Give the ids of a content's forms, in their order."""
    asked = select(FormRow.id).join(DocumentRow).where(DocumentRow.sha256 == sha256).order_by(FormRow.ordinal)
    with engine.connect() as connection:
        return list(connection.scalars(asked))


def failures(engine: Engine) -> list[Failure]:
    """List the contents that could not be read, with every path of each, in the order in which they were met.

    A path at which another content was read since is left out.
    """
    asked = (
        select(DocumentRow.error, PathRow.path)
        .join(PathRow)
        .where(DocumentRow.status == "failed", ~_read_since())
        .order_by(DocumentRow.id, PathRow.path)
    )
    with engine.connect() as connection:
        return [Failure(reason or "", path) for reason, path in connection.execute(asked)]


def read_again(engine: Engine, sha256s: Collection[str], version: str) -> None:
    """Keep that ``version`` read these contents again and found in them what is stored."""
    same = update(DocumentRow).where(DocumentRow.sha256.in_(sha256s))
    with writing(engine) as connection:
        connection.execute(same.values(version=version, imported_at=datetime.now(UTC)))


def forget(engine: Engine, sha256s: Collection[str]) -> None:
    """Take failed documents out: what stood in for a content that can be read by now."""
    for some in batches(sha256s, _HASHES_A_QUERY):
        with writing(engine) as connection:
            connection.execute(
                delete(DocumentRow).where(DocumentRow.sha256.in_(some), DocumentRow.status == "failed")
            )


def _read_since() -> ColumnElement[bool]:
    other, place = aliased(DocumentRow), aliased(PathRow)
    return exists().where(
        place.path == PathRow.path,
        other.id == place.document_id,
        other.status != "failed",
        other.imported_at > DocumentRow.imported_at,
    )
