"""Tables of a text file that characters draw with a rule under each row, as Pandoc's grid tables.

Their cells wrap and span.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from extract.geometry.lattice import Lattice, Span, find_spans
from extract.grid import Box, Cell, Grid, join_wrapped, with_doubt
from extract.layout.borderless.ink_runs import is_figure
from extract.text.settings import JOINTS, LEVELS, PIPES, TEXT

_WIDEST = 10_000
_RULE = re.compile(f"[{re.escape(JOINTS)}][{re.escape(LEVELS + JOINTS)}]+(?<=[{re.escape(JOINTS)}])")
# how the head of a grid table tells the alignment of its columns
_ALIGNED = re.compile(r"(?<=\+):(?=[-=:])|(?<=[-=:]):(?=\+)")
_JOINTS, _UPRIGHTS, _EDGES = frozenset(JOINTS), frozenset(PIPES), frozenset(JOINTS + PIPES)


@dataclass(frozen=True, slots=True)
class _Placed:
    """The characters of a line, and where each of them begins."""

    text: str
    at: tuple[int, ...]

    def between(self, left: float, right: float) -> str:
        """Return what stands between two edges."""
        return self.text[bisect_right(self.at, left) : bisect_left(self.at, right)]

    def on(self, x: float) -> str:
        """Return the character that begins on an edge; empty where none does."""
        found = bisect_left(self.at, x)
        return self.text[found] if found < len(self.at) and self.at[found] == x else ""


Places = Callable[[str], tuple[int, ...]]


def read_drawn_table(lines: Sequence[str], first: int) -> tuple[Grid, int] | None:
    """Read the table that begins at ``lines[first]``.

    Give it and how many lines it takes, or None where none is drawn there.

    Rules that part no more than a head from the rows, or rows in groups, tell nothing of the rows: such a
    table is none of these.
    """
    end = first
    while end < len(lines) and _is_drawn(lines[end]):
        end += 1
    placed = _align_lines([_ALIGNED.sub("-", line.strip()) for line in lines[first:end]])
    if not placed:
        return None
    lattice = _find_lattice(placed)
    if len(lattice.ys) < TEXT.ruled_row_edges or _has_rows_between_rules(placed, lattice):
        return None
    return _make_grid(placed, lattice, first + 1), end - first


def _is_drawn(text: str) -> bool:
    stripped = text.strip()
    return len(stripped) > 1 and {stripped[0], stripped[-1]} <= _EDGES


def _align_lines(lines: Sequence[str]) -> list[_Placed]:
    """Place the characters by the widths that set all lines to one length.

    Where none does, by the edges, if each line has all of them.
    """
    for places in (_make_places(wide="WF"), _make_places(wide="WFA"), _count_places, _place_by_edges):
        placed = [_Placed(line, places(line)) for line in lines]
        if len({line.at[-1] for line in placed}) == 1:
            return placed
    return []


def _make_places(*, wide: str) -> Places:
    def places(line: str) -> tuple[int, ...]:
        widths = (2 if unicodedata.east_asian_width(char) in wide else 1 for char in line[:-1])
        return tuple(accumulate(widths, initial=0))

    return places


def _count_places(line: str) -> tuple[int, ...]:
    return tuple(range(len(line)))


def _place_by_edges(line: str) -> tuple[int, ...]:
    edges = accumulate(char in _EDGES for char in line)
    last = [0]
    for n, edge in enumerate(edges):
        is_edge = line[n] in _EDGES
        last.append(edge * _WIDEST if is_edge else last[-1] + 1)
    return tuple(last[1:])


def _find_lattice(placed: Sequence[_Placed]) -> Lattice:
    joints: set[int] = set()
    for line in placed:
        joints.update(_find_joints(line))
    xs = sorted(joints)
    level = [_find_ruled(line, xs) for line in placed]
    ys = [y for y, ruled in enumerate(level) if any(ruled)]
    upright: list[list[bool]] = [[] for _ in xs]
    for upper, lower in pairwise(ys):
        band = placed[upper + 1 : lower]
        for x, ruled in zip(xs, upright, strict=True):
            ruled.append(all(line.on(x) in _UPRIGHTS for line in band))
    return Lattice([float(x) for x in xs], [float(y) for y in ys], [level[y] for y in ys], upright)


def _find_ruled(line: _Placed, xs: Sequence[int]) -> list[bool]:
    """Tell between which edges a rule goes: from one joint to another, which need not be the next edge's."""
    rules = [(line.at[run.start()], line.at[run.end() - 1]) for run in _RULE.finditer(line.text)]
    ruled: list[bool] = []
    for left, right in pairwise(xs):
        ruled.append(any(start <= left and right <= end for start, end in rules))
    return ruled


def _find_joints(line: _Placed) -> Iterator[int]:
    around = f" {line.text} "
    for n, x in enumerate(line.at):
        neighbours = {around[n], around[n + 2]}
        if line.text[n] in _JOINTS and not neighbours.isdisjoint(LEVELS):
            yield x


def _has_rows_between_rules(placed: Sequence[_Placed], lattice: Lattice) -> bool:
    """Tell whether most bands with figures print several of them in two columns or more.

    In a few a number is wrapped.
    """
    filled = several = 0
    for upper, lower in pairwise(map(int, lattice.ys)):
        lines = placed[upper + 1 : lower]
        counts = [_count_figures(lines, sides) for sides in pairwise(lattice.xs)]
        filled += any(counts)
        several += sum(count > 1 for count in counts) >= TEXT.figure_columns
    return 2 * several > filled


def _count_figures(lines: Sequence[_Placed], sides: tuple[float, float]) -> int:
    return sum(is_figure(line.between(*sides).strip()) for line in lines)


def _make_grid(placed: Sequence[_Placed], lattice: Lattice, first: int) -> Grid:
    found, owner = find_spans(lattice)
    texts: list[list[tuple[int, str]]] = [[] for _ in found]
    for number, line in enumerate(placed):
        for at, text in _read_line(line, number, lattice, owner):
            texts[at].append((first + number, text))
    cells = tuple(_make_cell(span, pieces) for span, pieces in zip(found, texts, strict=True))
    return Grid(*lattice.shape, cells)


def _make_cell(span: Span, pieces: Sequence[tuple[int, str]]) -> Cell:
    row, col, rowspan, colspan = span
    boxes = tuple(Box(line=number) for number, _ in pieces)
    if len(pieces) > 1 and all(is_figure(text) for _, text in pieces):
        boxes = with_doubt(boxes, "mended")
    return Cell(
        row=row,
        col=col,
        text=join_wrapped([text for _, text in pieces]),
        boxes=boxes,
        rowspan=rowspan,
        colspan=colspan,
    )


def _read_line(
    line: _Placed, number: int, lattice: Lattice, owner: Sequence[Sequence[int]]
) -> Iterator[tuple[int, str]]:
    """Return what a line prints in each cell.

    On a rule's line only the cells that it does not cut print anything.
    """
    row = bisect_right(lattice.ys, number) - 1
    held: dict[int, str] = defaultdict(str)
    if row == len(owner):
        return
    is_cut = lattice.level[row] if lattice.ys[row] == number else [False] * len(owner[row])
    for col, (left, right) in enumerate(pairwise(lattice.xs)):
        if not is_cut[col]:
            edge = line.on(left)
            if edge not in _EDGES:
                held[owner[row][col]] += edge
            held[owner[row][col]] += line.between(left, right)
    yield from ((at, text.strip()) for at, text in held.items() if text.strip())
