"""A total of the indicator table against what it adds up, whichever of scores (得分) and weights (分值) it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from audit.finding import Check, Finding
from audit.ledger import Ledger, add_printed
from audit.ledger.lines import LedgerLine, is_scored_elsewhere
from audit.registry import Outcomes, flag, outcome_of, severity_of, unchecked
from audit.slips.numbers import HUNDREDTH, compare, plain
from extract import message


@dataclass(frozen=True, slots=True)
class Points:
    """Which points a total adds up, with the rule that holds it and the codes of its sentences."""

    rule: str
    field: str
    no_total: str
    no_parts: str
    lacking: str


SCORES = Points(
    rule="score-total",
    field="score_total",
    no_total="no-score-total",
    no_parts="no-scores",
    lacking="lacking-score",
)
WEIGHTS = Points(
    rule="weight-total",
    field="weight_total",
    no_total="no-weight-total",
    no_parts="no-weights",
    lacking="lacking-weight",
)
REVIEWS = Points(
    rule="review-score-total",
    field="review_total",
    no_total="no-review-total",
    no_parts="no-review-scores",
    lacking="lacking-review-score",
)


@dataclass(frozen=True, slots=True)
class StatedTotal:
    """A total with the figures that it adds up, and the lines that lack one."""

    points: Points
    stated: Decimal | None
    parts: Sequence[Decimal]
    lacking: Sequence[LedgerLine]

    @property
    def computed(self) -> Decimal:
        """The sum of the parts."""
        return add_printed(self.parts)


def has_points(ledger: Ledger, line: LedgerLine, other: Decimal | None) -> bool:
    """Tell whether a line without a score (or weight) ought to have one.

    It has the ``other``, or other fund rows have them.
    """
    if line.extra:
        return False
    return other is not None or is_scored_elsewhere(ledger.form, line)


def all_agree(outcomes: Sequence[Finding | Check]) -> bool:
    """Tell whether all outcomes are checks that agree."""
    return all(isinstance(entry, Check) and entry.outcome == "agrees" for entry in outcomes)


def pick_nearest(stated: Decimal | None, *readings: list[Decimal]) -> list[Decimal]:
    """Return the parts that come nearest to the stated total, the first where none is printed."""
    if stated is None:
        return readings[0]
    return min(readings, key=lambda parts: abs(add_printed(parts) - stated))


def hold_total(total: StatedTotal) -> Outcomes:
    """Hold a total against what it adds up.

    Unchecked where it is not stated, has no parts, or lacks some that would make it up.
    """
    points, stated = total.points, total.stated
    if stated is None:
        missing = message(points.no_total)
    elif not total.parts:
        missing = message(points.no_parts)
    elif total.lacking and stated - total.computed > HUNDREDTH:
        missing = message(points.lacking, names=tuple(line.name for line in total.lacking))
    else:
        yield from hold_sum(points, stated, total.computed)
        return
    yield unchecked(points.rule, missing, field=points.field, stated=stated)


def hold_sum(points: Points, stated: Decimal, computed: Decimal) -> Iterator[Finding | Check]:
    """Hold a total against its sum: whether they agree, and the finding where they don't."""
    found = compare(stated, computed)
    rounded_before = None
    if found == "close":
        rounded_before = message("rounded-before")
    if found != "agrees":
        yield flag(
            points.rule,
            message(
                points.rule,
                stated=f"{stated:f}",
                computed=plain(computed),
                difference=plain(stated - computed),
            ),
            severity=severity_of(found),
            field=points.field,
            stated=stated,
            computed=computed,
            tolerance=HUNDREDTH,
            explanation=rounded_before,
        )
    yield Check(
        points.rule,
        outcome_of(found),
        stated,
        computed,
        explanation=rounded_before,
        field=points.field,
    )
