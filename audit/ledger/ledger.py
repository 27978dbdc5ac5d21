"""The ledger of a form: its lines, sums, subtotals and execution, built once; rules read it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from audit.ledger.execution import Scored, meant_scores, uncapped_scores
from audit.ledger.formula import (
    Formula,
    Ratio,
    find_base_column,
    find_divided,
    find_formula,
    ratio_of,
    read_amount,
)
from audit.ledger.levels import LevelSum, find_level_sums
from audit.ledger.lines import (
    LedgerLine,
    find_execution,
    find_lines,
    find_scored_fund,
    find_scored_rows,
    find_total_fund,
)
from audit.ledger.printed import form_unit, unit_yuan
from audit.ledger.review import ReviewSum, find_review_sum
from audit.ledger.sources import FundSum, find_fund_sums
from audit.ledger.subtotals import SubtotalSum, find_subtotal_sums
from audit.ledger.targets import TargetComparison, compare_to_target
from audit.ledger.unit_kinds import has_unit_conflict
from audit.ledger.unit_slips import UnitSlip, find_unit_slips
from audit.packs import PackClause
from normalize import Form, Fund, Indicator

WHOLE = Decimal(100)
"""What weights add up to, and what a score can be at most."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """A form as an accountant reads it.

    ``lines`` are what the totals of scores and weights could add up, ``counted`` those that they do add up:
    all of them, or all but ``execution_beside``, the execution's line where both totals leave it out.
    ``rows`` are all rows with points, ``execution`` is the execution's line. ``fund_sums`` and ``level_sums``
    hold amounts and weights against what is below them. ``formula`` is that of the execution rate (None where
    it is not known) and ``base`` the column that it divides by; ``unit`` is the form's money unit.
    ``scored_rows`` is the execution's row with its weight and score, or the sources that they are split over.
    ``comparisons`` are targets beside their actuals, by the indicator's ordinal; ``unit_conflicts`` are the
    ordinals of indicators whose target and actual are of different kinds of units. ``review`` is the second
    score column (复核分), None where the form has none; ``subtotals`` are sums inside the tables, with their
    parts; ``unit_slips`` are amounts in 元 among others in 万元.
    """

    form: Form
    lines: tuple[LedgerLine, ...]
    counted: tuple[LedgerLine, ...]
    rows: tuple[LedgerLine, ...]
    execution: LedgerLine | None
    execution_beside: LedgerLine | None
    total_fund: Fund | None
    scored_fund: Fund | None
    fund_sums: tuple[FundSum, ...]
    level_sums: tuple[LevelSum, ...]
    formula: Formula | None
    base: str
    unit: str
    scored_rows: tuple[Scored, ...]
    comparisons: Mapping[int, TargetComparison]
    unit_conflicts: frozenset[int]
    review: ReviewSum | None
    subtotals: tuple[SubtotalSum, ...]
    unit_slips: tuple[UnitSlip, ...]

    @property
    def unit_yuan(self) -> Decimal:
        """How many yuan the money unit is."""
        return unit_yuan(self.unit)

    @property
    def scored(self) -> Scored | None:
        """The execution's weight and score; None where they are not printed or are split over sources."""
        if len(self.scored_rows) != 1:
            return None
        return self.scored_rows[0]

    @property
    def uncapped_scores(self) -> tuple[Decimal, ...]:
        """What the execution would score by its rates without a cap."""
        if self.scored is None:
            return ()
        return uncapped_scores(self.scored)

    def ratio(self, fund: Fund) -> Ratio | None:
        """Return what a fund row's rate divides, or None where an amount or the formula is not known.

        An amount in 元 among others in 万元, which its sum tells of, counts as it was meant.
        """
        if self.formula is None:
            return None
        in_sums = (slip for slip in self.unit_slips if slip.is_in_sum)
        return ratio_of(self.formula, _correct(fund, in_sums), self.base)

    def as_meant(self, fund: Fund) -> Fund:
        """Return a fund row with amounts in 元 among others in 万元 as they were meant."""
        return _correct(fund, self.unit_slips)

    def computed_rate(self, fund: Fund) -> Decimal | None:
        """Return the rate of a fund row's amounts, or None where one is not known or nothing was budgeted."""
        if self.formula is None:
            return None
        amounts = find_divided(self.formula, fund, self.base)
        if amounts is None:
            return None
        return amounts.value

    def rate(self, fund: Fund) -> Decimal | None:
        """Return a fund row's rate: of its amounts, else the one it prints."""
        computed = self.computed_rate(fund)
        if computed is None:
            return fund.rate
        return computed

    def budgets_nothing(self, fund: Fund) -> bool:
        """Tell whether the amount that the rate of a fund row divides by is printed as 0."""
        if self.formula is None:
            return False
        return read_amount(fund, self.base) == 0

    def execution_scores(self, clauses: Iterable[PackClause]) -> tuple[tuple[str, Decimal], ...]:
        """Return what the execution may score by these rules, each with its rate as printed."""
        if self.scored is None:
            return ()
        return meant_scores(self.scored, clauses)

    def comparison(self, indicator: Indicator) -> TargetComparison | None:
        """Return an indicator's target beside its actual, or None where they are not told surely."""
        return self.comparisons.get(indicator.ordinal)


