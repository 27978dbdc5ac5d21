"""Targets that were missed: the one test of it, and the most that a missed target may score."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from audit.ledger import Ledger
from audit.ledger.printed import words
from audit.ledger.targets import DOWN, UP, TargetComparison
from audit.packs import Pack, PackClause, in_force
from audit.rules.scored import ScoredIndicator, find_scored
from audit.rules.targets.targeted import is_told
from normalize import Indicator


@dataclass(frozen=True, slots=True)
class TestedTarget:
    """A scored indicator whose target was met or missed for sure.

    ``clause`` is what the pack says of a missed one: by the share of its target where ``comparison`` has the
    numbers, by a band of its weight where the answer itself says that it was missed, else None.
    """

    scored: ScoredIndicator
    is_missed: bool
    comparison: TargetComparison | None
    clause: PackClause | None

    @property
    def most(self) -> Decimal | None:
        """The most that the clause gives, between 0 and the weight and not rounded; None without a clause."""
        if self.clause is None:
            return None
        weight = self.scored.weight
        if self.comparison is None:
            return weight * Decimal(self.clause.terms["to"])
        return min(weight, max(Decimal(), weight * _find_share(self.clause, self.comparison)))


def hold_targets(ledger: Ledger, pack: Pack) -> Iterator[TestedTarget]:
    """Yield each indicator with points whose target can be told to be met or missed."""
    for scored in find_scored(ledger.form):
        if scored.weight <= 0:
            continue
        indicator = scored.indicator
        band = _find_band(ledger, pack, indicator)
        if band is None and not is_told(ledger, indicator):
            continue
        comparison = ledger.comparison(indicator)
        clause = band
        if comparison is not None and not comparison.target:
            comparison = None
        if comparison is not None:
            clause = _find_share_clause(ledger, pack, comparison)
        yield TestedTarget(scored, _is_missed(indicator, band), comparison, clause)


def _is_missed(indicator: Indicator, band: PackClause | None) -> bool:
    """Tell whether the target is missed, by the numbers or else by the answer itself."""
    if indicator.achieved is None:
        return band is not None
    return indicator.achieved == 0


def _find_band(ledger: Ledger, pack: Pack, indicator: Indicator) -> PackClause | None:
    """Return the clause for a qualitative answer that says itself that the target was missed."""
    answer = "".join(indicator.actual.split())
    for clause in in_force(pack, "qualitative", ledger.form.year):
        if answer.startswith(tuple(clause.terms.get("words", ()))):
            return clause
    return None


def _find_share_clause(ledger: Ledger, pack: Pack, comparison: TargetComparison) -> PackClause:
    direction = UP
    if comparison.direction == DOWN:
        direction = DOWN
    clauses = in_force(pack, "quantitative", ledger.form.year)
    return next(clause for clause in clauses if clause.terms.get("direction") == direction)


def _find_share(clause: PackClause, comparison: TargetComparison) -> Decimal:
    """Return the share of its weight that a clause gives a missed target, whatever its sign and size."""
    ratio = comparison.actual / comparison.target
    share = Decimal(clause.terms["constant"]) + Decimal(clause.terms["per_ratio"]) * ratio
    if ratio:
        share += Decimal(clause.terms["per_inverse"]) / ratio
    return share


def find_satisfaction_bands(ledger: Ledger, pack: Pack, indicator: Indicator) -> tuple[PackClause, ...]:
    """Return the clauses that score a satisfaction (满意度) by bands; none for another indicator."""
    names = f"{indicator.level1}{indicator.level2}{indicator.level3}"
    if not any(word in names for word in words("direction")["satisfaction"]):
        return ()
    return in_force(pack, "satisfaction", ledger.form.year)


def share_in_bands(bands: PackClause, actual: Decimal) -> Decimal:
    """Return the share of the weight that an actual earns; the last band begins at 0."""
    return next(Decimal(share) for least, share in bands.terms["from"] if actual >= Decimal(least))
