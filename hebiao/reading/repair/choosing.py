"""Misread figures of recognised forms, chosen anew by the sums: where one set of changes alone makes all agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from msgspec import structs

from audit import COLUMNS, Hold, make_holder
from extract import Box, Cell, Document, Grid, Message, message, without_doubt
from hebiao.reading.repair.figures import Figure, find_figures, read_values
from hebiao.reading.repair.search import FigureChange, Solution, find_solutions, measure_gaps
from hebiao.reading.repair.settings import RECOGNISED
from hebiao.reading.repair.sureness import has_digit
from normalize import Form, Readings, name_row, read_forms, row_at, snap_labels, text_at


@dataclass(frozen=True, slots=True)
class Mended:
    """A cell whose text was chosen by the sums, and whether another reading of it said the same."""

    change: FigureChange
    is_confirmed: bool

    @property
    def box(self) -> Box:
        """Its place."""
        return self.change.figure.box


def repair_form(
    document: Document, form: Form, number: int, readings: Readings, pack: str | None
) -> tuple[Document, Form, tuple[Mended, ...]]:
    """Return the document and its form ``number`` (from 0) with misread figures put right, and which were.

    The document is read anew with the texts changed. All stay as they were where the form's sums agree, where
    no set of changes makes them agree, and where several sets are nearly as likely.
    """
    figures = find_figures(form, readings)
    chosen = _choose_changes(form, figures, make_holder(form, pack))
    if not chosen:
        return document, form, ()
    changed = _replace_texts(document, chosen)
    again = read_forms(changed).forms
    if number >= len(again) or measure_gaps(make_holder(again[number], pack)(again[number])):
        return document, form, ()
    mended = tuple(Mended(one, one.option.text in one.figure.reading.confirmed) for one in chosen)
    notes = [_tell_mended(form, one) for one in mended]
    read = again[number]
    return changed, replace(read, notes=(*read.notes, *notes)), mended


def _choose_changes(form: Form, figures: Sequence[Figure], hold: Hold) -> tuple[FigureChange, ...]:
    """Return the changes that make all sums agree and are alone by far; none where the form needs none."""
    unread = frozenset(figure.box for figure in figures if _is_unread(form, figure) and figure.options)
    gaps = measure_gaps(hold(form))
    if not gaps and not unread:
        return ()
    most_cost = RECOGNISED.most_cost + RECOGNISED.more_cost * max(0, len(gaps) - 1)
    found = find_solutions(form, figures, hold, most_cost + RECOGNISED.alone_cost)
    whole = [one for one in found if unread <= {change.figure.box for change in one.changes}]
    if not whole or whole[0].cost > most_cost or _is_rivalled(whole):
        return ()
    return whole[0].changes


def _is_rivalled(found: Sequence[Solution]) -> bool:
    return len(found) > 1 and found[1].cost - found[0].cost < RECOGNISED.alone_cost


def _is_unread(form: Form, figure: Figure) -> bool:
    """Tell whether a cell prints digits that give no figure."""
    if not has_digit(figure.reading.text):
        return False
    return all(value is None for value in read_values(form, figure.uses))


def _replace_texts(document: Document, changes: Sequence[FigureChange]) -> Document:
    """Return the document with the texts of cells changed, labels put right as before."""
    by_box = {one.figure.box: one for one in changes}
    grids: list[Grid] = []
    for grid in document.grids:
        cells = tuple(_replace_text(cell, by_box) for cell in grid.cells)
        grids.append(replace(grid, cells=cells))
    return snap_labels(replace(document, grids=tuple(grids)))


def _replace_text(cell: Cell, changes: Mapping[Box, FigureChange]) -> Cell:
    """Return a cell with its text changed where one of its pieces is."""
    for box in cell.boxes:
        change = changes.get(without_doubt(box))
        if change is not None:
            read, text = change.figure.reading.text, change.option.text
            is_whole = len(cell.boxes) == 1 or read not in cell.text
            return structs.replace(cell, text=text if is_whole else cell.text.replace(read, text, 1))
    return cell


def _tell_mended(form: Form, mended: Mended) -> Message:
    """Return the note on a figure that was put right, by the names of the form as it was read."""
    figure = mended.change.figure
    use = figure.uses[0]
    name = name_row(row_at(form, use.entity, use.ordinal))
    before = text_at(form, use.entity, use.ordinal, use.column) or figure.reading.text
    is_named = use.entity != "form" and bool(name)
    return message(
        "figure-mended-confirmed" if mended.is_confirmed else "figure-mended",
        row=name if is_named else message("whole-form"),
        column=COLUMNS.get(use.column, use.column),
        before=before,
        after=mended.change.option.text,
    )