def build_ledger(form: Form, before: Ledger | None = None) -> Ledger:
    """Return the ledger of a form.

    ``before`` is that of the same form with other points or amounts: its targets and actuals are compared
    already.
    """
    lines, execution = find_lines(form), find_execution(form)
    beside, counted = _find_execution_beside(form, lines), lines
    if beside is not None:
        counted = _without_execution(lines)
    formula, base = find_formula(form), ""
    if formula is not None:
        base = find_base_column(formula, form.funds)
    unit = form_unit(form)
    fund_sums = tuple(find_fund_sums(form))
    slips = tuple(find_unit_slips(form, fund_sums, formula, base, unit_yuan(unit)))
    return Ledger(
        form=form,
        lines=lines,
        counted=counted,
        rows=tuple(find_scored_rows(form)),
        execution=execution,
        execution_beside=beside,
        total_fund=find_total_fund(form),
        scored_fund=find_scored_fund(form),
        fund_sums=fund_sums,
        level_sums=tuple(find_level_sums(form)),
        formula=formula,
        base=base,
        unit=unit,
        scored_rows=tuple(_find_scored(form, execution, formula, base, unit, slips=slips)),
        comparisons=before.comparisons if before else _compare_all(form),
        review=find_review_sum(form, lines),
        unit_slips=slips,
        subtotals=tuple(find_subtotal_sums(form, lines)),
        unit_conflicts=before.unit_conflicts if before else _find_unit_conflicts(form),
    )


def _find_unit_conflicts(form: Form) -> frozenset[int]:
    return frozenset(one.ordinal for one in form.indicators if has_unit_conflict(one))


def _correct(fund: Fund, slips: Iterable[UnitSlip]) -> Fund:
    for slip in slips:
        fund = slip.correct(fund)
    return fund


def add_printed(values: Iterable[Decimal | None]) -> Decimal:
    """Return the sum of the values that are printed."""
    return sum((value for value in values if value is not None), Decimal())


def _find_scored(
    form: Form,
    execution: LedgerLine | None,
    formula: Formula | None,
    base: str,
    unit: str,
    *,
    slips: Sequence[UnitSlip],
) -> Iterator[Scored]:
    """Yield the execution's weight and score with its fund row, row by row where they are split over sources.

    Nothing where one of them is not printed.
    """
    if execution is None:
        return
    for fund in form.funds:
        weight, score = execution.weight, execution.score
        if fund.ordinal in execution.split:
            weight, score = fund.weight, fund.score
        elif execution.split or fund.ordinal != execution.fund:
            continue
        amounts = None
        if formula is not None:
            amounts = find_divided(formula, _correct(fund, slips), base)
        if weight is not None and score is not None:
            yield Scored(weight=weight, score=score, fund=fund, amounts=amounts, unit=unit)


def _compare_all(form: Form) -> Mapping[int, TargetComparison]:
    found = ((indicator.ordinal, compare_to_target(indicator)) for indicator in form.indicators)
    return {ordinal: comparison for ordinal, comparison in found if comparison is not None}


def _without_execution(lines: Sequence[LedgerLine]) -> tuple[LedgerLine, ...]:
    return tuple(line for line in lines if not line.is_execution)


def _find_execution_beside(form: Form, lines: Sequence[LedgerLine]) -> LedgerLine | None:
    """Return the execution's line where the totals leave it out (合计90分, besides 预算执行10分), else None.

    One total has to be the sum without it, and the other one nearer to the sum without it than to the whole
    one; an execution that scores 0 is told by the weights alone.
    """
    executions = (line for line in lines if line.is_execution)
    execution = next((line for line in executions if line.weight and line.score is not None), None)
    if execution is None or form.weight_total is None or form.score_total is None:
        return None
    gaps = [_gaps(lines, form.weight_total, _weigh_in_hundred)]
    if execution.score:
        gaps.append(_gaps(lines, form.score_total, lambda line: line.counted_score))
    if any(without >= whole for whole, without in gaps):
        return None
    leaves_one_out = any(without == 0 for _, without in gaps)
    return execution if leaves_one_out else None


def _weigh_in_hundred(line: LedgerLine) -> Decimal | None:
    """Return a line's weight, None for a row beside the hundred points."""
    if line.extra:
        return None
    return line.weight


def _gaps(
    lines: Sequence[LedgerLine], total: Decimal, points: Callable[[LedgerLine], Decimal | None]
) -> tuple[Decimal, Decimal]:
    """Return how far a total is from the sum of all lines, and from the sum without the execution."""
    whole = add_printed(points(line) for line in lines)
    without = add_printed(points(line) for line in _without_execution(lines))
    return abs(total - whole), abs(total - without)
