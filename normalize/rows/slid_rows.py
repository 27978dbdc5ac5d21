"""Rows of text whose cells left their columns: the best path of the cells through the columns."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from normalize.rows.column import POINTS, Column, Width, find_column
from normalize.rows.row import LabelledCell
from normalize.rows.settings import PATH


@dataclass(frozen=True, slots=True)
class Path:
    """Cells placed so far: their score, the column of the last one, -1 for none, and the path before it."""

    score: float
    last: int = -1
    cell: int = -1
    before: Path | None = None

    def list_pairs(self) -> list[tuple[int, int]]:
        """Give the places in the row and the columns of the cells placed, from left to right."""
        path: Path | None = self
        pairs: list[tuple[int, int]] = []
        while path is not None and path.last >= 0:
            pairs.append((path.cell, path.last))
            path = path.before
        return pairs[::-1]


def keep_best(ends: dict[int, Path], path: Path) -> None:
    """Keep a path where it is better than the one before that ends in the same column."""
    known = ends.get(path.last)
    if known is None or path.score > known.score:
        ends[path.last] = path


def _find_slid_path(row: SlidRow) -> Path:
    """Find the best path of a ragged row.

    The row as it stands under its columns is a path that is known from the start: one that its other cells
    cannot bring up to that is given up. Of the paths that end in a column only the best goes on, and it may
    fall behind in the end: then all are followed.
    """
    least = max(row.score_unslid(row.slide_above), row.score_unslid(0)) - PATH.rounding
    best = _follow_paths(row, least)
    if best is None or row.score_whole(best) < least:
        best = _follow_paths(row, -math.inf)
    assert best is not None
    return best


def _follow_paths(row: SlidRow, least: float) -> Path | None:
    """Return the best of the paths that can reach ``least``, or None where none can."""
    best_after = row.sum_best_scores()
    paths = [Path(0.0)]
    for at, scores in enumerate(row.scores):
        after = best_after[at + 1]
        ends: dict[int, Path] = {}
        for path in paths:
            if path.score + PATH.outside + after >= least:
                keep_best(ends, Path(path.score + PATH.outside, path.last, path.cell, path.before))
            enough = least - after - path.score
            for place in range(path.last + 1, len(row.columns)):
                if scores[place] >= enough:
                    keep_best(ends, Path(path.score + row.gain(path, at, place), place, at, path))
        paths = [ends[last] for last in sorted(ends)]
    return max(paths, key=row.score_whole, default=None)


@dataclass(frozen=True, slots=True)
class SlidRow:
    """A ragged row and its header, with each cell's score for each column and the slide of the row before."""

    cells: Sequence[LabelledCell]
    columns: Sequence[Column]
    scores: Sequence[Sequence[float]]
    slide_above: int

    def gain(self, path: Path, at: int, place: int) -> float:
        """Score a cell in a column behind a path."""
        cell, column = self.cells[at], self.columns[place]
        gain = self.scores[at][place] - self.count_skipped(path.last, place)
        if path.last < 0:
            slid = cell.col - column.col
            return gain - min(
                PATH.start * abs(slid),
                PATH.start_most,
                PATH.same_slide + PATH.start * abs(slid - self.slide_above),
            )
        before, last = self.cells[path.cell], self.columns[path.last]
        slid = abs((cell.col - before.col) - (column.col - last.col))
        if not slid:
            return gain
        return gain - (PATH.slide + PATH.slide_more * (slid - 1))

    def count_skipped(self, last: int, place: int) -> float:
        """Return what it costs to leave columns of points blank between two columns."""
        return PATH.skipped_points * sum(column.field in POINTS for column in self.columns[last + 1 : place])

    def sum_best_scores(self) -> list[float]:
        """Give for each cell the most that it and those after it can add to a path; 0 after the last."""
        best = [max([PATH.outside, *scores]) for scores in self.scores]
        return [*(sum(best[at:]) for at in range(len(best))), 0.0]

    def place_slid(self, slides: Sequence[int]) -> Path:
        """Put each cell into the column that it would stand in, had it not slid by so many columns."""
        path = Path(0.0)
        for at, (cell, slide) in enumerate(zip(self.cells, slides, strict=True)):
            place = find_column(self.columns, cell.col - slide)
            if place > path.last:
                path = Path(path.score + self.scores[at][place], place, at, path)
            else:
                path = Path(path.score + PATH.outside, path.last, path.cell, path.before)
        return path

    def forgive_words(self) -> SlidRow:
        """Return the row with short words in columns of points hardly against it: 满分 keeps its place."""
        scores = [list(of_cell) for of_cell in self.scores]
        for at, cell in enumerate(self.cells):
            is_word = len(cell.text) <= PATH.longest_points_word and not any(map(str.isdigit, cell.text))
            for place, column in enumerate(self.columns):
                if is_word and column.field in POINTS:
                    scores[at][place] = max(scores[at][place], PATH.word_for_points)
        return replace(self, scores=scores)

    def find_misfits(self, path: Path) -> list[int]:
        """Return the cells that stand outside the columns, or cannot be what they stand under."""
        places = dict(path.list_pairs())
        return [
            at
            for at in range(len(self.cells))
            if at not in places or self.scores[at][places[at]] <= PATH.misfit
        ]

    def are_words_for_points(self, misfits: Sequence[int], path: Path, *, long: bool) -> bool:
        """Tell whether texts only stand in columns of points, as 满分; unless ``long`` a single short one."""
        places = dict(path.list_pairs())
        if not all(at in places and self.columns[places[at]].field in POINTS for at in misfits):
            return False
        is_short = len(misfits) == 1 and len(self.cells[misfits[0]].text) <= PATH.longest_points_word
        return long or is_short

    def score_unslid(self, slide: int) -> float:
        """Score the path on which each cell stands ``slide`` columns right of its own, and others nowhere."""
        numbers = {column.col: place for place, column in reversed([*enumerate(self.columns)])}
        path = Path(0.0)
        for at, cell in enumerate(self.cells):
            place = numbers.get(cell.col - slide, -1)
            if place > path.last:
                path = Path(path.score + self.gain(path, at, place), place, at, path)
            else:
                path = Path(path.score + PATH.outside, path.last, path.cell, path.before)
        return self.score_whole(path)

    def score_whole(self, path: Path) -> float:
        """Score a path over all cells: what it leaves blank behind its last cell counts too."""
        return path.score - self.count_skipped(path.last, len(self.columns))


