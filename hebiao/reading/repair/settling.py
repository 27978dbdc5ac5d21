"""Which recognised figures are sure: by their reading, or because the sums speak against every other."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from msgspec import structs

from audit import Hold
from extract import Box, Message, message, without_doubt
from hebiao.reading.audits import change_places, lower_confidence
from hebiao.reading.repair.alternatives import list_field_readings
from hebiao.reading.repair.choosing import Mended
from hebiao.reading.repair.figures import Figure, find_figures, put_text
from hebiao.reading.repair.search import Gaps, find_solutions, measure_gaps
from hebiao.reading.repair.settings import RECOGNISED
from hebiao.reading.repair.sureness import has_digit, is_unsure
from normalize import Form, Goal, Indicator, Readings

_DIGITS = "0123456789"
_STEP = RECOGNISED.digit_step
_OTHER = str.maketrans(_DIGITS, _DIGITS[_STEP:] + _DIGITS[:_STEP])
_VALUES = ("target", "initial_target", "actual")
_GOALS = ("expected", "actual")


def settle_form(
    form: Form, readings: Readings, mended: Sequence[Mended], hold: Hold, pages: Collection[int]
) -> Form:
    """Return a form of recognised ``pages`` whose places tell which figures are sure, with what is to be told.

    A figure of the sums that was read unsurely is in doubt (``broken``), unless every other figure in its
    place would contradict a sum that agrees; one that was put right is in doubt (``mended``), unless another
    reading said the same. Unsure figures that no sum uses are a warning.
    """
    chosen = {one.box: one.change.option.text for one in mended}
    figures = find_figures(form, readings)
    unsure = [one for one in figures if one.box not in chosen and is_unsure(one.reading)]
    doubted = {figure.box for figure in unsure} - _find_proven(form, unsure, hold)
    told = (*_warn_of_unsure(form, readings, pages), *_warn_of_garbled(form, readings))
    form = _trust_places(form, pages, frozenset(figure.box for figure in figures))
    form = lower_confidence(form, doubted, "broken")
    form = lower_confidence(form, [one.box for one in mended if not one.is_confirmed], "mended")
    return replace(
        form,
        warnings=(*form.warnings, *told),
        readings=tuple(list_field_readings(form, readings, chosen)),
    )


def _find_proven(form: Form, unsure: Sequence[Figure], hold: Hold) -> set[Box]:
    """Return the places of the unsure figures that no other figure could replace and the sums still agree."""
    gaps = measure_gaps(hold(form))
    proven = {figure.box for figure in unsure if _is_proven(form, figure, hold, gaps)}
    if gaps:
        return proven
    for solution in find_solutions(form, unsure, hold, RECOGNISED.likely_cost):
        proven -= {change.figure.box for change in solution.changes}
    return proven


def _is_proven(form: Form, figure: Figure, hold: Hold, gaps: Gaps) -> bool:
    """Tell whether every other text of a cell, and every other digit in it, makes a sum disagree."""
    listed = [option.text for option in figure.options if option.cost <= RECOGNISED.proven_cost]
    texts = [*listed, *_vary(figure.reading.text)]
    changed = [other for text in texts if (other := put_text(form, figure, text)) is not None]
    if not changed:
        return False
    return all(measure_gaps(hold(one)).keys() - gaps.keys() for one in changed)


def _vary(text: str) -> Iterator[str]:
    """Yield a text with one of its digits another, for each of them."""
    for at, char in enumerate(text):
        if char in _DIGITS:
            yield text[:at] + char.translate(_OTHER) + text[at + 1 :]


def _trust_places(form: Form, pages: Collection[int], figures: Collection[Box]) -> Form:
    """Return the form with full confidence where nothing speaks against what was recognised."""

    def trust(box: Box) -> Box:
        place = without_doubt(box)
        is_trusted = place in figures or box.confidence >= RECOGNISED.text_confidence
        if box.page not in pages or box.doubt is not None or not is_trusted:
            return box
        return structs.replace(box, confidence=1.0)

    return change_places(form, trust)


def _warn_of_unsure(form: Form, readings: Readings, pages: Collection[int]) -> Iterator[Message]:
    """Tell the figures that no sum uses and that were not read surely: of targets, actuals and goals."""
    rows: list[str] = []
    for line in form.indicators:
        name = line.content or line.level3 or line.target
        rows += [name] * sum(_is_field_unsure(line, field, readings, pages) for field in _VALUES)
    for goal in form.goals:
        rows += [goal.expected] * sum(_is_field_unsure(goal, field, readings, pages) for field in _GOALS)
    if rows:
        names = [name[: RECOGNISED.told_characters] for name in dict.fromkeys(rows)]
        yield message("figures-unsure", count=len(rows), rows=tuple(names[: RECOGNISED.told_rows]))


def _warn_of_garbled(form: Form, readings: Readings) -> Iterator[Message]:
    """Tell a text on the form's pages that was hardly recognised: a row may be lost in it."""
    first, last = form.page_first or 0, form.page_last or 0
    for reading in readings.values():
        is_of_form = first <= (reading.box.page or 0) <= last
        is_short = len(reading.text) <= RECOGNISED.prose_characters
        if is_of_form and is_short and reading.confidence < RECOGNISED.garbled_confidence:
            yield message("text-garbled", text=reading.text[: RECOGNISED.told_characters])
            return


def _is_field_unsure(line: Indicator | Goal, field: str, readings: Readings, pages: Collection[int]) -> bool:
    """Tell whether a field prints a figure that was recognised unsurely."""
    text: str = getattr(line, field) or ""
    if not has_digit(text):
        return False
    return any(box.page in pages and _is_box_unsure(box, readings) for box in line.where.get(field, ()))


def _is_box_unsure(box: Box, readings: Readings) -> bool:
    reading = readings.get(without_doubt(box))
    return box.confidence < RECOGNISED.sure_confidence if reading is None else is_unsure(reading)
