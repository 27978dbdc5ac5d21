"""A total of the indicator table against what it adds up, whichever of scores (得分) and weights (分值) it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from audit.finding import Check, Finding
from audit.ledger import WHOLE, Ledger
from audit.ledger.lines import LedgerLine, is_scored_elsewhere
from audit.registry import Outcomes, flag, outcome_of, severity_of, unchecked
from audit.slips.numbers import HUNDREDTH, Slip, compare, plain
from audit.slips.totals import Part, UnequalTotal, explain_line, explain_total
from extract import Message, message


@dataclass(frozen=True, slots=True)
class Points:
    """Which points a total adds up, with the rule that holds it and the codes of its sentences.

    ``earlier`` tells that a part was changed and the total was not.
    """

    rule: str
    field: str
    no_total: str
    no_parts: str
    lacking: str
    earlier: str


SCORES = Points(
    rule="score-total",
    field="score_total",
    no_total="no-score-total",
    no_parts="no-scores",
    lacking="lacking-score",
    earlier="earlier-score",
)
WEIGHTS = Points(
    rule="weight-total",
    field="weight_total",
    no_total="no-weight-total",
    no_parts="no-weights",
    lacking="lacking-weight",
    earlier="earlier-weight",
)


@dataclass(frozen=True, slots=True)
class StatedTotal:
    """A total with what it adds up, the lines that lack it, and sub-rows that ``repeat`` it.

    ``slips`` are those of the rule's own, ``wrong`` the parts that another rule finds wrong.
    """

    points: Points
    stated: Decimal | None
    parts: Sequence[Part]
    lacking: Sequence[LedgerLine]
    repeated: Sequence[Decimal]
    slips: Sequence[Slip] = ()
    wrong: Sequence[Part] = ()

    @property
    def is_a_line_wrong(self) -> bool:
        """Tell whether a line is wrong and not the total.

        The weights are to be 100 and say so, or a line fails another rule.
        """
        if self.wrong:
            return True
        return self.points is WEIGHTS and self.stated == WHOLE

    @property
    def computed(self) -> Decimal:
        """The sum of the parts."""
        return add_parts(self.parts)


def add_parts(parts: Sequence[Part]) -> Decimal:
    """Return the sum of parts."""
    return sum((part.value for part in parts), Decimal())


def weight_part(line: LedgerLine, weight: Decimal) -> Part:
    """Return a line's weight as a part: not below its score, which it may have been before a change."""
    part = Part(line.name, weight, line.is_execution, earlier=line.score, least=line.score)
    if line.is_execution:
        return replace(part, earlier=None)
    return part


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


def pick_nearest(stated: Decimal | None, *readings: list[Part]) -> list[Part]:
    """Return the parts that come nearest to the stated total, the first where none is printed."""
    if stated is None:
        return readings[0]
    return min(readings, key=lambda parts: abs(add_parts(parts) - stated))


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
        yield from _hold(total, stated)
        return
    yield unchecked(points.rule, missing, field=points.field, stated=stated)


def _hold(total: StatedTotal, stated: Decimal) -> Iterator[Finding | Check]:
    points, computed = total.points, total.computed
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
            explanation=rounded_before or _explain(total, stated),
        )
    yield Check(
        points.rule,
        outcome_of(found),
        stated,
        computed,
        explanation=rounded_before,
        field=points.field,
    )


def _explain(total: StatedTotal, stated: Decimal) -> Message | None:
    failed = UnequalTotal(stated, total.computed, total.wrong or total.parts, total.repeated)
    if total.is_a_line_wrong:
        return explain_line(failed, total.points.earlier, total.slips)
    return explain_total(failed, total.points.earlier, total.slips)
