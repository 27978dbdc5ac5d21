"""The last characters of a label in the cell of another row on the next page: 服务对象满意度指, then 标总分.

A label beside several rows may need more room than the rows have above the page end. What is left stands at the
top of the next page, where another cell begins: mostly that of the total, which is as wide as all labels
together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from msgspec import structs

from normalize.rows.row import LabelledCell, Row, join_halves_of_cell
from normalize.rows.seams.page_part import columns_of
from normalize.rows.settings import SEAMS
from normalize.vocabulary.settings import SETTINGS
from normalize.vocabulary.text_labels import TextLabels, label_text

# the place of the label's row among the rows, the label, its last characters
Rest = tuple[int, LabelledCell, str]


def return_rests(rows: Iterable[Row]) -> list[Row]:
    """Return a grid's rows, cut labels whole again, and what stands below them without their ends."""
    found = list(rows)
    for at, row in enumerate(found):
        for cell in row.filled if row.begins_page else ():
            if not _is_label(cell.labels):
                _return_rests_of(found, at, cell)
    return found


def _return_rests_of(rows: list[Row], at: int, cell: LabelledCell) -> None:
    rests, own = _part_rests(cell.text, _find_labels_above(rows, at, cell))
    if not own and columns_of(rests[0][1]) == columns_of(cell):
        return  # the halves of one cell
    for above, label, rest in rests:
        whole = join_halves_of_cell(label, structs.replace(cell, text=rest))
        rows[above] = _replace_cell(rows[above], label, whole)
    if rests:
        rows[at] = _replace_cell(rows[at], cell, structs.replace(cell, text=own))


def _find_labels_above(rows: Sequence[Row], at: int, cell: LabelledCell) -> list[tuple[int, LabelledCell]]:
    """Find what ends right above a cell in some of its columns, from left to right."""
    found = []
    for above, row in enumerate(rows[:at]):
        for upper in row.filled:
            overlaps = upper.col < cell.col + cell.colspan and cell.col < upper.col + upper.colspan
            if overlaps and row.at + upper.rowspan == rows[at].at:
                found.append((above, upper))
    return sorted(found, key=lambda pair: pair[1].col)


def _part_rests(text: str, above: Sequence[tuple[int, LabelledCell]]) -> tuple[list[Rest], str]:
    """Part a text into rests of the labels above, in their order, and a label of its own, or nothing.

    There are no rests where it is no such text.
    """
    for number, (at, label) in enumerate(above):
        for rest, remaining in _split_rest(label, text):
            if not remaining or _is_label(label_text(remaining)):
                return [(at, label, rest)], remaining
            others, own = _part_rests(remaining, above[number + 1 :])
            if others:
                return [(at, label, rest), *others], own
    return [], text


def _split_rest(label: LabelledCell, text: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to take the end of a label from the front or the back of a text, and what remains.

    A label that is whole has none.
    """
    if _is_name(label.labels) or len(label.text) >= SETTINGS.longest_label:
        return
    for length in range(1, min(SEAMS.rest_characters, len(text)) + 1):
        if _is_name(label_text(label.text + text[:length])):
            yield text[:length], text[length:].lstrip()
        if _is_name(label_text(label.text + text[-length:])):
            yield text[-length:], text[:-length].rstrip()


def _is_name(labels: TextLabels) -> bool:
    return bool(labels.depths) or labels.is_side


def _is_label(labels: TextLabels) -> bool:
    return _is_name(labels) or "total" in labels.listed_names


def _replace_cell(row: Row, cell: LabelledCell, other: LabelledCell) -> Row:
    return replace(row, cells=tuple(other if c is cell else c for c in row.cells))
