"""Which lines a form's totals add up: all of them, or all but the budget's execution where both totals leave it out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from audit.ledger.lines import Line, lines
from normalize.form import Form

Points = Callable[[Line], Decimal | None]


def counted_lines(form: Form) -> tuple[Line, ...]:
    """Return the lines that the form's totals add up."""
    return (
        lines(form)
        if beside_totals(form) is None
        else tuple(line for line in lines(form) if not line.execution)
    )


def beside_totals(form: Form) -> Line | None:
    """Return the execution's line where the totals leave it out (合计90分, besides 预算执行10分), else None.

    One total has to be the sum without it, and the other one nearer to the sum without it than to the whole
    one.
    """
    execution = next((line for line in lines(form) if line.execution and line.weight and line.score), None)
    totals = (form.weight_total, form.score_total)
    if execution is None or None in totals:
        return None
    gaps = [
        _gaps(form, total or Decimal(), points)
        for total, points in zip(totals, (_weight, _score), strict=True)
    ]
    leaves_out = any(without == 0 for _, without in gaps) and all(without < whole for whole, without in gaps)
    return execution if leaves_out else None


def summed(values: Iterable[Decimal | None]) -> Decimal:
    """Return the sum of the values that are printed."""
    return sum((value for value in values if value is not None), Decimal())


def _gaps(form: Form, total: Decimal, points: Points) -> Sequence[Decimal]:
    """Return how far a total is from the sum of all lines, and from the sum without the execution."""
    whole, without = lines(form), [line for line in lines(form) if not line.execution]
    return [abs(total - summed(points(line) for line in held)) for held in (whole, without)]


def _weight(line: Line) -> Decimal | None:
    return None if line.aside else line.weight


def _score(line: Line) -> Decimal | None:
    return line.score
