"""The sums that fail: which printed figures each adds up, and what may have happened to each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from audit.explain.cells import FormCell
from audit.finding import Finding
from audit.ledger import WHOLE, Ledger
from audit.ledger.execution import was_weighed
from audit.ledger.lines import LedgerLine, line_of
from audit.packs import Pack, binding
from audit.slips.numbers import YUAN_IN_WAN
from audit.slips.totals import TotalPart, UnequalTotal
from normalize import Form


@dataclass(frozen=True, slots=True)
class SumPart:
    """A figure of a sum in the unit of the form; ``cells`` print it, none where it is not printed as such.

    ``is_settled`` where another figure beside it confirms it: a score that is its weight.
    """

    part: TotalPart
    cells: tuple[FormCell, ...] = ()
    is_settled: bool = False


@dataclass(frozen=True, slots=True)
class FailedSum:
    """A sum that a finding says fails: ``total`` are the cells that print it, none where it is a norm (100).

    ``unit`` is what figures of the sum count in the fields of the form: yuan for amounts, 1 for points.
    ``with_part`` are cells that are to be 100 once a part is mended: a total that repeats the wrong sum.
    """

    finding: Finding
    stated: Decimal
    total: tuple[FormCell, ...]
    parts: tuple[SumPart, ...]
    repeated: tuple[Decimal, ...] = ()
    subtotals: tuple[tuple[str, Decimal], ...] = ()
    unit: Decimal = Decimal(1)
    with_part: tuple[FormCell, ...] = ()

    @property
    def computed(self) -> Decimal:
        """The sum of the parts."""
        return sum((one.part.value for one in self.parts), Decimal())

    def find_parts(self, cells: frozenset[FormCell]) -> Iterator[int]:
        """Yield the numbers of the parts that these cells print."""
        for number, one in enumerate(self.parts):
            if not cells.isdisjoint(one.cells):
                yield number

    @property
    def unequal(self) -> UnequalTotal:
        """The sum as slips see it."""
        parts = [one.part for one in self.parts]
        if self.finding.rule != "fund-total":
            return UnequalTotal(self.stated, self.computed, parts, self.repeated, self.subtotals)
        return UnequalTotal(
            self.stated, self.computed, parts, self.repeated, self.subtotals, scale=YUAN_IN_WAN
        )


def find_failed_sum(ledger: Ledger, pack: Pack, finding: Finding) -> FailedSum | None:
    """Return the sum that a finding is about, or None for another finding.

    None also where the figures known here do not add up to what the finding says: it counted otherwise.
    """
    find = _FINDERS.get(finding.rule)
    if find is None:
        return None
    for found in find(ledger, pack, finding):
        if found.computed * found.unit == finding.computed and found.stated != found.computed:
            return found
    return None


def _of_scores(ledger: Ledger, pack: Pack, finding: Finding) -> Iterator[FailedSum]:
    if finding.stated is None:
        return
    lines = [line for line in ledger.counted if line.counted_score is not None]
    repeated = tuple(i.score for i in ledger.form.indicators if i.sub and i.score is not None)
    parts = tuple(_score_part(ledger, pack, line) for line in lines)
    subtotals = _point_subtotals(ledger.form, "score")
    yield FailedSum(
        finding, finding.stated, (FormCell("form", 0, "score_total"),), parts, repeated, subtotals
    )


def _score_part(ledger: Ledger, pack: Pack, line: LedgerLine) -> SumPart:
    score = line.counted_score
    assert score is not None
    if score != line.score:
        return SumPart(TotalPart(line.name, score))
    is_full = line.weight == score
    earlier = () if line.weight is None or is_full else (line.weight,)
    by_rate: tuple[tuple[str, Decimal], ...] = ()
    if line.is_execution:
        by_rate = ledger.execution_scores(binding(pack, "score", ledger.form.year))
    part = TotalPart(line.name, score, line.is_execution, earlier, "earlier-score", by_rate)
    return SumPart(part, cells_of(ledger.form, line, "score"), is_full)


def _of_weights(ledger: Ledger, pack: Pack, finding: Finding) -> Iterator[FailedSum]:
    """Yield the sum of the weights; a total that is no 100 and repeats the sum is to be 100 with it."""
    stated, printed = finding.stated, (FormCell("form", 0, "weight_total"),)
    total: tuple[FormCell, ...] = printed
    with_part: tuple[FormCell, ...] = ()
    if stated == finding.computed:
        with_part = printed
    if stated in (None, WHOLE, finding.computed):
        stated, total = WHOLE, ()
    repeated = tuple(i.weight for i in ledger.form.indicators if i.sub and i.weight is not None)
    weighed = [line for line in ledger.counted if line.weight is not None]
    in_hundred = [line for line in weighed if not line.extra]
    for lines in (in_hundred, weighed):
        parts = tuple(_weight_part(ledger, pack, line, lines) for line in lines)
        subtotals = _point_subtotals(ledger.form, "weight")
        yield FailedSum(finding, stated or WHOLE, total, parts, repeated, subtotals, with_part=with_part)


def _weight_part(ledger: Ledger, pack: Pack, line: LedgerLine, lines: Sequence[LedgerLine]) -> SumPart:
    assert line.weight is not None
    is_full = line.weight == line.score
    earlier: tuple[Decimal, ...] = ()
    if line.is_execution:
        meant = WHOLE - sum((one.weight or Decimal() for one in lines if one is not line), Decimal())
        weighed = ledger.scored is not None and was_weighed(
            ledger.scored, meant, binding(pack, "score", ledger.form.year)
        )
        earlier = (meant,) if weighed else ()
        is_full = is_full and not weighed
    elif line.score is not None and not is_full:
        earlier = (line.score,)
    part = TotalPart(line.name, line.weight, line.is_execution, earlier, "earlier-weight")
    return SumPart(part, cells_of(ledger.form, line, "weight"), is_full)


def cells_of(form: Form, line: LedgerLine, field: str) -> tuple[FormCell, ...]:
    """Return the cells that print a line's weight or score: an execution may have one in both tables."""
    cells: list[FormCell] = []
    for entity, ordinal, rows in (
        ("fund", line.fund, form.funds),
        ("indicator", line.indicator, form.indicators),
    ):
        row = next((row for row in rows if row.ordinal == ordinal), None)
        if row is not None and getattr(row, field) is not None:
            cells.append(FormCell(entity, row.ordinal, field))
    return tuple(cells)


