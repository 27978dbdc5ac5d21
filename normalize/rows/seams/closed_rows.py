"""Rows that a page end cut although rulings close both halves, told by their lines and labels.

A label beside several rows may need more room than the rows have above the page end: 服务对象满意度指, then
标总分. What is left stands at the top of the next page, where another cell begins: mostly that of the total,
which is as wide as all labels together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from msgspec import structs

from normalize.rows.row import LabelledCell, Row, join_halves_of_cell
from normalize.rows.seams.page_part import columns_of
from normalize.rows.settings import SEAMS
from normalize.vocabulary.lists import SETTINGS
from normalize.vocabulary.text_labels import TextLabels, label_text

# the place of the label's row among the rows, the label, its last characters
Rest = tuple[int, LabelledCell, str]
_DIGIT = re.compile(r"\d")
_BLOCKS = ("head", "fund", "fund_total", "fund_source", "goal", "indicator", "side", "management")
# by column: the place of its row among the rows, and the cell
CellsAbove = dict[int, tuple[int, LabelledCell]]


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
    if labels.depths:
        return True
    return labels.is_side


def _is_label(labels: TextLabels) -> bool:
    if _is_name(labels):
        return True
    return "total" in labels.listed_names


def _replace_cell(row: Row, cell: LabelledCell, other: LabelledCell) -> Row:
    return replace(row, cells=tuple(other if c is cell else c for c in row.cells))


def join_halves(rows: Iterable[Row]) -> list[Row]:
    """Return a grid's rows; of those that begin a page some are joined to the row before.

    Some are told to be new rows.

    All cells of a row are cut at one height: a cell goes on only where the one above fills its half. A row of
    which most cells are halves of labels and numbers is one with the row before; of others only such halves
    are joined, and whether the rest goes on only its block can tell, so that it stays ``begins_page``. A
    label beside several rows may be cut where the rows are not.
    """
    whole: list[Row] = []
    for row in rows:
        above = _find_above(whole, row) if row.begins_page and row.filled else {}
        _add_row(whole, row, above)
    return whole


def _add_row(whole: list[Row], row: Row, above: CellsAbove) -> None:
    gains = {cell.col: _measure_gain(above[cell.col][1], cell) for cell in row.filled if cell.col in above}
    halves = [cell for cell in row.filled if gains.get(cell.col, 0) > 0]
    others = [cell for cell in row.filled if cell not in halves]
    if above and not _could_go_on(above, others):
        halves = [cell for cell in halves if not _is_cut_number(above[cell.col][1], cell)]
        _join_to_above(whole, above, halves)
        whole.append(replace(_blank_out(row, halves), begins_page=False))
        return
    are_figures = bool(above) and _are_rests_of_figures(above, row)
    if are_figures or sum(gains.values()) > list(gains.values()).count(0):
        _join_to_above(whole, above, row.filled)
        return
    _join_to_above(whole, above, halves)
    whole.append(_blank_out(row, halves))


def _blank_out(row: Row, cells: Sequence[LabelledCell]) -> Row:
    return replace(row, cells=tuple(structs.replace(c, text="") if c in cells else c for c in row.cells))


def _find_above(rows: Sequence[Row], row: Row) -> CellsAbove:
    """Find the cells that print something and end right above a row."""
    above: CellsAbove = {}
    for at, other in enumerate(rows):
        for cell in other.filled:
            if other.at + cell.rowspan == row.at:
                above[cell.col] = (at, cell)
    return above


def _could_go_on(above: CellsAbove, cells: Sequence[LabelledCell]) -> bool:
    uppers = {col: cell for col, (_, cell) in above.items() if _is_of_one_row(cell)}
    fullest = max((cell.lines for cell in uppers.values()), default=0)
    if not fullest:
        return True
    lowers = [cell for cell in cells if _is_of_one_row(cell)]
    short = [c for c in lowers if c.col in uppers and uppers[c.col].lines < fullest - SEAMS.slack_lines]
    if short:
        return False
    return all(cell.col in above for cell in lowers)


def _is_of_one_row(cell: LabelledCell) -> bool:
    """Tell whether a cell stands beside no other rows, where it could stand at any height."""
    is_label = bool(cell.labels.depths) or cell.labels.is_side
    if cell.rowspan != 1:
        return False
    return not is_label


def _join_to_above(rows: list[Row], above: CellsAbove, cells: Sequence[LabelledCell]) -> None:
    for cell in cells:
        at, upper = above.get(cell.col, (len(rows) - 1, None))
        others = tuple(c for c in rows[at].cells if c is not upper)
        merged = join_halves_of_cell(upper, cell) if upper else cell
        rows[at] = replace(rows[at], cells=tuple(sorted((*others, merged), key=lambda c: c.col)))


def _measure_gain(upper: LabelledCell, lower: LabelledCell) -> int:
    """Return 1 where two halves make a cut label or number, -1 where they are labels of their own, else 0."""
    together = join_halves_of_cell(upper, lower).labels
    if together.number is not None and _is_cut_number(upper, lower):
        return 1
    halves_score = max(_score_label(upper.labels), _score_label(lower.labels))
    if _score_label(together) >= max(halves_score, SEAMS.likely_label_score):
        return 1
    return -1 if halves_score else 0


def _are_rests_of_figures(above: CellsAbove, row: Row) -> bool:
    """Tell whether a page's first row prints only figures that go on those above: no line has no word."""
    pairs = [(above[cell.col][1], cell) for cell in row.filled if cell.col in above]
    if not len(pairs) == len(row.filled) < len(above):
        return False
    uppers_are = all(upper.labels.number is not None for upper, _ in pairs)
    if not uppers_are:
        return False
    return all(join_halves_of_cell(*pair).labels.number is not None for pair in pairs)


def _is_cut_number(upper: LabelledCell, lower: LabelledCell) -> bool:
    """Tell whether neither half can stand alone: 200,0 and 00.00, or 11456 and .19."""
    if not _DIGIT.search(upper.text):
        return False
    if upper.labels.number is None:
        return True
    return lower.text.startswith((".", ",", "%"))


def _score_label(labels: TextLabels) -> float:
    """Return how surely a text is a label that forms print, of 100; 0 where it is none."""
    whole = labels if labels.source == labels.text else label_text(labels.source)
    if whole.depths or "total" in whole.listed_names:
        return SEAMS.whole_label_score
    scores = [match.score for block, match in whole.matches.items() if block in _BLOCKS]
    return max(scores, default=0.0)
