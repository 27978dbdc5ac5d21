"""A second score column (复核分, 财政审核评分): what its total may add up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from audit.ledger.lines import LedgerLine
from normalize import Form


@dataclass(frozen=True, slots=True)
class ReviewSum:
    """The review scores of a form's lines.

    ``sums`` are what their total may be: with the execution's score, then without it. ``lacking`` are lines
    with points and no review score.
    """

    stated: Decimal | None
    sums: tuple[Decimal, ...]
    lacking: tuple[LedgerLine, ...]

    @property
    def nearest(self) -> Decimal:
        """The sum that comes nearest to the stated total, the one with the execution where none is stated."""
        if self.stated is None:
            return self.sums[0]
        stated = self.stated
        return min(self.sums, key=lambda one: abs(one - stated))


def find_review_sum(form: Form, lines: Iterable[LedgerLine]) -> ReviewSum | None:
    """Return the sums of the second score column, or None where no line prints one."""
    printed = {indicator.ordinal: indicator.review_score for indicator in form.indicators}
    if all(value is None for value in printed.values()):
        return None
    total = Decimal()
    of_execution: list[Decimal] = []
    lacking: list[LedgerLine] = []
    for line in lines:
        review = printed.get(line.indicator or 0)
        if line.is_execution:
            of_execution = [value for value in (review, line.score) if value is not None]
        elif review is not None:
            total += _take_off(line, review)
        elif _has_points(line):
            lacking.append(line)
    sums = (*(total + value for value in of_execution), total)
    return ReviewSum(form.review_total, tuple(dict.fromkeys(sums)), tuple(lacking))


def _take_off(line: LedgerLine, review: Decimal) -> Decimal:
    """Return a review score as it is added: a deduction takes from the total, with or without a minus."""
    if line.is_taken_off:
        return -abs(review)
    return review


def _has_points(line: LedgerLine) -> bool:
    return line.extra is None and (line.weight is not None or line.score is not None)