def _of_a_level(ledger: Ledger, pack: Pack, finding: Finding) -> Iterator[FailedSum]:
    form = ledger.form
    for level in ledger.level_sums:
        if (f"level{level.depth}", level.indicator) != (finding.field, finding.indicator):
            continue
        prints = [
            one
            for one in form.levels
            if (one.depth, one.name, one.weight) == (level.depth, level.name, level.stated)
        ]
        lines = [line_of(indicator) for indicator in level.below]
        parts = tuple(_weight_part(ledger, pack, line, lines) for line in lines if line.weight is not None)
        cells = tuple(FormCell("level", one.ordinal, "weight") for one in prints)
        yield FailedSum(finding, level.stated, cells, parts)


def _of_sources(ledger: Ledger, _: Pack, finding: Finding) -> Iterator[FailedSum]:
    if ledger.total_fund is None:
        return
    unit = ledger.unit_yuan
    for one in ledger.fund_sums:
        if (one.field, one.stated, one.computed) != (finding.field, finding.stated, finding.computed):
            continue
        assert one.stated is not None
        field = "amount_yuan" if one.is_list else one.field
        parts = tuple(SumPart(TotalPart(name, value / unit)) for name, value in one.parts)
        if len(one.rows) == len(parts):  # each part is a row of its own, no heading with an amount
            rows = zip(one.rows, parts, strict=True)
            parts = tuple(SumPart(part.part, (FormCell("fund", row, field),)) for row, part in rows)
        repeated: tuple[Decimal, ...] = ()
        if not one.is_list:
            uncounted = [fund for fund in ledger.form.funds if fund.among and not fund.total]
            amounts = [getattr(fund, field) for fund in uncounted if fund.ordinal not in one.rows]
            repeated = tuple(amount / unit for amount in amounts if amount)
        total = (FormCell("fund", ledger.total_fund.ordinal, one.field),)
        subtotals = tuple(_fund_subtotals(ledger.form, field, unit))
        yield FailedSum(finding, one.stated / unit, total, parts, repeated, subtotals, unit=unit)


def _fund_subtotals(form: Form, field: str, unit: Decimal) -> Iterator[tuple[str, Decimal]]:
    """Yield the subtotals of a column of the funds, by name, that a total could count as sources."""
    for fund in form.funds:
        value: Decimal | None = getattr(fund, field)
        if fund.subtotal and value:
            yield fund.source, value / unit


def _point_subtotals(form: Form, field: str) -> tuple[tuple[str, Decimal], ...]:
    """Return the subtotals of weights or scores, by name, that a total could count as lines."""
    found = [(one.name, getattr(one, field)) for one in form.subtotals]
    return tuple((name, value) for name, value in found if value)


_Finder = Callable[[Ledger, Pack, Finding], Iterator[FailedSum]]

_FINDERS: dict[str, _Finder] = {
    "score-total": _of_scores,
    "weight-total": _of_weights,
    "level-weight": _of_a_level,
    "fund-total": _of_sources,
}
