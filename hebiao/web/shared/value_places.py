"""Where a form's values stand in its file, for the page to light them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from extract import Box
from normalize.form import Form
from store.entities import MANY, column_of

_LEVELS_OF_INDICATORS = ("level1", "level2")  # the levels' own rows have these places too
_THINNEST_PT = 1.0


@dataclass(frozen=True, slots=True)
class PagePlace:
    """A piece of a value on a page, in points from the upper left; ``key`` is the value's."""

    key: str
    page: int
    x: float
    y: float
    width: float
    height: float


def value_key(entity: str, ordinal: int, column: str) -> str:
    """Name a value on the page: ``fund-1-budget_yuan``; the form's own have the ordinal 0."""
    return f"{entity}-{ordinal}-{column}"


def find_places(form: Form) -> dict[int, list[PagePlace]]:
    """Return by page what stands on it, the largest first: a small box lies on top of that around it."""
    found: dict[int, list[PagePlace]] = defaultdict(list)
    for key, box in _boxes(form):
        place = _to_place(key, box)
        if place is not None:
            found[place.page].append(place)
    for places in found.values():
        places.sort(key=lambda place: -place.width * place.height)
    return dict(found)


def find_keys_by_line(form: Form) -> dict[int, list[str]]:
    """Return by line of a text file the keys of the values that stand in it."""
    found: dict[int, list[str]] = defaultdict(list)
    for key, box in _boxes(form):
        if box.line is not None:
            found[box.line].append(key)
    return dict(found)


def _boxes(form: Form) -> Iterator[tuple[str, Box]]:
    for name, boxes in form.where.items():
        yield from ((value_key("form", 0, name), box) for box in boxes)
    for entity, field in MANY.items():
        for row in getattr(form, field):
            for name, boxes in row.where.items():
                if name not in _LEVELS_OF_INDICATORS:
                    key = value_key(entity, row.ordinal, column_of(entity, name))
                    yield from ((key, box) for box in boxes)


def _to_place(key: str, box: Box) -> PagePlace | None:
    edges = (box.x0, box.top, box.x1, box.bottom)
    if box.page is None or None in edges:
        return None
    x0, top, x1, bottom = (edge or 0.0 for edge in edges)
    width, height = max(x1 - x0, _THINNEST_PT), max(bottom - top, _THINNEST_PT)
    return PagePlace(key=key, page=box.page, x=x0, y=top, width=width, height=height)
