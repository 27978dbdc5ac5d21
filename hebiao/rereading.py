"""What reading a content again gives beside what the database has of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

import store
from hebiao.changes import Change, changes
from store import Record

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from audit import Audit
    from normalize.form import Form


@dataclass(frozen=True, slots=True)
class Compared:
    """A new reading beside the stored one: whether they are the ``same`` in all that is stored, and the values that differ."""

    same: bool
    changes: tuple[Change, ...] = ()


def compared(engine: Engine, records: Collection[Record]) -> dict[str, Compared]:
    """Compare, by SHA-256, what was read with what is stored; what either could not read is left out."""
    good = [record for record in records if record.status != "failed"]
    stored = store.standing(engine, {record.sha256 for record in good})
    return {
        record.sha256: _beside(engine, record)
        for record in good
        if record.sha256 in stored and stored[record.sha256].status != "failed"
    }


def _beside(engine: Engine, record: Record) -> Compared:
    before = [store.load_form(engine, form) for form in store.stored_forms(engine, record.sha256)]
    after = [(replace(form, evidence=()), audit) for form, audit in record.forms]  # the database keeps no evidence
    pairs = zip_longest(map(_form, before), map(_form, after))
    return Compared(before == after, tuple(chain.from_iterable(changes(old, new) for old, new in pairs)))


def _form(audited: tuple[Form, Audit]) -> Form:
    return audited[0]
