"""What would explain a stated rate (执行率) that its formula does not give."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from audit.catalogue import places_name, say
from audit.explain import swaps, the_one
from audit.formula import formulas, ratio
from audit.printed import cut, rounded, value_places
from normalize.form import Fund

_SCALES = (("rate-percent-sign", Decimal(100)), ("rate-unit", Decimal(10000)))


def explain_rate(fund: Fund, computed: Decimal, step: Decimal) -> str | None:
    """Return the one slip that turns the computed ratio into the stated one, in Chinese, or None; ``step`` is its last place."""
    assert fund.rate is not None
    return the_one(
        (
            *_shortened(fund.rate, computed, step),
            *_swapped(fund.rate, computed, step),
            *_other_formula(fund, step),
            *_scaled(fund.rate, computed, step),
        )
    )


def _shortened(stated: Decimal, computed: Decimal, step: Decimal) -> Iterator[str]:
    """Try fewer places than are printed, from the longest: rounded there and padded with zeros, or cut."""
    printed = max(0, value_places(step) - 2)
    for places in range(printed, -1, -1):
        if rounded(computed * 100, places) == stated * 100:
            yield say("rate-padded" if places else "rate-padded-whole", printed=places_name(printed), places=places_name(places))
            return
        if cut(computed * 100, places) == stated * 100:
            yield say("rate-cut", places=places_name(places))
            return


def _swapped(stated: Decimal, computed: Decimal, step: Decimal) -> Iterator[str]:
    if any(abs(swap / 100 - computed) <= step / 2 for swap in swaps(stated * 100)):
        yield say("rate-swapped")


def _other_formula(fund: Fund, step: Decimal) -> Iterator[str]:
    assert fund.rate is not None
    for formula in formulas():
        for below in formula.over:
            amounts = ratio(formula, fund, below)
            if amounts and amounts.below and abs(amounts.value - fund.rate) <= step / 2:
                columns = (*formula.plus, *(formula.minus if amounts.taken else ()))
                above = " − ".join(say(f"{name}_yuan") for name in columns)
                yield say("rate-formula", above=above, below=say(f"{below}_yuan"))


def _scaled(stated: Decimal, computed: Decimal, step: Decimal) -> Iterator[str]:
    for key, scale in _SCALES:
        near = (abs(stated - computed * scale) <= step / 2 * scale, abs(stated * scale - computed) <= step / 2 * scale)
        if any(near):
            yield say(key)
