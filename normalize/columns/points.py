"""Which columns hold the weights and scores of the lines: told by their heads, then by the weights.

A sum tells only between columns whose heads and figures tell nothing, and the choice is marked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from normalize.columns.settings import SETTINGS
from normalize.rows.alignment import Column, Placed
from normalize.rows.row import LabelledCell
from normalize.values.number import parse_ratio
from normalize.vocabulary.lists import load_pattern
from normalize.vocabulary.text_labels import label_text

LEVEL_WEIGHTS = {1: "level1_weight", 2: "level2_weight"}
REVIEW = "review_score"
_OF_LEVELS = {"level1": 1, "level2": 2}
_NEXT_TO_LEVEL = {1: ("level2", "level3", "content"), 2: ("level3", "content")}
_OWN = load_pattern("own_score_head")
_CONVERTED = load_pattern("converted_score_head")
_REVIEWED = load_pattern("review_score_head")
_SERIAL = load_pattern("serial_head")
_PERCENT = "%"
_TOLD = ("weight", "score")

Values = Mapping[int, Decimal]
"""The figures of a column by the number of their row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PointColumns:
    """The columns, each field of points in one at most.

    ``chosen`` are the numbers of those that a sum alone, or what stands in them, tells.
    ``has_percent_scores`` tells that the scores are printed in percent of the weights,
    ``has_percent_coefficients`` that coefficients are printed in percent. ``unread`` are the heads of columns
    of numbers that hold none of the form's fields and repeat none.
    """

    columns: tuple[Column, ...]
    chosen: frozenset[int] = frozenset()
    has_percent_scores: bool = False
    has_percent_coefficients: bool = False
    unread: tuple[str, ...] = ()


def choose_point_columns(
    columns: Sequence[Column], rows: Sequence[Placed], sums: frozenset[Decimal]
) -> PointColumns:
    """Choose the columns of weights, scores, review scores and coefficients of a table.

    ``rows`` are its lines without the sums among them, ``sums`` what a column may add up to.
    """
    table = _PointTable(list(columns), rows, sums)
    table.part_level_weights()
    table.choose_weight()
    table.choose_score()
    table.choose_review()
    table.choose_coefficient()
    unread = tuple(table.list_unread())
    table.drop("deduction")
    table.doubt_untold()
    return PointColumns(
        columns=tuple(table.columns),
        chosen=frozenset(table.chosen),
        has_percent_scores=table.has_percent_scores(),
        has_percent_coefficients=table.has_percent_coefficients(),
        unread=unread,
    )


