"""How likely a slip fits by chance: what share of differences as fine as this one slips of the sum reach."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from audit.explain.settings import EXPLAIN
from audit.slips.numbers import HUNDREDTH
from audit.slips.totals import Way

_NINE_OF_TEN = Decimal("0.9")  # of the numbers with so many decimals: the others have fewer
_TEN = Decimal(10)


def find_step(difference: Decimal, *, is_money: bool) -> Decimal:
    """Return a difference's last place that is no 0: points are counted in ones at the coarsest."""
    exponent = difference.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    step = Decimal(1).scaleb(exponent)
    if is_money:
        return step
    return min(step, Decimal(1))


def count_chance(
    difference: Decimal, computed: Decimal, ways: Collection[Way], rank: int, *, is_money: bool
) -> Decimal:
    """Return the share of differences like this one that ``ways`` no less simple than ``rank`` make.

    Held beside it are differences of the same last place, up to twice as large, or to a share of the sum.
    """
    step = find_step(difference, is_money=is_money)
    near = max(2 * abs(difference), EXPLAIN.near_share * abs(computed), EXPLAIN.near_steps * step)
    points = 2 * near / step
    if is_money or step < 1:
        points *= _NINE_OF_TEN
    reached: set[Decimal] = set()
    for way in ways:
        is_near = HUNDREDTH < abs(way.difference) <= near
        if way.is_loose or way.slip.places > rank or not is_near:
            continue
        if find_step(way.difference, is_money=is_money) == step:
            reached.add(way.difference)
    return max(Decimal(len(reached)), Decimal(1)) / points
