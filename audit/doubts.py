"""Which figures of a form were not read plainly, and what that leaves of a check.

A figure in doubt keeps a form from agreeing. One that was chosen because a sum comes out proves no sum.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from audit.finding import Check
from extract import Doubt, find_doubt, message
from normalize import CELLS, Form, Fund, Indicator, Subtotal, Where, is_blank

_TOTALS = ("weight_total", "score_total", "review_total")
_POINTS = ("weight", "score", "review_score", "coefficient")
_OF_CELL = frozenset(("covered", "struck", "broken"))  # what may have been a figure, also where none was read

_LINES = ("fund", "indicator", "subtotal")
_AMOUNTS = tuple(cell for cell in CELLS if cell not in ("rate", "weight", "score"))

_HELD: Mapping[str, tuple[str, ...]] = {
    "score-total": ("score_total", "score"),
    "review-score-total": ("review_total", "review_score", "score"),
    "weight-total": ("weight_total", "weight"),
    "level-weight": ("name", "weight"),
    "fund-total": _AMOUNTS,
    "subtotal": (*_AMOUNTS, *_POINTS),
    "execution-rate": (*_AMOUNTS, "rate"),
    "execution-score": (*_AMOUNTS, "rate", "weight", "score"),
    "over-budget": _AMOUNTS,
    "score-over-weight": ("weight", "score"),
    "negative-score": ("score",),
    "negative-weight": ("weight",),
    "review-over-weight": ("weight", "review_score"),
    "coefficient-score": ("weight", "score", "coefficient"),
    "grade": ("score_total",),
}
"""The figures that each rule adds up or compares, by their keys in ``where``."""


@dataclass(frozen=True, slots=True)
class DoubtedFigure:
    """A total, weight, score, amount, rate or coefficient that was not read plainly.

    ``entity`` is ``form``, ``fund``, ``indicator``, ``level`` or ``subtotal``, ``ordinal`` its line (0 for
    the form).
    """

    entity: str
    ordinal: int
    field: str
    doubt: Doubt


def find_doubted_figures(form: Form) -> tuple[DoubtedFigure, ...]:
    """Return the figures of a form that are in doubt; a blank or a placeholder is none."""
    return tuple(_find_doubted(form))


def _find_doubted(form: Form) -> Iterator[DoubtedFigure]:
    for field in _TOTALS:
        doubt = find_doubt(form.where.get(field, ()))
        if doubt is not None:
            yield DoubtedFigure("form", 0, field, doubt)
    for level in form.levels:
        doubt = find_doubt(level.where.get("name", ()))
        if doubt is not None and level.weight is not None:
            yield DoubtedFigure("level", level.ordinal, "name", doubt)
    lines: tuple[Sequence[Fund | Indicator | Subtotal], ...] = (form.funds, form.indicators, form.subtotals)
    for entity, entries in zip(_LINES, lines, strict=True):
        for entry in entries:
            for field, doubt in _doubts_in(entry.where):
                if doubt in _OF_CELL or _prints_figure(entry, field):
                    yield DoubtedFigure(entity, entry.ordinal, field, doubt)


def _doubts_in(where: Where) -> Iterator[tuple[str, Doubt]]:
    for field, boxes in where.items():
        is_figure = field in _POINTS or field in CELLS
        doubt = find_doubt(boxes)
        if is_figure and doubt is not None:
            yield field, doubt


def _prints_figure(entry: Fund | Indicator | Subtotal, field: str) -> bool:
    """Tell whether a cell holds a number, or anything but a placeholder that should have been one."""
    name = field if field in ("rate", *_POINTS) else f"{field}_yuan"
    if getattr(entry, name, None) is not None:
        return True
    text = _text_of(entry, field)
    return bool(text.strip()) and not is_blank(text)


def _text_of(entry: Fund | Indicator | Subtotal, field: str) -> str:
    if not isinstance(entry, Indicator):
        return entry.texts.get(field, "")
    texts: dict[str, str] = {
        "weight": entry.weight_text,
        "score": entry.score_text,
        "review_score": entry.review_score_text,
        "coefficient": entry.coefficient_text,
    }
    return texts.get(field, "")


def doubt_check(check: Check, doubted: Sequence[DoubtedFigure]) -> Check:
    """Return a check that agrees as unchecked where a figure that it holds was chosen so that it agrees."""
    fields = _HELD.get(check.rule, ())
    if check.outcome != "agrees" or not any(_rests_on(check, fields, one) for one in doubted):
        return check
    return replace(check, outcome="unchecked", missing=message("chosen-reading"))


def _rests_on(check: Check, fields: Sequence[str], one: DoubtedFigure) -> bool:
    if one.doubt != "chosen" or one.field not in fields:
        return False
    if check.rule in ("fund-total", "subtotal") and check.field != "amount_yuan":
        return (check.field or "").removesuffix("_yuan") in (one.field, "amount")
    if check.rule in ("execution-rate", "execution-score") and one.entity == "fund":
        return one.ordinal == check.fund
    return True
