"""Which fund rows add up to the total row, column by column and list by list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from audit.ledger.formula import read_amount
from audit.ledger.lines import find_total_fund
from audit.ledger.printed import form_unit, unit_yuan
from audit.slips.numbers import HUNDREDTH, YUAN_IN_WAN, compare
from audit.slips.totals import TotalPart, UnequalTotal, is_slip_of_a_part
from normalize import Form, Fund, is_blank

AMOUNT_COLUMNS = ("initial", "budget", "net", "executed", "transferred")
_FEWEST_PARTS = 2  # of a source, where no 其中 marks them: one equal amount is another source
_MOST_NESTED_PARTS = 8
"""Rows below a source among which parts with parts of their own are sought."""
_LIST_COLUMNS = ("executed", "budget", "initial", "amount")


@dataclass(frozen=True, slots=True)
class FundSum:
    """Sources that should add up to ``stated``, the total row's amount in ``field``; amounts in yuan.

    ``parts`` are names and amounts, ``rows`` the ordinals of their fund rows. ``heading`` is the list's
    (按收入性质分), ``is_list`` marks a list of amounts without a column of their own, ``is_single`` one that is a
    single 其中 row; ``blank`` are the sources whose amount is left empty: a placeholder or a 0 says that there
    is none. ``is_chosen`` tells that rows without 其中 are left out as parts of another because the others add
    up.
    """

    field: str
    stated: Decimal | None
    parts: tuple[tuple[str, Decimal], ...]
    rows: tuple[int, ...] = ()
    blank: tuple[str, ...] = ()
    heading: str | None = None
    is_single: bool = False
    is_list: bool = False
    is_chosen: bool = False

    @property
    def is_partial(self) -> bool:
        """Whether the sources may be only a part of the total."""
        return self.is_single or bool(self.blank)

    @property
    def computed(self) -> Decimal:
        """The sum of the parts, in yuan."""
        return sum((value for _, value in self.parts), Decimal())


@dataclass(frozen=True, slots=True)
class NestedSource:
    """A source with the rows behind it that are its parts."""

    source: Fund
    parts: tuple[Fund, ...]

    @property
    def is_marked(self) -> bool:
        """Whether the parts begin with a 其中 row."""
        return self.parts[0].among


@dataclass(frozen=True, slots=True)
class _SourceList:
    """The rows below one heading, and those of them that stand side by side."""

    heading: str | None
    rows: tuple[Fund, ...]
    side_by_side: tuple[Fund, ...]

    @property
    def groups(self) -> tuple[NestedSource, ...]:
        """The sources with rows behind them that are their parts."""
        kept = {row.ordinal for row in self.side_by_side}
        groups: list[NestedSource] = []
        for row in self.rows:
            if row.ordinal in kept:
                groups.append(NestedSource(row, ()))
            elif groups:
                last = groups.pop()
                groups.append(NestedSource(last.source, (*last.parts, row)))
        return tuple(group for group in groups if group.parts)

    @property
    def is_chosen(self) -> bool:
        """Whether a source's parts are not marked as such (其中): they are because the other rows add up."""
        return not all(group.is_marked for group in self.groups)


def find_source_groups(form: Form) -> Iterator[NestedSource]:
    """Yield each source that has 其中 rows of its own, which no sum of the total row counts."""
    total = find_total_fund(form)
    if total is None:
        return
    unit = unit_yuan(form_unit(form))
    for one in _find_lists(form, total):
        for group in one.groups:
            yield from _open_group(group, unit)


def _open_group(group: NestedSource, unit: Decimal) -> Iterator[NestedSource]:
    """Yield a source that 其中 rows part with those side by side, and those among them that have parts."""
    if not group.is_marked:
        return
    if not any(row.among for row in group.parts[1:]):
        yield group
        return
    side_by_side = tuple(_find_side_by_side(group.source, group.parts, unit))
    yield NestedSource(group.source, side_by_side)
    for inner in _SourceList(None, group.parts, side_by_side).groups:
        yield from _open_group(inner, unit)


