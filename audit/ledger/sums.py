"""A total of the indicator table against what it adds up, whichever of scores (得分) and weights (分值) it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from audit.explain.slips import Slip
from audit.explain.totals import Part, Total, explain_line, explain_total
from audit.finding import Check, Finding
from audit.ledger.lines import Line, scored_elsewhere
from audit.ledger.printed import HUNDREDTH, compare, plain
from audit.registry import Said, flag, unchecked
from extract import Message, message
from normalize.form import Form

WHOLE = Decimal(100)
EARLIER = {"score": "earlier-score", "weight": "earlier-weight"}
_NO_TOTAL = {"score": "no-score-total", "weight": "no-weight-total"}
_NO_PARTS = {"score": "no-scores", "weight": "no-weights"}
_LACKING = {"score": "lacking-score", "weight": "lacking-weight"}


@dataclass(frozen=True, slots=True)
class Summed:
    """A total (``kind`` is ``score`` or ``weight``) with what it adds up, the lines that lack it, and sub-rows that repeat it.

    ``suspects`` are the parts that another rule finds wrong.
    """

    kind: str
    stated: Decimal | None
    parts: Sequence[Part]
    lacking: Sequence[Line]
    repeated: Sequence[Decimal]
    slips: Sequence[Slip] = ()
    suspects: Sequence[Part] = ()

    @property
    def sure(self) -> bool:
        """Tell whether a line is wrong and not the total: the weights are to be 100 and say so, or a line fails another rule."""
        return bool(self.suspects) or (self.kind == "weight" and self.stated == WHOLE)

    @property
    def computed(self) -> Decimal:
        """The sum of the parts."""
        return sum((part.value for part in self.parts), Decimal())


def has_points(form: Form, line: Line, other: Decimal | None) -> bool:
    """Tell whether a line without a score (or weight) ought to have one: it has the ``other``, or other fund rows have them."""
    return not line.aside and (other is not None or scored_elsewhere(form, line))


def agree(said: Sequence[Finding | Check]) -> bool:
    """Tell whether all that was said is that figures agree."""
    return all(isinstance(entry, Check) and entry.outcome == "agrees" for entry in said)


def nearest(stated: Decimal | None, *readings: list[Part]) -> list[Part]:
    """Return the parts that come nearest to the stated total, the first where none is printed."""
    return (
        min(readings, key=lambda parts: abs(sum((part.value for part in parts), -stated)))
        if stated is not None
        else readings[0]
    )


def total_against_parts(total: Summed) -> Said:
    """Hold a total against what it adds up; unchecked where it is not stated, has no parts, or lacks some that would make it up."""
    kind, stated = total.kind, total.stated
    name, field = f"{kind}-total", f"{kind}_total"
    if stated is None or not total.parts:
        yield unchecked(
            name, message(_NO_TOTAL[kind] if stated is None else _NO_PARTS[kind]), field=field, stated=stated
        )
        return
    if total.lacking and stated - total.computed > HUNDREDTH:
        names = tuple(line.name for line in total.lacking)
        yield unchecked(name, message(_LACKING[kind], names=names), field=field, stated=stated)
        return
    summed = Total(stated, total.computed, total.suspects or total.parts, total.repeated)
    explain = explain_line if total.sure else explain_total
    yield from _say_total(name, stated, total.computed, explain(summed, EARLIER[kind], total.slips))


def _say_total(
    name: str, stated: Decimal, computed: Decimal, explanation: Message | None
) -> Iterator[Finding | Check]:
    field = name.replace("-", "_")
    found = compare(stated, computed)
    if found != "agrees":
        yield flag(
            name,
            message(
                name, stated=f"{stated:f}", computed=plain(computed), difference=plain(stated - computed)
            ),
            severity="info" if found == "close" else None,
            field=field,
            stated=stated,
            computed=computed,
            tolerance=HUNDREDTH,
            explanation=message("rounded-before") if found == "close" else explanation,
        )
    outcome = "differs" if found == "differs" else "agrees"
    yield Check(
        name,
        outcome,
        stated,
        computed,
        explanation=message("rounded-before") if found == "close" else None,
        field=field,
    )
