"""The figures of a form that were recognised, each with the texts that its cell may print instead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from extract import Box, CellReading, without_doubt
from hebiao.reading.repair.settings import RECOGNISED
from normalize import (
    CELLS,
    INDICATOR_POINTS,
    SUBTOTAL_CELLS,
    CorrectionRefused,
    Form,
    Readings,
    column_of,
    correct_text,
    fold_text,
    row_at,
    text_at,
)

_TOTALS = ("weight_total", "score_total", "review_total")
_FIELDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "fund": ("funds", CELLS),
    "indicator": ("indicators", (*INDICATOR_POINTS, "coefficient")),
    "subtotal": ("subtotals", SUBTOTAL_CELLS),
}


@dataclass(frozen=True, slots=True)
class Use:
    """A field that a cell's figure is: ``column`` as it is corrected, ``key`` of its place in ``where``."""

    entity: str
    ordinal: int
    column: str
    key: str


@dataclass(frozen=True, slots=True)
class Option:
    """A text that a cell may print instead, and by how much it costs more than what was read."""

    text: str
    cost: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A recognised cell with a figure: where it is used, and what else it may be, the likeliest first."""

    box: Box
    reading: CellReading
    uses: tuple[Use, ...]
    options: tuple[Option, ...]


def find_figures(form: Form, readings: Readings) -> tuple[Figure, ...]:
    """Return the figures that the form's sums use and that were recognised, each cell once."""
    uses: dict[Box, list[Use]] = {}
    for use, boxes in _list_uses(form):
        place = find_place(boxes, readings)
        if place is not None:
            uses.setdefault(place, []).append(use)
    found: list[Figure] = []
    for box, of_cell in uses.items():
        bare = Figure(box, readings[box], tuple(of_cell), ())
        found.append(replace(bare, options=tuple(_list_options(form, bare))))
    return tuple(found)


def find_place(boxes: Sequence[Box], readings: Readings) -> Box | None:
    """Return the one place of a value that was recognised; None where none or several were.

    The other pieces of a cell that a page end cuts are blank.
    """
    places = [place for box in boxes if (place := without_doubt(box)) in readings]
    return places[0] if len(places) == 1 else None


def _list_uses(form: Form) -> Iterator[tuple[Use, Sequence[Box]]]:
    for key in _TOTALS:
        if key in form.where:
            yield Use("form", 0, key, key), form.where[key]
    for level in form.levels:
        if level.weight is not None and "name" in level.where:
            yield Use("level", level.ordinal, "weight", "name"), level.where["name"]
    for entity, (many, keys) in _FIELDS.items():
        for row in getattr(form, many):
            for key in keys:
                if key in row.where:
                    yield Use(entity, row.ordinal, column_of(entity, key), key), row.where[key]


def _list_options(form: Form, figure: Figure) -> Iterator[Option]:
    """Yield the texts that give the cell other values, the likeliest of each value."""
    read = figure.reading
    costs = {one.text: one.cost for one in reversed(read.alternatives)}
    known = costs.get(read.text, min(costs.values(), default=0.0))
    seen = {read_values(form, figure.uses)}
    ranked = sorted(costs.items(), key=lambda pair: pair[1])
    for text, cost in ranked[: RECOGNISED.most_options + 1]:
        changed = put_text(form, figure, text)
        if changed is None:
            continue
        values = read_values(changed, figure.uses)
        if values not in seen:
            seen.add(values)
            yield Option(text, max(0.0, cost - known))


def put_text(form: Form, figure: Figure, text: str) -> Form | None:
    """Return the form as if the figure's cell printed another text, None where it then prints no figure."""
    for use in figure.uses:
        value = find_value_text(text_at(form, use.entity, use.ordinal, use.column), figure.reading.text, text)
        if value is None:
            return None
        try:
            form = correct_text(form, use.entity, use.ordinal, use.column, value)
        except CorrectionRefused:
            return None
    return form


def find_value_text(printed: str | None, read: str, text: str) -> str | None:
    """Return what a field prints where its cell prints ``text`` and printed it as a part of what was ``read``.

    None where the cell then prints other words around it.
    """
    value, whole, other = fold_text(printed or ""), fold_text(read), fold_text(text)
    at = whole.rfind(value) if value else -1
    if at < 0 or value == whole:
        return other
    before, behind = whole[:at], whole[at + len(value) :]
    is_same = other.startswith(before) and other.endswith(behind)
    if not is_same or len(before) + len(behind) > len(other):
        return None
    return other[len(before) : len(other) - len(behind)]


def read_values(form: Form, uses: Sequence[Use]) -> tuple[Any, ...]:
    """Return the value of each field that a cell's figure is."""
    return tuple(getattr(row_at(form, use.entity, use.ordinal), use.column) for use in uses)
