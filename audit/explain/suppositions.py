"""What may have happened to a form: one figure that is wrong, or one slip that spoilt several sums."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from audit.explain.cells import Changes, FormCell
from audit.explain.sums import FailedSum
from audit.explain.trials import Trials
from audit.finding import About
from audit.ledger import Ledger
from audit.messages.words import COLUMNS
from audit.slips.numbers import WHOLE_FIGURE, Slip, plain
from audit.slips.totals import Way, ways_of_part, ways_of_total
from extract import Message, message

_MADE_OF_TOTALS = frozenset({"execution-rate", "execution-score"})
"""Rules that hold what people make of the total row: it follows a total that leaves a source out."""


@dataclass(frozen=True, slots=True)
class Supposition:
    """A change of the form's ``cells`` that mends findings and makes none.

    ``ways`` are the slips that would have made it so, none where only the figure is known. ``meant`` says
    what the figure should be. ``is_pattern`` marks one slip that spoilt several sums.
    """

    cells: frozenset[FormCell]
    mended: frozenset[About]
    ways: tuple[Slip, ...]
    meant: Message | None = None
    is_pattern: bool = False


def suppose_one_figure(failed: FailedSum, trials: Trials) -> Iterator[Supposition]:
    """Yield each figure of a sum of which another value mends the sum and what else hangs on it.

    The only part of a sum is no part of it: what it should be is the total.
    """
    unequal = failed.unequal
    if failed.total:
        changes = dict.fromkeys(failed.total, failed.computed * failed.unit)
        code = "level-meant" if failed.finding.rule == "level-weight" else "total-meant"
        meant = message(code, stated=plain(failed.stated), computed=plain(failed.computed))
        mended = trials.find_mended(changes)
        if mended:
            ways = _pick_fitting(ways_of_total(unequal), unequal.difference)
            yield Supposition(frozenset(changes), mended, ways, meant)
    if len(failed.parts) == 1:
        return
    for number, one in enumerate(failed.parts):
        value = one.part.value + unequal.difference
        if one.is_settled or not one.cells or value < 0:
            continue
        changes = dict.fromkeys(one.cells, value * failed.unit)
        changes.update(dict.fromkeys(failed.with_part, failed.stated))
        meant = message("line-meant", name=one.part.name, value=plain(one.part.value), meant=plain(value))
        mended = trials.find_mended(changes)
        if mended:
            ways = _pick_fitting(ways_of_part(unequal, number), unequal.difference)
            yield Supposition(frozenset(changes), mended, ways, meant)


def _pick_fitting(ways: Iterable[Way], difference: Decimal) -> tuple[Slip, ...]:
    return tuple(way.slip for way in ways if way.difference == difference)


def suppose_patterns(ledger: Ledger, sums: Sequence[FailedSum], trials: Trials) -> Iterator[Supposition]:
    """Yield the slips that spoil several sums at once."""
    yield from _suppose_line_left_out(sums, trials)
    yield from _suppose_row_left_out(ledger, sums, trials)
    yield from _suppose_moved_points(sums, trials)


def _suppose_line_left_out(sums: Sequence[FailedSum], trials: Trials) -> Iterator[Supposition]:
    """Suppose a line that both totals leave out, or count twice."""
    scores = next((one for one in sums if one.finding.rule == "score-total"), None)
    weights = next((one for one in sums if one.finding.rule == "weight-total"), None)
    if scores is None or weights is None:
        return
    weight_of = {_name_line(one.cells): one.part.value for one in weights.parts if one.cells}
    changes = dict.fromkeys(scores.total, scores.computed) | dict.fromkeys(weights.total, weights.computed)
    for one in scores.parts:
        part, weight = one.part, weight_of.get(_name_line(one.cells))
        for sign, code in ((-1, "line-left-out-of-both"), (1, "line-twice-in-both")):
            if not part.value or not weight or not weights.total:
                continue
            if (scores.unequal.difference, weights.unequal.difference) != (sign * part.value, sign * weight):
                continue
            told = message(code, name=part.name, score=plain(part.value), weight=plain(weight))
            yield from _try_pattern(trials, changes, told)


def _name_line(cells: Sequence[FormCell]) -> tuple[str, int] | None:
    """Return the row of a line's first cell."""
    return next(((cell.entity, cell.ordinal) for cell in cells), None)


def _suppose_row_left_out(ledger: Ledger, sums: Sequence[FailedSum], trials: Trials) -> Iterator[Supposition]:
    """Suppose a row of the funds that several columns of the total row leave out, or count twice."""
    columns = [one for one in sums if one.finding.rule == "fund-total"]
    for fund in ledger.form.funds:
        for sign, code in ((-1, "row-left-out"), (1, "row-twice")):
            missing = [one for one in columns if _counts_row(one, fund.ordinal, sign)]
            if len(missing) <= 1:
                continue
            changes: dict[FormCell, Decimal] = {}
            for one in missing:
                changes.update(dict.fromkeys(one.total, one.computed * one.unit))
            names = tuple(COLUMNS[one.finding.field or "amount_yuan"] for one in missing)
            told = message(code, name=fund.source, columns=names)
            yield from _try_pattern(trials, changes, told, _MADE_OF_TOTALS)


def _counts_row(one: FailedSum, ordinal: int, sign: int) -> bool:
    """Tell whether a column's difference is just what a row of it prints."""
    for part in one.parts:
        if part.cells and part.cells[0].ordinal == ordinal:
            return part.part.value != 0 and one.unequal.difference == sign * part.part.value
    return False


def _suppose_moved_points(sums: Sequence[FailedSum], trials: Trials) -> Iterator[Supposition]:
    """Suppose points that one level has too many and another one of its depth too few."""
    levels = [one for one in sums if one.finding.rule == "level-weight"]
    for high in levels:
        for low in levels:
            moved = high.computed - high.stated
            if moved <= 0 or moved != low.stated - low.computed or high.finding.field != low.finding.field:
                continue
            changes = dict.fromkeys(high.total, high.computed) | dict.fromkeys(low.total, low.computed)
            names = {"high": _name_level(high), "low": _name_level(low)}
            yield from _try_pattern(trials, changes, message("points-moved", **names, moved=plain(moved)))


def _name_level(one: FailedSum) -> str | Message:
    name = dict(one.finding.message.args)["name"]
    assert isinstance(name, str | Message)
    return name


def _try_pattern(
    trials: Trials, changes: Changes, told: Message, follow: frozenset[str] = frozenset()
) -> Iterator[Supposition]:
    mended = trials.find_mended(changes, follow)
    if len(mended) > 1:
        slip = Slip(WHOLE_FIGURE, told)
        yield Supposition(frozenset(changes), mended, (slip,), is_pattern=True)
