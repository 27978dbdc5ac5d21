"""Which fund amount is wrong, where a sum of sources and the execution rates tell of it together."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from audit.ledger import Ledger
from audit.ledger.formula import read_amount
from audit.ledger.printed import rate_step
from audit.ledger.sources import FundSum
from normalize import Fund


def find_wrong_side(ledger: Ledger, one: FundSum) -> str | None:
    """Return which side of a failing sum something else on the form accuses: ``total``, ``line`` or None.

    Another sum that holds against the same amount clears the total. A rate that its row's printed amount does
    not give, and the amount that the sum asks for does, accuses that row; one that only the printed amount
    gives clears it.
    """
    of_the_column = [other for other in ledger.fund_sums if other.field == one.field]
    if any(other.computed == other.stated for other in of_the_column if other is not one):
        return "line"
    total, name = ledger.total_fund, one.field.removesuffix("_yuan")
    if total is None or one.stated is None:
        return None
    fits_printed = is_rate_right(ledger, total)
    fits_sum = is_rate_right(ledger, with_amount(total, name, one.computed))
    if {fits_printed, fits_sum} == {True, False}:
        return "line" if fits_printed else "total"
    if one.is_list:
        return None
    sources = [fund for fund in ledger.form.funds if not fund.total]
    if any(find_meant_amount(ledger, fund, name) for fund in sources):
        return "line"
    return None


def find_meant_amount(ledger: Ledger, fund: Fund, name: str) -> Decimal | None:
    """Return the amount in yuan that mends both a failing sum and the row's failing rate, or None."""
    of_the_column = [one for one in ledger.fund_sums if one.field == f"{name}_yuan"]
    if not fund.total:
        of_the_column = [one for one in of_the_column if not one.is_list]
    failing = next((one for one in of_the_column if one.stated != one.computed), None)
    value = read_amount(fund, name)
    if failing is None or failing.stated is None or value is None:
        return None
    if is_rate_right(ledger, fund) is not False:
        return None
    meant = failing.computed
    if not fund.total:
        meant = value + failing.stated - failing.computed
    if not is_rate_right(ledger, with_amount(fund, name, meant)):
        return None
    return meant


def is_rate_right(ledger: Ledger, fund: Fund) -> bool | None:
    """Tell whether a row's rate is what its amounts give, or None where that cannot be told."""
    computed = ledger.computed_rate(fund)
    if computed is None or fund.rate is None:
        return None
    return abs(computed - fund.rate) <= rate_step(fund) / 2


def with_amount(fund: Fund, name: str, yuan: Decimal) -> Fund:
    """Return a fund row with another amount in a column."""
    changed: dict[str, Any] = {f"{name}_yuan": yuan}
    return replace(fund, **changed)