class _PointTable:
    """A table while the roles of its columns are found; ``columns`` change step by step."""

    def __init__(self, columns: list[Column], rows: Sequence[Placed], sums: frozenset[Decimal]) -> None:
        self.columns = columns
        self.rows = rows
        self.sums = sums
        self.chosen: set[int] = set()
        self.explained: set[int] = set()

    def list_of(self, *fields: str) -> list[int]:
        """Return the numbers of the columns of some fields."""
        return [n for n, column in enumerate(self.columns) if column.field in fields]

    def find(self, field: str) -> int | None:
        """Return the number of the first column of a field."""
        return next(iter(self.list_of(field)), None)

    def cells(self, number: int) -> dict[int, LabelledCell]:
        """Return the cells of a column that print something, by row."""
        found: dict[int, LabelledCell] = {}
        for at, row in enumerate(self.rows):
            cell = row.get(number)
            if cell is not None and not cell.labels.is_blank:
                found[at] = cell
        return found

    def points(self, number: int | None) -> dict[int, Decimal]:
        """Return the points of a column by row."""
        if number is None:
            return {}
        points = {at: cell.labels.points for at, cell in self.cells(number).items()}
        return {at: value for at, value in points.items() if value is not None}

    def give(self, number: int, field: str) -> None:
        """Let a column hold a field."""
        self.columns[number] = replace(self.columns[number], field=field)

    def keep(self, candidates: Iterable[int], kept: int | None) -> None:
        """Keep one of some columns of a field; one that repeats its figures is explained."""
        for n in candidates:
            if n == kept:
                continue
            self.give(n, "other")
            if self.points(n) == self.points(kept):
                self.explained.add(n)

    def part_level_weights(self) -> None:
        """Tell the columns that print the weights of levels: they stand beside the level's own column.

        They print something only where a name of that level is printed.
        """
        weights = self.list_of("weight")
        for depth, field in LEVEL_WEIGHTS.items():
            if self.list_of(field):
                continue
            beside = [n for n in weights if self.is_beside_level(n, depth)]
            told = [n for n in beside if self.is_of_level(n, depth, is_alone=len(weights) == 1)]
            if told:
                self.give(told[0], field)
                weights.remove(told[0])

    def is_beside_level(self, number: int, depth: int) -> bool:
        """Tell whether a column stands between the names of a level and those below it."""
        before = [c.field for c in self.columns[:number]]
        named = [field for field in before if field in (*_OF_LEVELS, "level3", "content")]
        return bool(named) and _OF_LEVELS.get(named[-1]) == depth and self.has_names_after(number, depth)

    def has_names_after(self, number: int, depth: int) -> bool:
        """Tell whether names of deeper levels stand right of a column."""
        return any(c.field in _NEXT_TO_LEVEL[depth] for c in self.columns[number + 1 :])

    def is_of_level(self, number: int, depth: int, *, is_alone: bool) -> bool:
        """Tell whether a column prints figures only where the name of a level stands."""
        level = self.find(f"level{depth}")
        if level is None:
            return False
        printed, named = set(self.points(number)), set(self.cells(level))
        if not printed <= named:
            return False
        has_lines_without = len(printed) < len(self.rows)
        return has_lines_without or not is_alone

    def choose_weight(self) -> None:
        """Choose the column of weights: one full of hundreds is a scale and no weights."""
        candidates = self.list_of("weight")
        if len(candidates) > 1:
            best = self.take_best(candidates, [self.rank_weight(n) for n in candidates])
            self.keep(candidates, best)

    def rank_weight(self, number: int) -> tuple[int, ...]:
        points = self.points(number)
        is_scale = len(points) > 1 and set(points.values()) == {SETTINGS.full_score}
        return (not is_scale, len(points))

    def choose_score(self) -> None:
        """Choose the column of scores by its weights and its head.

        A converted score comes before another where most of its figures are within the weights, the
        unit's own before one whose head tells nothing.
        """
        candidates = self.list_of("score")
        self.part_reviews(candidates)
        candidates = self.list_of("score")
        if len(candidates) < 2:  # noqa: PLR2004 - nothing to choose
            return
        best = self.take_best(candidates, [self.rank_score(n) for n in candidates])
        self.keep(candidates, best)

    def part_reviews(self, candidates: Sequence[int]) -> None:
        """Let the score of whoever reviewed the form be a review score where another column has its own."""
        own = [n for n in candidates if _OWN.search(self.head(n))]
        rest = [n for n in candidates if n not in own]
        reviews = [n for n in rest if _REVIEWED.search(self.head(n))]
        if own or len(reviews) < len(candidates):
            for n in reviews:
                self.give(n, REVIEW)

    def head(self, number: int) -> str:
        """Return a column's head and those over it."""
        column = self.columns[number]
        return "".join((*column.over, column.label))

    def rank_score(self, number: int) -> tuple[int, ...]:
        head, points = self.head(number), self.points(number)
        is_within = self.are_within_weights(points)
        is_converted = _CONVERTED.search(head) is not None
        is_own = _OWN.search(head) is not None
        return (bool(points), is_within, is_converted, is_own, len(points))

    def are_within_weights(self, points: Values) -> bool:
        """Tell whether most figures are no more than the weights of their lines."""
        weights = self.points(self.find("weight"))
        both = [at for at in points if at in weights]
        within = sum(points[at] <= weights[at] for at in both)
        return 2 * within >= len(both)

    def take_best(self, candidates: Sequence[int], ranks: Sequence[tuple[int, ...]]) -> int:
        """Take the best column; of several the one that adds up, and mark that it was chosen so."""
        best = [n for n, rank in zip(candidates, ranks, strict=True) if rank == max(ranks)]
        figures = {tuple(sorted(self.points(n).items())) for n in best}
        if len(figures) == 1:
            return best[0]
        fitting = [n for n in best if sum(self.points(n).values(), Decimal(0)) in self.sums]
        taken = fitting[0] if fitting else best[0]
        self.chosen.add(taken)
        return taken

    def choose_review(self) -> None:
        """Keep the first column of review scores that prints any."""
        candidates = self.list_of(REVIEW)
        printed = [n for n in candidates if self.points(n)]
        self.keep(candidates, next(iter(printed or candidates), None))

    def choose_coefficient(self) -> None:
        """Tell the column of coefficients: one by its head, or a score of a hundred, converted by the weight.

        A rate of completion is one where every score is its weight times the rate.
        """
        if self.list_of("coefficient"):
            self.drop("completion")
            return
        for n in self.list_of("completion"):
            if self.turns_weights_into_scores(n):
                self.give(n, "coefficient")
                break
        self.drop("completion")
        if not self.list_of("coefficient"):
            self.tell_scale_of_hundred()

    def explain_scale(self) -> None:
        """Explain the columns with 100 in each line, beside which a score of 100 is the coefficient."""
        for n in self.list_of("other"):
            if self.rank_weight(n)[0] == 0:
                self.explained.add(n)

    def drop(self, field: str) -> None:
        for n in self.list_of(field):
            self.give(n, "other")

    def tell_scale_of_hundred(self) -> None:
        """Let a score of 100, left beside the converted one, be the coefficient."""
        for n in self.list_of("other"):
            labels = self.columns[n].labels.likely
            is_score = labels.get("indicator") == "score" and n not in self.explained
            points = self.points(n)
            if is_score and points and not self.are_within_weights(points):
                self.give(n, "coefficient")
                self.explain_scale()
                return

    def turns_weights_into_scores(self, number: int) -> bool:
        weights, scores = (self.points(self.find(field)) for field in ("weight", "score"))
        ratios = {at: parse_ratio(cell.text) for at, cell in self.cells(number).items()}
        both = [at for at in ratios if at in weights and at in scores]
        if not both or len(both) < len(ratios):
            return False
        return all(_gives(ratios[at], weights[at], scores[at]) for at in both)

    def has_percent_scores(self) -> bool:
        """Tell whether the scores are printed in percent of their weights, which are printed plainly."""
        weight, score = (self.find(field) for field in ("weight", "score"))
        if weight is None or score is None:
            return False
        weights, scores = self.points(weight), self.points(score)
        is_whole = bool(scores) and scores.keys() >= weights.keys()
        if not is_whole or not all(self.prints_percent(score).values()):
            return False
        if any(self.prints_percent(weight).values()):
            return False
        return any(scores[at] > weights[at] for at in scores if at in weights)

    def prints_percent(self, number: int) -> dict[int, bool]:
        """Tell for each row whether a column prints a sign of percent there."""
        return {at: _PERCENT in cell.labels.folded for at, cell in self.cells(number).items()}

    def has_percent_coefficients(self) -> bool:
        """Tell whether coefficients are percent: one is above 1."""
        points = self.points(self.find("coefficient"))
        return any(value > 1 for value in points.values())

    def doubt_untold(self) -> None:
        """Mark the columns of points that no head tells."""
        for n in self.list_of("weight", "score"):
            column = self.columns[n]
            heads = [column.labels, *map(label_text, column.over)]
            if not any(head.likely.get("indicator") in _TOLD for head in heads):
                self.chosen.add(n)

    def list_unread(self) -> list[str]:
        """Return the heads of columns of numbers of which nothing was read."""
        unread: list[str] = []
        for n in self.list_of("other", "deduction"):
            if n in self.explained or not self.prints_numbers(n) or self.is_deducted(n):
                continue
            unread.append(self.columns[n].label)
        return unread

    def prints_numbers(self, number: int) -> bool:
        """Tell whether a column prints mostly numbers, and no numbering of the lines."""
        column = self.columns[number]
        if column.is_of_past or _SERIAL.search(column.labels.label):
            return False
        cells = self.cells(number).values()
        numbers = sum(cell.labels.number is not None or cell.labels.points is not None for cell in cells)
        return bool(cells) and numbers >= len(cells) * SETTINGS.numbers_share

    def is_deducted(self, number: int) -> bool:
        """Tell whether a column prints what the scores lack of the weights, so that it says nothing new."""
        weights, scores = (self.points(self.find(field)) for field in ("weight", "score"))
        points = self.points(number)
        if len(points) < len(self.cells(number)) or not set(points) <= set(weights) & set(scores):
            return False
        return all(weights[at] - abs(value) == scores[at] for at, value in points.items())


def _gives(ratio: Decimal | None, weight: Decimal, score: Decimal) -> bool:
    """Tell whether a weight times a ratio is a score, rounded as the score is."""
    if ratio is None or not 0 <= ratio <= 1:
        return False
    exponent = score.as_tuple().exponent
    assert isinstance(exponent, int)
    step = Decimal(1).scaleb(min(exponent, 0))
    return abs(weight * ratio - score) < step
