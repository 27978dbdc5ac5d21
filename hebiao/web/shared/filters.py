"""The filters of a page in its address: read from the query string, and links that change one thing in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple
from urllib.parse import urlencode

from fastapi import Request

from store.search.filtering import FACETS, NONE, FormFilter

_LONGEST_TEXT = 200
_MOST_VALUES = 50


class Chip(NamedTuple):
    """A filter that is set: its facet, its value, and the address of the page without it."""

    facet: str
    value: str
    without: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """The filter in a page's address, with whatever ``others`` (sort, columns) stand there too; a new filter starts on page one."""

    path: str
    filter: FormFilter
    others: tuple[tuple[str, str], ...] = ()

    def has(self, facet: str, value: object) -> bool:
        """Tell whether a facet is narrowed to this value (None is the forms without one)."""
        return _value(value) in self.filter.values(facet)

    def toggled(self, facet: str, value: object) -> str:
        """Give the address with the value added to its facet, or taken out."""
        before = self.filter.values(facet)
        wanted = _value(value)
        after = tuple(v for v in before if v != wanted) if wanted in before else (*before, wanted)
        return self.at(self.path, self.filter.narrowed(facet, *after))

    def at(self, path: str, narrowed: FormFilter | None = None, **others: object) -> str:
        """Give the address of the page at ``path`` with a filter, this one unless another is given."""
        kept = [(name, value) for name, value in self.others if path == self.path and name not in others]
        added = [(name, str(value)) for name, value in others.items() if value is not None]
        query = urlencode([*_pairs(narrowed or self.filter), *kept, *added])
        return f"{path}?{query}" if query else path

    def download(self, path: str) -> str:
        """Give the address of the whole list as a file: the same filter and the same others."""
        query = urlencode([*_pairs(self.filter), *self.others])
        return f"{path}?{query}" if query else path

    def chips(self) -> list[Chip]:
        """List the facets' values that are set."""
        set_values = ((facet, value) for facet in FACETS for value in self.filter.values(facet))
        return [Chip(facet, value, self.toggled(facet, value)) for facet, value in set_values]

    def without_text(self) -> str:
        """Give the address without the text that is searched for."""
        return self.at(self.path, replace(self.filter, text=""))

    def hidden(self, *left_out: str) -> list[tuple[str, str]]:
        """List what a form has to send along, so that sending it changes only its own fields."""
        return [(name, value) for name, value in (*_pairs(self.filter), *self.others) if name not in left_out]


def chosen(request: Request, others: Iterable[str] = ()) -> Chosen:
    """Read a page's address; what the filter does not know is left out."""
    query = request.query_params
    facets = {
        facet: tuple(filter(None, dict.fromkeys(query.getlist(facet))))[:_MOST_VALUES] for facet in FACETS
    }
    kept = tuple((name, value) for name in others for value in query.getlist(name) if value)
    return Chosen(request.url.path, FormFilter(text=query.get("q", "")[:_LONGEST_TEXT], **facets), kept)


def _pairs(narrowed: FormFilter) -> list[tuple[str, str]]:
    text = [("q", narrowed.text)] if narrowed.text else []
    return [*text, *((facet, value) for facet in FACETS for value in narrowed.values(facet))]


def _value(value: object) -> str:
    return NONE if value is None else str(value)