def find_path_in_text(row: SlidRow, width: Width) -> Path:
    """Find a text row's path: in place where it can be, slid as a whole where it is as wide as its header.

    A row that lacks a cell, or has one too many, goes where its cells fit best.
    """
    if width == "same":
        row = row.forgive_words()
    unslid = row.place_slid([0] * len(row.cells))
    misfits = row.find_misfits(unslid)
    stands = not misfits or row.are_words_for_points(misfits, unslid, long=width == "same")
    if stands and width in ("same", "trimmed", "padded"):
        return unslid
    slid = _find_slid_path(row)
    if width != "same":
        return slid
    if set(slid.list_pairs()) <= set(unslid.list_pairs()):
        return unslid  # it only leaves out what cannot be read where it stands, and that has to be told there
    whole = _find_whole_slide(row, unslid)
    if whole is unslid and row.score_whole(slid) >= row.score_unslid(0) + PATH.own_slide_gain:
        return slid
    return whole


def _find_whole_slide(row: SlidRow, unslid: Path) -> Path:
    """Find how far a row slid as a whole; the level names before it may have stayed in their columns."""
    names = next((at for at, cell in enumerate(row.cells) if not cell.labels.depths), 0)
    best = unslid
    least = unslid.score + PATH.whole_slide_gain
    for slide in range(-PATH.longest_slide, PATH.longest_slide + 1):
        for stayed in {0, names} if slide else ():
            path = row.place_slid([0] * stayed + [slide] * (len(row.cells) - stayed))
            score = path.score - PATH.slide * bool(stayed)
            if score >= least:
                best, least = path, score
    return best