def _find_lists(form: Form, total: Fund) -> list[_SourceList]:
    """Return the lists of sources; a 小计 row is no source."""
    sources = [fund for fund in form.funds if not (fund.total or fund.subtotal)]
    unit = unit_yuan(form_unit(form))
    return [
        _SourceList(heading, tuple(rows), tuple(_find_side_by_side(total, rows, unit)))
        for heading, rows in _by_heading(sources)
    ]


def find_fund_sums(form: Form) -> Iterator[FundSum]:
    """Yield what the total fund row has to be: one sum a column, and one for each list of amounts."""
    total = find_total_fund(form)
    if total is None:
        return
    sources = [fund for fund in form.funds if not (fund.total or fund.subtotal)]
    lists = _find_lists(form, total)
    for name in AMOUNT_COLUMNS:
        amounts = _amounts(sources, name)
        if not amounts:
            continue
        is_printed = read_amount(total, name) is not None
        if is_printed or any(amounts):
            yield _sum_column(total, lists, name)
    headings = {one.name: one.amount_yuan for one in form.subtotals if one.amount_yuan is not None}
    yield from _sum_lists(total, lists, headings, unit_yuan(form_unit(form)))


def _sum_column(total: Fund, lists: Sequence[_SourceList], name: str) -> FundSum:
    """Return the column's sum: of the lists that add up to the total, else the first that does not."""
    stated = read_amount(total, name)
    sums = [
        replace(_sum_rows(one.side_by_side, name, stated, one.heading), is_chosen=one.is_chosen)
        for one in lists
        if _amounts(one.rows, name)
    ]
    return next((one for one in sums if one.computed != one.stated), sums[0])


def _find_side_by_side(total: Fund, rows: Sequence[Fund], unit: Decimal) -> Sequence[Fund]:
    """Return the rows that stand side by side, as most columns tell: others are parts of the one above."""
    first_own = next((n for n, row in enumerate(rows) if not row.among), len(rows))
    nested = [n for n in range(first_own, len(rows)) if rows[n].among]
    without_nested = [row for n, row in enumerate(rows) if n not in nested]
    by_sums = [_without_parts(rows, name) for name in AMOUNT_COLUMNS]
    readings = sorted((without_nested, *by_sums), key=len)
    readings.append(rows)
    for start in nested:
        readings += [[*rows[:start], *rows[end:]] for end in range(start + 1, len(rows) + 1)]
    return max(readings, key=lambda reading: _count_columns_that_hold(total, reading, unit))


def _without_parts(rows: Sequence[Fund], name: str) -> Sequence[Fund]:
    """Return the rows without the parts that sum to the one above: two or more, or those from a 其中 row."""
    kept: list[Fund] = []
    at = 0
    while at < len(rows):
        row = rows[at]
        kept.append(row)
        at = _find_end_of_parts(rows, at + 1, name)
    return kept


def _find_end_of_parts(rows: Sequence[Fund], start: int, name: str) -> int:
    """Return the end of the rows from ``start`` that are parts of the row above, ``start`` where none are.

    A row of the same name is that row printed twice, and no part.
    """
    above = rows[start - 1]
    amount = read_amount(above, name)
    if not amount:
        return start
    for end in range(start + 1, len(rows) + 1):
        if rows[end - 1].source == above.source:
            return start
        if _are_parts(rows[start:end], name, amount):
            return end
    return start


def _are_parts(rows: Sequence[Fund], name: str, amount: Decimal) -> bool:
    several = [value for value in _amounts(rows, name) if value]
    if not rows[0].among and len(several) < _FEWEST_PARTS:
        return False
    if _add_up(rows, name) == amount:
        return True
    may_hold_parts = any(row.among for row in rows[1:]) and len(rows) <= _MOST_NESTED_PARTS
    return may_hold_parts and _add_up(_without_parts(rows, name), name) == amount


def _count_columns_that_hold(total: Fund, rows: Sequence[Fund], unit: Decimal) -> int:
    holding = 0
    for name in AMOUNT_COLUMNS:
        stated = read_amount(total, name)
        if stated is None:
            continue
        found = compare(stated, _add_up(rows, name), HUNDREDTH * unit)
        holding += found != "differs"
    return holding


