"""Which fund rows add up to the total row, column by column and list by list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from audit.explain.totals import Part, Total, explain_money
from audit.ledger.formula import column
from audit.ledger.lines import total_row
from audit.ledger.printed import HUNDREDTH, compare, form_unit, unit_yuan
from normalize.form import Form, Fund
from normalize.values.text import is_blank

_COLUMNS = ("initial", "budget", "net", "executed", "transferred")
_LIST_COLUMNS = ("executed", "budget", "initial", "amount")


@dataclass(frozen=True, slots=True)
class Sum:
    """Sources that should add up to ``stated``, the total row's amount in ``field``; amounts in yuan.

    ``heading`` is the list's (按收入性质分), ``is_list`` marks a list of amounts without a column of their
    own, ``single`` one that is a single 其中 row; ``blank`` are the sources whose amount is left empty: a
    placeholder or a 0 says that there is none. ``rows`` are the ordinals of the fund rows that the parts are.
    """

    field: str
    stated: Decimal | None
    parts: tuple[tuple[str, Decimal], ...]
    blank: tuple[str, ...] = ()
    single: bool = False
    heading: str | None = None
    is_list: bool = False
    rows: tuple[int, ...] = ()

    @property
    def partial(self) -> bool:
        """Whether the sources may be only a part of the total."""
        return self.single or bool(self.blank)

    @property
    def computed(self) -> Decimal:
        """The sum of the parts, in yuan."""
        return sum((value for _, value in self.parts), Decimal())


def fund_sums(form: Form) -> Iterator[Sum]:
    """Yield what the total fund row has to hold against: one sum a column, and one for each list of amounts."""
    total = total_row(form)
    sources = [f for f in form.funds if not f.total]
    if total is None:
        return
    groups = [(heading, rows, _reading(form, total, rows)) for heading, rows in _by_heading(sources)]
    for name in _COLUMNS:
        amounts = [value for f in sources if (value := column(f, name)) is not None]
        if amounts and (any(amounts) or column(total, name) is not None):
            yield _column_sum(total, groups, name)
    yield from _lists(form, total, sources)


def _column_sum(
    total: Fund, groups: Sequence[tuple[str | None, Sequence[Fund], Sequence[Fund]]], name: str
) -> Sum:
    """Return the column's sum: of the lists that add up to the total, else the first that does not.

    ``groups`` are the lists with their headings, each with those of its rows that stand side by side.
    """
    sums = [
        _sum(reading, name, column(total, name), heading)
        for heading, rows, reading in groups
        if any(column(f, name) is not None for f in rows)
    ]
    return next((one for one in sums if one.computed != one.stated), sums[0])


def _reading(form: Form, total: Fund, rows: Sequence[Fund]) -> Sequence[Fund]:
    """Return the rows that stand side by side: some may be parts of the source above them, as most columns tell."""
    nested = [n for n, row in enumerate(rows) if row.among and any(not above.among for above in rows[:n])]
    without_nested = [row for n, row in enumerate(rows) if n not in nested]
    runs = ([*rows[:n], *rows[end:]] for n in nested for end in range(n + 1, len(rows) + 1))
    by_sums = (_without_parts(rows, name) for name in _COLUMNS)
    shortest = sorted((without_nested, *by_sums), key=len)
    return max((*shortest, rows, *runs), key=lambda reading: _columns_that_hold(form, total, reading))


def _without_parts(rows: Sequence[Fund], name: str) -> Sequence[Fund]:
    """Return the rows without those that are the parts of the one above them: two or more, or a 其中 row, that add up to it."""
    kept: list[Fund] = []
    at = 0
    while at < len(rows):
        kept.append(rows[at])
        amount = column(rows[at], name)
        ends = range(at + 2, len(rows) + 1) if amount else range(0)
        at = next((end for end in ends if _are_parts(rows[at + 1 : end], name, amount)), at + 1)
    return kept


def _are_parts(rows: Sequence[Fund], name: str, amount: Decimal | None) -> bool:
    return (len(rows) > 1 or rows[0].among) and _adds_up(rows, name) == amount


def _columns_that_hold(form: Form, total: Fund, rows: Sequence[Fund]) -> int:
    tolerance = HUNDREDTH * unit_yuan(form_unit(form))
    stated = ((name, value) for name in _COLUMNS if (value := column(total, name)) is not None)
    return sum(compare(value, _adds_up(rows, name), tolerance) != "differs" for name, value in stated)


def _adds_up(rows: Sequence[Fund], name: str) -> Decimal:
    return sum((column(row, name) or Decimal() for row in rows), Decimal())


def _lists(form: Form, total: Fund, sources: Sequence[Fund]) -> Iterator[Sum]:
    lists = [
        (heading, rows)
        for heading, rows in _by_heading(sources)
        if any(f.amount_yuan is not None for f in rows)
    ]
    sums = [_sum(rows, "amount", None, heading) for heading, rows in lists]
    for one in sums:
        name = _answering(total, one, sums, unit_yuan(form_unit(form)))
        yield replace(one, field=f"{name}_yuan", stated=column(total, name), is_list=True)


def _answering(total: Fund, one: Sum, lists: Sequence[Sum], scale: Decimal) -> str:
    """Return the column that a list splits: the one it adds up to, else one that another list adds up to, else the nearest.

    Two lists may split two columns (the budget and what was spent): one that a single slip turns into another
    column splits that.
    """
    printed = {name: value for name in _LIST_COLUMNS if (value := column(total, name)) is not None}
    for computed in (one.computed, *(other.computed for other in lists)):
        found = next((name for name, value in printed.items() if value == computed), None)
        if found:
            break
    likely = found or min(printed, key=lambda name: abs(printed[name] - one.computed), default="amount")
    if one.partial or printed.get(likely) in (None, one.computed) or _slipped(one, printed[likely], scale):
        return likely
    by_a_slip = [name for name, value in printed.items() if _slipped(one, value, scale)]
    return by_a_slip[0] if len(by_a_slip) == 1 else likely


def _slipped(one: Sum, stated: Decimal, scale: Decimal) -> bool:
    """Tell whether a slip in one of its lines explains why a list does not add up to an amount."""
    parts = [Part(name, value / scale) for name, value in one.parts]
    return explain_money(Total(stated / scale, one.computed / scale, parts), wrong="line") is not None


def _sum(rows: Sequence[Fund], name: str, stated: Decimal | None, heading: str | None) -> Sum:
    amounts = [(row, value) for row in rows if (value := column(row, name)) is not None]
    blank = tuple(
        row.source for row in rows if column(row, name) is None and not _says_none(row.texts.get(name, ""))
    )
    parts = tuple((row.source, value) for row, value in amounts)
    single = len(rows) == 1 and rows[0].among
    return Sum(
        f"{name}_yuan", stated, parts, blank, single, heading, rows=tuple(row.ordinal for row, _ in amounts)
    )


def _says_none(text: str) -> bool:
    return bool(text.strip()) and (is_blank(text) or text.strip() == "0")


def _by_heading(rows: Sequence[Fund]) -> list[tuple[str | None, list[Fund]]]:
    groups: dict[str | None, list[Fund]] = {}
    for row in rows:
        groups.setdefault(row.list_heading, []).append(row)
    return list(groups.items())
