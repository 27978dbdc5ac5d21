"""Cells that hold the texts of two rows, because the ruling between the rows is not drawn or stops short."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np

from extract.geometry.lattice import Span
from extract.geometry.text_lines import TextLine, TextLines
from extract.layout.settings import LAYOUT
from extract.layout.tables import LatticeTable

_WORD = re.compile(r"[\d.,%A-Za-z]+|.")
_OF_NUMBERS = frozenset("0123456789.,%")
_VALUE = re.compile(r"[^\w\s]{0,2}\d[\d.,]*\D{0,6}")


@dataclass(frozen=True, slots=True)
class _Break:
    """White between two text lines of a cell, from ``top`` to ``bottom``.

    ``is_wide``: it is wider than the white between the lines of one text. ``is_free``: the upper line had
    room for the next word, so that no wrap ended it. ``parts_values``: a value stands above it and another
    below. ``parts_words``: neither line is a lone character of a label that runs downwards.
    """

    top: float
    bottom: float
    is_wide: bool
    is_free: bool
    parts_values: bool
    parts_words: bool


@dataclass(frozen=True, slots=True)
class _FilledCell:
    """A cell by its number, with its lines and the white between them."""

    number: int
    span: Span
    lines: Sequence[TextLine]
    breaks: Sequence[_Break]


def find_run_together(lines: TextLines, tables: Sequence[Sequence[LatticeTable]]) -> Iterator[int]:
    """Yield the cells, numbered over all tables, whose text may be that of two rows.

    So it is where white goes through a whole row between two lines of its cells and is wider than between
    lines of one text, where a merged cell has such white at the height at which the cells beside it part, and
    where a cell prints two values on two lines beside a name of two lines.
    """
    suspects = _find_suspects(lines)
    first = 0
    for table in chain.from_iterable(tables):
        end = first + len(table.spans)
        if not table.inferred and any(first <= place < end for place in suspects):
            yield from _find_in_table(table, first, lines)
        first = end


def _find_suspects(lines: TextLines) -> list[int]:
    """Find the cells with lines far apart, or with two values on two lines: most pages have none."""
    upper = np.flatnonzero((lines.places[1:] == lines.places[:-1]) & (lines.places[1:] >= 0))
    if not len(upper):
        return []
    bottoms, heights = lines.boxes[:, 3], np.maximum(lines.boxes[:, 3] - lines.boxes[:, 1], 1.0)
    steps = (bottoms[upper + 1] - bottoms[upper]) / np.maximum(heights[upper], heights[upper + 1])
    usual = min(float(steps.min()), LAYOUT.widest_usual_step)
    texts, suspects = lines.texts, []
    for at, is_wide in zip(upper.tolist(), (steps > LAYOUT.row_step_ratio * usual).tolist(), strict=True):
        pair = texts[at], texts[at + 1]
        if (is_wide and all(map(_is_word, pair))) or _are_values(*pair):
            suspects.append(int(lines.places[at]))
    return suspects


def _are_values(upper: str, lower: str) -> bool:
    """Tell two values, each with a sign or a unit of its own, from the halves of one."""
    is_one = upper[-1] in _OF_NUMBERS and lower[0] in _OF_NUMBERS
    return not is_one and bool(_VALUE.fullmatch(upper) and _VALUE.fullmatch(lower))


def _is_word(text: str) -> bool:
    """Tell a word or a figure from a lone character of a label that runs downwards."""
    return len(text) > 1 or text.isdecimal()


def _find_in_table(table: LatticeTable, first: int, lines: TextLines) -> Iterator[int]:
    ends = np.searchsorted(lines.places, np.arange(first, first + len(table.spans) + 1)).tolist()
    of_table = list(lines.where(slice(ends[0], ends[-1])))
    texts = [of_table[start - ends[0] : end - ends[0]] for start, end in pairwise(ends)]
    widths = [table.grid.xs[col + across] - table.grid.xs[col] for _, col, _, across in table.spans]
    usual = _measure_usual_step(texts, widths)
    groups: dict[tuple[int, int], list[_FilledCell]] = defaultdict(list)
    for at, (span, of_cell, width) in enumerate(zip(table.spans, texts, widths, strict=True)):
        if of_cell:
            breaks = [_tell_break(*pair, width, usual) for pair in pairwise(of_cell)]
            groups[span[0], span[2]].append(_FilledCell(first + at, span, of_cell, breaks))
    for (row, down), cells in groups.items():
        parted = _find_parted(cells)
        if down > 1:
            parted |= _find_parted_beside(cells, table.grid.ys[row + 1 : row + down])
        yield from sorted(parted)


def _measure_usual_step(texts: Sequence[Sequence[TextLine]], widths: Sequence[float]) -> float:
    """Return how far two lines of one text are apart, as a share of a line's height.

    Lines that a wrap ended tell it; where there are none, the closest of all do.
    """
    wrapped: list[float] = []
    others: list[float] = []
    for lines, width in zip(texts, widths, strict=True):
        for upper, lower in pairwise(lines):
            steps = others if _has_room(upper, lower, width) else wrapped
            steps.append(_measure_step(upper, lower))
    if wrapped:
        return float(np.median(wrapped))
    return min([*others, LAYOUT.widest_usual_step])


def _measure_step(upper: TextLine, lower: TextLine) -> float:
    height = max(upper.bottom - upper.top, lower.bottom - lower.top, 1.0)
    return (lower.bottom - upper.bottom) / height


def _has_room(upper: TextLine, lower: TextLine, width: float) -> bool:
    """Tell whether a line has room for the word or the character with which the next one begins."""
    word = _WORD.match(lower.text)
    share = len(word[0]) / len(lower.text) if word else 0.0
    joined = upper.x1 - upper.x0 + (lower.x1 - lower.x0) * share
    return joined <= width - LAYOUT.cell_padding_pt


def _tell_break(upper: TextLine, lower: TextLine, width: float, usual: float) -> _Break:
    return _Break(
        top=upper.bottom,
        bottom=lower.top,
        is_wide=_measure_step(upper, lower) > LAYOUT.row_step_ratio * usual,
        is_free=_has_room(upper, lower, width),
        parts_values=_are_values(upper.text, lower.text),
        parts_words=_is_word(upper.text) and _is_word(lower.text),
    )


def _find_parted(cells: Sequence[_FilledCell]) -> set[int]:
    """Find the cells of a row through which white goes that parts two rows, or two values and two names."""
    found: set[int] = set()
    for break_ in chain.from_iterable(cell.breaks for cell in cells):
        if not (break_.is_wide or break_.parts_values):
            continue
        middle = (break_.top + break_.bottom) / 2
        at_middle = [(cell, one) for cell in cells for one in cell.breaks if one.top < middle < one.bottom]
        wide = [cell for cell, one in at_middle if one.is_wide and one.parts_words]
        is_crossed = any(_crosses(cell, middle) for cell in cells)
        if len(wide) > 1 and not is_crossed:
            found |= {cell.number for cell in cells}
        free = [(cell, one) for cell, one in at_middle if one.is_free]
        if len(free) > 1 and any(one.parts_values for _, one in free):
            found |= {cell.number for cell, _ in free}
    return found


def _crosses(cell: _FilledCell, height: float) -> bool:
    return any(line.top < height < line.bottom for line in cell.lines)


def _find_parted_beside(cells: Sequence[_FilledCell], edges: Sequence[float]) -> set[int]:
    """Find merged cells whose lines are apart where a ruling beside them parts two rows."""
    found: set[int] = set()
    for cell in cells:
        for break_ in cell.breaks:
            is_telling = break_.is_wide and break_.parts_words
            if is_telling and any(break_.top <= edge <= break_.bottom for edge in edges):
                found.add(cell.number)
    return found