def _amounts(rows: Sequence[Fund], name: str) -> list[Decimal]:
    return [value for row in rows if (value := read_amount(row, name)) is not None]


def _add_up(rows: Sequence[Fund], name: str) -> Decimal:
    return sum(_amounts(rows, name), Decimal())


def _sum_lists(
    total: Fund, lists: Sequence[_SourceList], headings: Mapping[str, Decimal], unit: Decimal
) -> Iterator[FundSum]:
    of_amounts = [one for one in lists if _amounts(one.rows, "amount")]
    sums = [_sum_list(total, one, headings) for one in of_amounts]
    for one in sums:
        name = _find_column_of_list(total, one, sums, unit)
        yield replace(one, field=f"{name}_yuan", stated=read_amount(total, name), is_list=True)


def _sum_list(total: Fund, one: _SourceList, headings: Mapping[str, Decimal]) -> FundSum:
    """Return a list's sum, or its heading's amount (checked by itself) where the list misses the total."""
    added = _sum_rows(one.rows, "amount", None, one.heading)
    printed = [read_amount(total, name) for name in _LIST_COLUMNS]
    if one.heading is None or added.computed in printed:
        return added
    amount = headings.get(one.heading)
    if amount is None:
        return added
    return replace(added, parts=((one.heading, amount),), rows=(), blank=(), is_single=False)


def _find_column_of_list(total: Fund, one: FundSum, lists: Sequence[FundSum], unit: Decimal) -> str:
    """Return the column that a list splits.

    The one it adds up to, else one that another list adds up to, else the nearest.
    Two lists may split two columns (the budget and what was spent): one that a single slip turns into another
    column splits that.
    """
    printed = {name: value for name in _LIST_COLUMNS if (value := read_amount(total, name)) is not None}
    likely = _equal_column(printed, (one.computed, *(other.computed for other in lists)))
    if likely is None:
        likely = min(printed, key=lambda name: abs(printed[name] - one.computed), default="amount")
    if one.is_partial or printed.get(likely) in (None, one.computed):
        return likely
    by_a_slip = [name for name, value in printed.items() if _is_slip_of(one, value, unit)]
    if likely in by_a_slip or len(by_a_slip) != 1:
        return likely
    return by_a_slip[0]


def _equal_column(printed: dict[str, Decimal], sums: Sequence[Decimal]) -> str | None:
    """Return the column that prints the first sum which any prints."""
    for computed in sums:
        for name, value in printed.items():
            if value == computed:
                return name
    return None


def _is_slip_of(one: FundSum, stated: Decimal, unit: Decimal) -> bool:
    """Tell whether a slip in one of its lines explains why a list does not add up to an amount."""
    parts = [TotalPart(name, value / unit) for name, value in one.parts]
    return is_slip_of_a_part(UnequalTotal(stated / unit, one.computed / unit, parts, scale=YUAN_IN_WAN))


def _sum_rows(rows: Sequence[Fund], name: str, stated: Decimal | None, heading: str | None) -> FundSum:
    amounts = [(row, value) for row in rows if (value := read_amount(row, name)) is not None]
    unprinted = [row for row in rows if read_amount(row, name) is None]
    return FundSum(
        field=f"{name}_yuan",
        stated=stated,
        parts=tuple((row.source, value) for row, value in amounts),
        rows=tuple(row.ordinal for row, _ in amounts),
        blank=tuple(row.source for row in unprinted if not says_none(row.texts.get(name, ""))),
        heading=heading,
        is_single=[row.among for row in rows] == [True],
    )


def says_none(text: str) -> bool:
    """Tell whether an amount's cell says that there is none: a placeholder or a 0, which no blank does."""
    printed = text.strip()
    if not printed:
        return False
    return printed == "0" or is_blank(text)


def _by_heading(rows: Sequence[Fund]) -> list[tuple[str | None, list[Fund]]]:
    groups: dict[str | None, list[Fund]] = {}
    for row in rows:
        groups.setdefault(row.list_heading, []).append(row)
    return list(groups.items())
