"""The rule ``coefficient-score``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from audit.finding import Finding
from audit.ledger import Ledger
from audit.ledger.lines import name_indicator
from audit.ledger.printed import printed_places, ratio_step
from audit.packs import Pack
from audit.registry import Outcomes, check_findings, flag, rule
from audit.rules.scored import ScoredIndicator, find_scored
from audit.slips.numbers import cut, percent, plain, rounded
from extract import message

_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class _Coefficient:
    """A coefficient (得分系数) beside a line's weight and score, which stands for ``places`` decimals."""

    scored: ScoredIndicator
    value: Decimal
    places: int

    @property
    def step(self) -> Decimal:
        """The coefficient's last printed place, as a ratio."""
        return ratio_step(self.value, self.scored.indicator.coefficient_text)

    @property
    def computed(self) -> Decimal:
        return self.scored.weight * min(self.value, _ONE)

    @property
    def is_kept(self) -> bool:
        """Whether the score is what a coefficient printed so makes of the weight, rounded or cut."""
        weight, score, places = self.scored.weight, self.scored.score, self.places
        if self.value >= _ONE:
            return score in (weight, weight * self.value)
        half = self.step / 2
        lowest = min(cut(self.computed, places), cut(weight * (self.value - half), max(places, 1)))
        return lowest <= score <= rounded(weight * min(self.value + half, _ONE), places)


def prints_coefficients(ledger: Ledger) -> bool:
    """Tell whether an indicator prints a coefficient beside a weight and a score."""
    return any(_find_coefficients(ledger))


@rule("coefficient-score", "warning", order=207, sets_verdict=True, allowed_by=prints_coefficients)
def coefficient_score(ledger: Ledger, _: Pack) -> Outcomes:
    """Flag a score that is not its line's weight times the coefficient (得分系数) that the form prints.

    Formula: 得分 = 分值 × 得分系数, rounded or cut at the decimals that the score prints; one above 100%
    scores the weight or goes beyond it, which ``score-over-weight`` tells.
    Tolerance: half the coefficient's last printed place: 83% may stand for 83.33%, and 100% for nothing else. A
    whole score is cut from the printed coefficient alone: 4 is not 50% of 10. Where a score of the form prints
    decimals a whole one stands for one decimal at least: 5 is no 4.5 that was rounded.
    Source: observed: 得分系数(%) beside 指标权重 and 指标得分 in the forms of Chongqing.
    Example: 「设备购置成本」分值20，得分系数80%，应得16分，得分填20。
    """
    held = list(_find_coefficients(ledger))
    found = [_flag(one) for one in held if not one.is_kept]
    yield from found
    yield check_findings("coefficient-score", held, found, "no-coefficients")


def _find_coefficients(ledger: Ledger) -> Iterator[_Coefficient]:
    lines = list(find_scored(ledger.form))
    fewest = min(1, max(map(_count_places, lines), default=0))
    for scored in lines:
        value = scored.indicator.coefficient
        if value is not None and value >= 0 and scored.weight > 0:
            yield _Coefficient(scored, value, max(_count_places(scored), fewest))


def _count_places(scored: ScoredIndicator) -> int:
    return printed_places(scored.indicator.score_text, scored.score)


def _flag(one: _Coefficient) -> Finding:
    scored = one.scored
    return flag(
        "coefficient-score",
        message(
            "coefficient-score",
            name=name_indicator(scored.indicator),
            weight=f"{scored.weight:f}",
            coefficient=percent(one.value, one.step),
            computed=plain(one.computed),
            score=f"{scored.score:f}",
        ),
        indicator=scored.indicator.ordinal,
        field="score",
        stated=scored.score,
        computed=one.computed,
    )
