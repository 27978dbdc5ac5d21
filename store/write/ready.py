"""Forms as rows that are ready for a database but for their ids.

A worker makes them, so that the only writer need not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, overload

from msgspec import Struct

from audit import Audit
from normalize import Form
from store.search.entries import Entries, find_texts, make_entries
from store.values import clean, finite, one_a_line
from store.write.rows import Values, find_columns, find_fields, is_place, make_form_rows

Audited = tuple[Form, Audit]
Column = list[Any]


class ReadyForm(Struct, frozen=True, array_like=True, gc=False):
    """One form's rows by table, column after column, with places for ids.

    Texts are clean, numbers are written out. ``entries`` are what the search index holds of its texts.
    """

    tables: dict[str, list[Column]]
    entries: Entries

    def count(self, table: str) -> int:
        """Count the rows in a table."""
        columns = self.tables[table]
        return len(columns[0]) if columns else 0

    def column(self, table: str, name: str) -> Column:
        """Return one column of a table, in the order of its rows."""
        columns = self.tables[table]
        return columns[find_columns(table).index(name)] if columns else []

    def with_column(self, table: str, name: str, values: Column) -> ReadyForm:
        """Return the form with other values in one column."""
        columns = list(self.tables[table])
        columns[find_columns(table).index(name)] = values
        return ReadyForm(self.tables | {table: columns}, self.entries)


class ReadyForms(Sequence[Audited]):
    """A document's forms whose rows are ready; the forms themselves are made when somebody asks for one."""

    __slots__ = ("_forms", "_make", "rows")

    def __init__(self, rows: Sequence[ReadyForm], make: Callable[[], Sequence[Audited]]) -> None:
        self.rows = rows
        self._make = make
        self._forms: Sequence[Audited] | None = None

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, index: int) -> Audited: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Audited]: ...
    def __getitem__(self, index: int | slice) -> Audited | Sequence[Audited]:
        if self._forms is None:
            self._forms = self._make()
        return self._forms[index]


def make_ready_forms(forms: Sequence[Audited]) -> Sequence[ReadyForm]:
    """Return the forms' rows, made now where nobody has made them.

    Raises ``ValueError`` and ``LookupError`` for what has none.
    """
    if isinstance(forms, ReadyForms):
        return forms.rows
    return [make_ready_form(form, audit) for form, audit in forms]


def make_ready_form(form: Form, audit: Audit) -> ReadyForm:
    """Make the rows of one form.

    Raises ``ValueError`` for what is no number, ``LookupError`` for an ordinal that no line has.
    """
    tables = {table: _make_columns(table, rows) for table, rows in make_form_rows(form, audit).items()}
    return ReadyForm(tables, make_entries(find_texts(form)))


def _make_columns(table: str, rows: Iterable[Values]) -> list[Column]:
    by_column = zip(*rows, strict=True)  # no rows have no columns
    return [
        _make_column(table, name, values)
        for name, values in zip(find_columns(table), by_column, strict=False)
    ]


def _make_column(table: str, name: str, values: Values) -> Column:
    if is_place(name):
        return list(values)
    written = find_fields(table).get(name, "str").removesuffix(" | None")
    # a message stands there as its sentence
    make = _BY_TYPE.get(written.replace("Message", "str"), list)
    return make(values)


def _clean_texts(values: Values) -> Column:
    cleaned: dict[str | None, str | None] = {None: None}
    for value in set(values) - {None}:  # most texts stand in many rows
        cleaned[value] = clean(value)
    return [cleaned[value] for value in values]


_BY_TYPE: dict[str, Callable[[Values], Column]] = {
    "str": _clean_texts,
    "Decimal": lambda values: [None if value is None else str(finite(value)) for value in values],
    "bool": lambda values: [None if value is None else int(value) for value in values],
    "tuple[str, ...]": lambda values: [clean(one_a_line(value)) if value else None for value in values],
}
