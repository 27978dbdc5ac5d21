"""Sums inside the table: 小计 rows, levels in rows of their own, list headings, sources with parts.

Each is held against its parts, and counted in no other sum.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from audit.ledger.formula import read_amount
from audit.ledger.lines import LedgerLine
from audit.ledger.sources import AMOUNT_COLUMNS, NestedSource, find_source_groups, says_none
from extract import Doubt, Message, find_doubt
from normalize import Form, Fund, Indicator, Subtotal

_POINTS = ("weight", "score", "review_score")


@dataclass(frozen=True, slots=True)
class SubtotalSum:
    """A figure that should be the sum of its ``parts`` (names and values), in yuan where it ``is_money``.

    ``subtotal`` or ``fund`` is the ordinal of the row that states it, ``field`` the column. ``lacking`` are
    parts that print nothing there, ``doubt`` tells how it was chosen which rows it adds up.
    """

    name: str
    field: str
    stated: Decimal
    parts: tuple[tuple[str | Message, Decimal], ...]
    lacking: tuple[str | Message, ...] = ()
    subtotal: int | None = None
    fund: int | None = None
    is_money: bool = False
    doubt: Doubt | None = None

    @property
    def computed(self) -> Decimal:
        """The sum of the parts."""
        return sum((value for _, value in self.parts), Decimal())


def find_subtotal_sums(form: Form, lines: Sequence[LedgerLine]) -> Iterator[SubtotalSum]:
    """Yield every subtotal that a form prints, column by column."""
    for subtotal in form.subtotals:
        yield from _sum_points(form, subtotal, lines)
        yield from _sum_list(form, subtotal)
    yield from _sum_rows_of_subtotals(form)
    for nested in find_source_groups(form):
        yield from _sum_parts_of_source(nested)


def _sum_points(form: Form, subtotal: Subtotal, lines: Sequence[LedgerLine]) -> Iterator[SubtotalSum]:
    added = [line for line in lines if line.indicator in subtotal.lines]
    indicators = {indicator.ordinal: indicator for indicator in form.indicators}
    for field in _POINTS:
        stated: Decimal | None = getattr(subtotal, field)
        if stated is None or not added:
            continue
        values = [(line, _read_points(line, indicators, field)) for line in added]
        yield SubtotalSum(
            name=subtotal.name,
            field=field,
            stated=stated,
            parts=tuple((line.name, value) for line, value in values if value is not None),
            lacking=tuple(line.name for line, value in values if value is None and line.extra is None),
            subtotal=subtotal.ordinal,
            doubt=find_doubt(subtotal.where.get(field, ())),
        )


def _read_points(line: LedgerLine, indicators: Mapping[int, Indicator], field: str) -> Decimal | None:
    """Return a line's points in a column, as a sum counts them."""
    if field == "weight":
        return line.weight
    if field == "score":
        return line.counted_score
    indicator = indicators.get(line.indicator or 0)
    if indicator is None:
        return None
    return indicator.review_score


def _sum_list(form: Form, subtotal: Subtotal) -> Iterator[SubtotalSum]:
    """Yield the amount that a list's heading prints, as 按收入性质分:2030.12."""
    rows = [fund for fund in form.funds if fund.ordinal in subtotal.funds]
    is_single_part = [row.among for row in rows] == [True]
    if subtotal.amount_yuan is None or not rows or is_single_part:
        return
    yield SubtotalSum(
        name=subtotal.name,
        field="amount_yuan",
        stated=subtotal.amount_yuan,
        parts=_parts_of(rows, "amount"),
        lacking=_lacking(rows, "amount"),
        subtotal=subtotal.ordinal,
        is_money=True,
        doubt=find_doubt(subtotal.where.get("amount", ())),
    )


def _sum_rows_of_subtotals(form: Form) -> Iterator[SubtotalSum]:
    """Yield the columns of 小计 rows among the funds, over the rows that each closes or opens."""
    for subtotal, rows in _find_summed_rows(form.funds):
        yield from _sum_columns(subtotal, rows, (*AMOUNT_COLUMNS, "amount"))


def _find_summed_rows(funds: Sequence[Fund]) -> Iterator[tuple[Fund, Sequence[Fund]]]:
    """Yield each 小计 row with its rows.

    Those above it back to the row before that is a sum; those below where the first 小计 has none above. Where
    they do not add up and the nearest of them do, the others stand beside the 小计: 财政拨款小计, 中央, 县级, 其他资金.
    """
    at = [n for n, fund in enumerate(funds) if fund.subtotal]
    bounds = [n for n, fund in enumerate(funds) if fund.subtotal or fund.total]
    if not at:
        return
    are_below = at[0] == 0 or at[0] - 1 in bounds
    for place in at:
        start = max((n for n in bounds if n < place), default=-1) + 1
        end = place
        if are_below:
            start, end = place + 1, min((n for n in bounds if n > place), default=len(funds))
        of_the_list = [row for row in funds[start:end] if row.list_heading == funds[place].list_heading]
        nearest_first = of_the_list if are_below else of_the_list[::-1]
        yield funds[place], _pick_summed(funds[place], nearest_first)


def _pick_summed(row: Fund, nearest_first: Sequence[Fund]) -> Sequence[Fund]:
    """Return the rows that a 小计 adds up: all, or its nearest ones (two or more) where more columns add up."""
    fewest = 2
    runs = [nearest_first[:count] for count in range(len(nearest_first), fewest - 1, -1)]
    if not runs:
        return nearest_first
    return max(runs, key=lambda rows: _count_agreeing(row, rows))


def _count_agreeing(row: Fund, rows: Sequence[Fund]) -> int:
    sums = _sum_columns(row, rows, (*AMOUNT_COLUMNS, "amount"))
    return sum(one.stated == one.computed != 0 for one in sums)


def _sum_parts_of_source(nested: NestedSource) -> Iterator[SubtotalSum]:
    """Yield the columns of a source and its 其中 rows, where one of them at least adds up.

    A single 其中 row may be a part only, and less.
    """
    sums = list(_sum_columns(nested.source, nested.parts, AMOUNT_COLUMNS))
    if not any(one.stated == one.computed != 0 for one in sums):
        return
    is_single = len(nested.parts) == 1
    for one in sums:
        may_be_a_part = is_single and one.computed < one.stated
        if not one.lacking and not may_be_a_part:
            yield one


def _sum_columns(row: Fund, parts: Sequence[Fund], columns: Iterable[str]) -> Iterator[SubtotalSum]:
    for name in columns:
        stated = read_amount(row, name)
        printed = _parts_of(parts, name)
        if stated is None or not printed:
            continue
        yield SubtotalSum(
            name=row.source,
            field=f"{name}_yuan",
            stated=stated,
            parts=printed,
            lacking=_lacking(parts, name),
            fund=row.ordinal,
            is_money=True,
        )


def _parts_of(rows: Sequence[Fund], name: str) -> tuple[tuple[str, Decimal], ...]:
    amounts = [(row.source, read_amount(row, name)) for row in rows]
    return tuple((source, value) for source, value in amounts if value is not None)


def _lacking(rows: Sequence[Fund], name: str) -> tuple[str, ...]:
    unprinted = [row for row in rows if read_amount(row, name) is None]
    return tuple(row.source for row in unprinted if not says_none(row.texts.get(name, "")))
