"""Which fund amount is wrong, where a sum of sources and the execution rates tell of it together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from audit.ledger.formula import base_column, column, rate_formula, ratio
from audit.ledger.lines import total_row
from audit.ledger.printed import rate_step
from audit.ledger.sources import Sum, fund_sums
from normalize.form import Form, Fund


def wrong_side(form: Form, one: Sum, sums: Sequence[Sum]) -> str | None:
    """Return ``total`` or ``line``, whichever of a failing sum something else on the form says is wrong, or None.

    Another sum that holds against the same amount clears the total. A rate that its row's printed amount does
    not give, and the amount that the sum asks for does, accuses that row; one that only the printed amount
    gives clears it.
    """
    if any(
        other is not one and other.field == one.field and other.computed == other.stated for other in sums
    ):
        return "line"
    total, name = total_row(form), one.field.removesuffix("_yuan")
    if total is None or one.stated is None:
        return None
    printed, meant = rate_agrees(form, total), rate_agrees(form, with_amount(total, name, one.computed))
    if printed is not meant and None not in (printed, meant):
        return "line" if printed else "total"
    sources = (
        []
        if one.is_list
        else [fund for fund in form.funds if not fund.total and meant_amount(form, fund, name)]
    )
    return "line" if sources else None


def meant_amount(form: Form, fund: Fund, name: str) -> Decimal | None:
    """Return the amount in yuan that mends both a failing sum and the row's failing rate, or None."""
    of_the_column = (
        s for s in fund_sums(form) if s.field == f"{name}_yuan" and (fund.total or not s.is_list)
    )
    one = next((s for s in of_the_column if s.stated != s.computed), None)
    value = column(fund, name)
    if one is None or one.stated is None or value is None or rate_agrees(form, fund) is not False:
        return None
    meant = one.computed if fund.total else value + one.stated - one.computed
    return meant if rate_agrees(form, with_amount(fund, name, meant)) else None


def rate_agrees(form: Form, fund: Fund) -> bool | None:
    """Tell whether a row's rate is what its amounts give, or None where that cannot be told."""
    formula = rate_formula(form)
    amounts = ratio(formula, fund, base_column(formula, form.funds)) if formula else None
    if fund.rate is None or amounts is None or not amounts.below:
        return None
    return abs(amounts.value - fund.rate) <= rate_step(fund) / 2


def with_amount(fund: Fund, name: str, yuan: Decimal) -> Fund:
    """Return a fund row with another amount in a column."""
    changed: dict[str, Any] = {f"{name}_yuan": yuan}
    return replace(fund, **changed)
