"""What reading a content again gives beside what the database has of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, Any

import store
from hebiao.importing.changes import Change, changes
from store import Record
from store.entities import TEXTS
from store.parts import LINES

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from hebiao.review.correcting import Audited
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
    after = [(_as_stored(form), audit) for form, audit in record.forms]
    pairs = zip_longest((form for form, _ in before), (form for form, _ in after))
    return Compared(_said(before) == _said(after), tuple(chain.from_iterable(changes(old, new) for old, new in pairs)))


def _said(forms: list[Audited]) -> list[tuple[object, ...]]:
    """Give what forms and audits say; a correction leaves findings and checks in another order."""
    return [(form, audit.verdict, Counter(audit.findings), Counter(audit.checks)) for form, audit in forms]


def _as_stored(form: Form) -> Form:
    """Give a form without what the database does not keep: the evidence, empty places, texts of a fund row that have no column."""
    lines = {many: tuple(map(_placed, getattr(form, many))) for many, _ in LINES.values()}
    funds = tuple(replace(fund, texts={cell: fund.texts[cell] for cell in TEXTS if cell in fund.texts}) for fund in lines["funds"])
    placed: Form = replace(_placed(form), evidence=(), **lines | {"funds": funds})
    return placed


def _placed(entry: Any) -> Any:  # noqa: ANN401 - any entry with a ``where``
    places = {name: boxes for name, boxes in entry.where.items() if boxes}
    return entry if len(places) == len(entry.where) else replace(entry, where=places)
