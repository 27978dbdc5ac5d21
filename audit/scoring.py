"""The rules that turn an execution rate into a score, as data in the packs, and which of them fits a stated score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from audit.catalogue import say
from audit.formula import Ratio
from audit.packs import Clause
from audit.printed import STORED_PLACES, amount, cut, percent, plain, printed_places, rate_step, rounded
from normalize.form import Fund

_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Scored:
    """A fund row's weight and score, with the amounts that its rate divides where they are printed."""

    weight: Decimal
    score: Decimal
    fund: Fund
    amounts: Ratio | None
    unit: str | None

    @property
    def rates(self) -> tuple[Decimal, ...]:
        """The rates that the score may come from: of the amounts, then the displayed one."""
        exact = self.amounts.value if self.amounts else None
        return tuple(rate for rate in (exact, self.fund.rate) if rate is not None)

    @property
    def places(self) -> int:
        """How many decimals the score's cell prints."""
        return printed_places(self.fund.texts.get("score", ""), self.score)


@dataclass(frozen=True, slots=True)
class Fit:
    """A scoring rule that gives the stated score: the score before rounding, and the rule in Chinese."""

    computed: Decimal
    explanation: str


def fits(scored: Scored, clauses: Iterable[Clause]) -> Iterator[Fit]:
    """Yield each rule that gives the stated score, rounded before cut, the exact rate before the displayed one."""
    places, known = scored.places, tuple(clauses)
    for shorten, how in ((rounded, "rounded"), (cut, "cut")):
        for rate in scored.rates:
            for clause in known:
                computed = score_by(clause, scored.weight, rate)
                if computed is not None and shorten(computed, places) == scored.score:
                    yield Fit(rounded(computed, STORED_PLACES), _explained(scored, clause, rate, computed, how))


def score_by(clause: Clause, weight: Decimal, rate: Decimal) -> Decimal | None:
    """Return the score that a rule gives, or None where the rule is not for this rate."""
    rule = clause.terms
    applies = {"within": rate <= _ONE, "over": rate > _ONE, "any": True}[rule["when"]]
    if not applies:
        return None
    constant, per_rate, per_inverse = (Decimal(rule[key]) for key in ("constant", "per_rate", "per_inverse"))
    inverse = per_inverse / rate if per_inverse else Decimal()
    return max(Decimal(), weight * (constant + per_rate * rate + inverse))


def _explained(scored: Scored, clause: Clause, rate: Decimal, computed: Decimal, how: str) -> str:
    expression = clause.terms["expression"].format(weight=plain(scored.weight), rate=_written(scored, rate))
    key = "scored" if computed == scored.score else f"scored-{how}"
    return say(key, score=plain(scored.score), expression=expression, place=clause.place, clause=clause.text)


def _written(scored: Scored, rate: Decimal) -> str:
    """Write a rate as the amounts it divides, in the form's unit, or as the percentage that the form displays."""
    if scored.amounts is None or rate != scored.amounts.value:
        return percent(rate, rate_step(scored.fund))
    added, taken, below = (amount(v, scored.unit) for v in (scored.amounts.added, scored.amounts.taken, scored.amounts.below))
    return f"({added} − {taken})/{below}" if scored.amounts.taken else f"{added}/{below}"
