"""What the address of a list says: filters, links that change one thing in it, and the page of the list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple
from urllib.parse import urlencode

from fastapi import Request

from hebiao.web.settings import SETTINGS
from store import FACETS, NONE, FormFilter

QueryPair = tuple[str, str]
"""A name and a value of a query string."""


class ActiveFilter(NamedTuple):
    """A filter that is set: its facet, its value, and the address of the page without it."""

    facet: str
    value: str
    address_without: str


@dataclass(frozen=True, slots=True)
class AddressFilters:
    """The filter in a page's address, with whatever ``others`` (sort, columns) stand there too.

    A new filter starts on page one.
    """

    path: str
    filter: FormFilter
    others: tuple[QueryPair, ...] = ()

    def has(self, facet: str, value: object) -> bool:
        """Tell whether a facet is narrowed to this value (None is the forms without one)."""
        return _as_text(value) in self.filter.values(facet)

    def has_other(self, name: str, value: str) -> bool:
        """Tell whether the address says this beside its filter."""
        return (name, value) in self.others

    def toggle(self, facet: str, value: object) -> str:
        """Return the address with the value added to its facet, or taken out."""
        before = self.filter.values(facet)
        text = _as_text(value)
        after = (*before, text)
        if text in before:
            after = tuple(other for other in before if other != text)
        return self.address(self.path, self.filter.narrowed(facet, *after))

    def address(self, path: str, narrowed: FormFilter | None = None, **others: object) -> str:
        """Return the address of the page at ``path`` with a filter, this one unless another is given.

        A name of ``others`` with None is left out.
        """
        kept: list[QueryPair] = []
        if path == self.path:
            kept = [(name, value) for name, value in self.others if name not in others]
        added = [(name, str(value)) for name, value in others.items() if value is not None]
        return _join_query(path, [*_query_pairs(narrowed or self.filter), *kept, *added])

    def address_of_all(self, path: str) -> str:
        """Return the address of the whole list at ``path``: the same filter and the same others, no page."""
        return _join_query(path, [*_query_pairs(self.filter), *self.others])

    def active(self) -> list[ActiveFilter]:
        """List the facets' values that are set."""
        found: list[ActiveFilter] = []
        for facet in FACETS:
            values = self.filter.values(facet)
            found += [ActiveFilter(facet, value, self.toggle(facet, value)) for value in values]
        return found

    def without_text(self) -> str:
        """Return the address without the text that is searched for."""
        return self.address(self.path, replace(self.filter, text=""))

    def hidden_fields(self, *left_out: str) -> list[QueryPair]:
        """List what an HTML form has to send along, so that sending it changes only its own fields."""
        every = (*_query_pairs(self.filter), *self.others)
        return [(name, value) for name, value in every if name not in left_out]


def read_filters(request: Request, others: Iterable[str] = ()) -> AddressFilters:
    """Read a page's address; what the filter does not know is left out."""
    query = request.query_params
    facets: dict[str, tuple[str, ...]] = {}
    for facet in FACETS:
        values = tuple(filter(None, dict.fromkeys(query.getlist(facet))))
        facets[facet] = values[: SETTINGS.values_a_facet]
    kept: list[QueryPair] = []
    for name in others:
        kept += [(name, value) for value in query.getlist(name) if value]
    text = query.get("q", "")[: SETTINGS.search_chars]
    return AddressFilters(request.url.path, FormFilter(text=text, **facets), tuple(kept))


@dataclass(frozen=True, slots=True)
class ListPage:
    """Where a list stands: page ``number`` (from 1) of all that ``total`` rows fill."""

    number: int
    total: int
    rows: int = SETTINGS.page_rows

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // self.rows))

    @property
    def offset(self) -> int:
        """How many rows stand before this page."""
        return (self.number - 1) * self.rows

    @property
    def first_row(self) -> int:
        """The number of its first row, from 1; 0 where there is none."""
        return min(self.offset + 1, self.total)

    @property
    def last_row(self) -> int:
        """The number of its last row."""
        return min(self.offset + self.rows, self.total)


def find_page(asked: str | None, total: int) -> ListPage:
    """Return the page that an address asks for, or the nearest one where the list has no such page."""
    number = _read_number(asked or "")
    last = ListPage(1, total).last
    return ListPage(min(max(number, 1), last), total)


def _query_pairs(narrowed: FormFilter) -> list[QueryPair]:
    pairs = [("q", narrowed.text)] if narrowed.text else []
    for facet in FACETS:
        pairs += [(facet, value) for value in narrowed.values(facet)]
    return pairs


def _join_query(path: str, pairs: list[QueryPair]) -> str:
    return f"{path}?{urlencode(pairs)}" if pairs else path


def _as_text(value: object) -> str:
    return NONE if value is None else str(value)


def _read_number(text: str) -> int:
    is_number = text.isascii() and text.isdigit()
    return int(text) if is_number and len(text) <= SETTINGS.page_number_digits else 1
