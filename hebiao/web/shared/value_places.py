"""Where a form's values stand in its file, for the page to light them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from extract.grid import Box
from normalize.form import Form
from store.entities import MANY, column_of

_LEVELS_OF_INDICATORS = ("level1", "level2")  # the levels' own rows have these places too


@dataclass(frozen=True, slots=True)
class Spot:
    """A piece of a value on a page: ``key`` is the value's, the rest points from the upper left of the page as shown."""

    key: str
    page: int
    x: float
    y: float
    width: float
    height: float


def key_of(entity: str, ordinal: int, column: str) -> str:
    """Name a value on the page: ``fund-1-budget_yuan``; the form's own have the ordinal 0."""
    return f"{entity}-{ordinal}-{column}"


def spots(form: Form) -> dict[int, list[Spot]]:
    """Give by page what stands on it, the largest first, so that a small box lies on top of the large one around it."""
    found: dict[int, list[Spot]] = defaultdict(list)
    for key, box in _boxes(form):
        spot = _spot(key, box)
        if spot is not None:
            found[spot.page].append(spot)
    return {page: sorted(on_it, key=lambda spot: -spot.width * spot.height) for page, on_it in found.items()}


def keys_by_line(form: Form) -> dict[int, list[str]]:
    """Give by line of a text file the values that stand in it."""
    found: dict[int, list[str]] = defaultdict(list)
    for key, box in _boxes(form):
        if box.line is not None:
            found[box.line].append(key)
    return dict(found)


def _boxes(form: Form) -> Iterator[tuple[str, Box]]:
    for name, boxes in form.where.items():
        yield from ((key_of("form", 0, name), box) for box in boxes)
    for entity, many in MANY.items():
        for entry in getattr(form, many):
            for name, boxes in entry.where.items():
                if name not in _LEVELS_OF_INDICATORS:
                    yield from (
                        (key_of(entity, entry.ordinal, column_of(entity, name)), box) for box in boxes
                    )


def _spot(key: str, box: Box) -> Spot | None:
    if box.page is None or box.x0 is None or box.top is None or box.x1 is None or box.bottom is None:
        return None
    return Spot(key, box.page, box.x0, box.top, max(box.x1 - box.x0, 1.0), max(box.bottom - box.top, 1.0))
