"""Numbers over each other in one cell that no wrap parted: joined, the two would be a third number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np

from extract.geometry.text_lines import TextLines
from extract.grid import join_wrapped
from extract.layout.settings import LAYOUT
from extract.layout.tables import LatticeTable

_PARTED = "\n"  # ends a line that no wrap ended
_NUMBER = re.compile(r"[\d.,%]+")


def part_stacked_numbers(lines: TextLines, tables: Sequence[Sequence[LatticeTable]]) -> list[str]:
    """Return the lines' texts, with a blank after a number over another that its cell's width did not wrap.

    Joined, the two would be a third number.
    """
    stacked = list(_find_stacked_numbers(lines))
    if not stacked:
        return lines.texts
    texts = list(lines.texts)
    for at in stacked:
        width = _measure_cell(tables, int(lines.places[at]))
        if _measure_joined(lines, at) <= width - LAYOUT.cell_padding_pt:
            texts[at] += _PARTED
    return texts


def _measure_cell(tables: Sequence[Sequence[LatticeTable]], number: int) -> float:
    """Return the width of a cell by its number, counted over all tables."""
    for table in chain.from_iterable(tables):
        if number < len(table.spans):
            _, col, _, across = table.spans[number]
            return table.grid.xs[col + across] - table.grid.xs[col]
        number -= len(table.spans)
    raise IndexError(number)


def _find_stacked_numbers(lines: TextLines) -> Iterator[int]:
    """Yield each line of a cell that ends in a figure where the next line of the cell begins with one."""
    places, texts = lines.places, lines.texts
    is_followed = (places[:-1] == places[1:]) & (places[:-1] >= 0)
    for at in np.flatnonzero(is_followed).tolist():
        if texts[at][-1].isdecimal() and texts[at + 1][0].isdecimal():
            yield at


def _measure_joined(lines: TextLines, at: int) -> float:
    """Return how wide a line would be with the number that the next one begins with, in points."""
    number = _NUMBER.match(lines.texts[at + 1])
    letters = len(number[0]) if number else 0
    ink = lines.boxes[at : at + 2, 2] - lines.boxes[at : at + 2, 0]
    return float(ink[0] + ink[1] * letters / len(lines.texts[at + 1]))


def join_cell_lines(lines: Sequence[str]) -> str:
    """Join the wrapped runs of a cell's lines, with a blank between numbers that no wrap parted."""
    if not lines:
        return ""
    if _PARTED not in "".join(lines):
        return join_wrapped(lines)
    runs: list[list[str]] = [[]]
    for line in lines:
        runs[-1].append(line)
        if _is_parted(line):
            runs.append([])
    return " ".join(map(join_wrapped, runs))


def _is_parted(line: str) -> bool:
    return line[-1] == _PARTED
