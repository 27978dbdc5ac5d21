"""Forms as rows that are ready for a database but for their ids: a worker makes them, so that the only writer need not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, overload

from msgspec import Struct

from audit import Audit
from normalize.form import Form
from store.search.bigrams import Entries, entries_of
from store.search.texts import texts_in
from store.values import clean, finite, one_a_line
from store.write.rows import Values, columns_of, fields_of, form_rows, is_place

Audited = tuple[Form, Audit]
Column = list[Any]


class ReadyForm(Struct, frozen=True, array_like=True, gc=False):
    """One form's rows by table, column after column, with places for ids; texts are clean, numbers are written out.

    ``entries`` are what the search index holds of its texts.
    """

    tables: dict[str, list[Column]]
    entries: Entries

    def count(self, table: str) -> int:
        """Count the rows in a table."""
        columns = self.tables[table]
        return len(columns[0]) if columns else 0

    def column(self, table: str, name: str) -> Column:
        """Give one column of a table, in the order of its rows."""
        columns = self.tables[table]
        return columns[columns_of(table).index(name)] if columns else []

    def with_column(self, table: str, name: str, values: Column) -> ReadyForm:
        """Give the form with other values in one column."""
        columns = list(self.tables[table])
        columns[columns_of(table).index(name)] = values
        return ReadyForm(self.tables | {table: columns}, self.entries)


class Ready(Sequence[Audited]):
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


def rows_of(forms: Sequence[Audited]) -> Sequence[ReadyForm]:
    """Give the forms' rows, made now where nobody has made them; raises ``ValueError`` and ``LookupError`` for what has none."""
    return forms.rows if isinstance(forms, Ready) else [ready_form(form, audit) for form, audit in forms]


def ready_form(form: Form, audit: Audit) -> ReadyForm:
    """Make the rows of one form; raises ``ValueError`` for what is no number, ``LookupError`` for an ordinal that no line has."""
    tables = {table: _columns(table, rows) for table, rows in form_rows(form, audit).items()}
    return ReadyForm(tables, entries_of(texts_in(form)))


def _columns(table: str, rows: Iterable[Values]) -> list[Column]:
    return [
        _column(table, name, values)
        for name, values in zip(columns_of(table), zip(*rows, strict=True), strict=False)
    ]


def _column(table: str, name: str, values: Values) -> Column:
    if is_place(name):
        return list(values)
    written = fields_of(table).get(name, "str").removesuffix(" | None").replace("Message", "str")
    return _BY_TYPE.get(written, list)(values)


def _texts(values: Values) -> Column:
    cleaned = {
        value: None if value is None else clean(value) for value in set(values)
    }  # most texts stand in many rows
    return [cleaned[value] for value in values]


_BY_TYPE: dict[str, Callable[[Values], Column]] = {
    "str": _texts,
    "Decimal": lambda values: [None if value is None else str(finite(value)) for value in values],
    "bool": lambda values: [None if value is None else int(value) for value in values],
    "tuple[str, ...]": lambda values: [clean(one_a_line(value)) if value else None for value in values],
}
