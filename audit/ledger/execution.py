"""The execution (预算执行) as a line that is scored: its rates, and the scores that rules make of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from audit.ledger.formula import Ratio
from audit.ledger.printed import amount, printed_places, rate_step
from audit.ledger.settings import LEDGER
from audit.packs import PackClause
from audit.slips.numbers import STORED_PLACES, cut, percent, plain, rounded
from extract import Message, message
from normalize import Fund

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
        rates: list[Decimal] = []
        if self.amounts is not None:
            rates.append(self.amounts.value)
        if self.fund.rate is not None:
            rates.append(self.fund.rate)
        return tuple(rates)

    @property
    def places(self) -> int:
        """How many decimals the score's cell prints."""
        return printed_places(self.fund.texts.get("score", ""), self.score)


@dataclass(frozen=True, slots=True)
class Fit:
    """A scoring rule that gives the stated score: the unrounded score, the rule in words, and the rule."""

    computed: Decimal
    explanation: Message
    clause: PackClause


def find_fits(scored: Scored, clauses: Iterable[PackClause]) -> Iterator[Fit]:
    """Yield each rule that gives the stated score: rounded before cut, the exact rate before the printed."""
    places, known = scored.places, tuple(clauses)
    for shorten, how in ((rounded, "scored-rounded"), (cut, "scored-cut")):
        for rate in scored.rates:
            for clause in known:
                computed = score_by_clause(clause, scored.weight, rate)
                if computed is None or shorten(computed, places) != scored.score:
                    continue
                explanation = _explained(scored, clause, rate, computed, how)
                yield Fit(rounded(computed, STORED_PLACES), explanation, clause)


def score_by_clause(clause: PackClause, weight: Decimal, rate: Decimal) -> Decimal | None:
    """Return the score that a rule gives, or None where the rule is not for this rate."""
    rule = clause.terms
    applies = {"within": rate <= _ONE, "over": rate > _ONE, "any": True}[rule["when"]]
    if not applies or rate < Decimal(rule.get("from", 0)):
        return None
    share = Decimal(rule["constant"]) + Decimal(rule["per_rate"]) * rate
    per_inverse = Decimal(rule["per_inverse"])
    if per_inverse:
        share += per_inverse / rate
    return max(Decimal(), weight * share)


def _explained(scored: Scored, clause: PackClause, rate: Decimal, computed: Decimal, how: str) -> Message:
    expression = clause.terms["expression"].format(weight=plain(scored.weight), rate=_written(scored, rate))
    code = how
    if computed == scored.score:
        code = "scored"
    return message(
        code, score=plain(scored.score), expression=expression, place=clause.place, clause=clause.text
    )


def _written(scored: Scored, rate: Decimal) -> str:
    """Write a rate as the amounts it divides, in the form's unit, or as the printed percentage."""
    amounts = scored.amounts
    if amounts is None or rate != amounts.value:
        return percent(rate, rate_step(scored.fund))
    added, below = amount(amounts.added, scored.unit), amount(amounts.below, scored.unit)
    if not amounts.taken:
        return f"{added}/{below}"
    return f"({added} − {amount(amounts.taken, scored.unit)})/{below}"


def meant_scores(scored: Scored, clauses: Iterable[PackClause]) -> tuple[tuple[str, Decimal], ...]:
    """Return the scores that rules make of the rates, each with its rate as printed."""
    return tuple(dict.fromkeys(_meant(scored, tuple(clauses))))


def was_weighed(scored: Scored, weight: Decimal, clauses: Iterable[PackClause]) -> bool:
    """Tell whether the score was made with another weight than the printed one, by one of the rules."""
    if weight <= 0 or not scored.score:
        return False
    known = tuple(clauses)
    if any(find_fits(scored, known)):
        return False
    return any(find_fits(replace(scored, weight=weight), known))


def uncapped_scores(scored: Scored) -> tuple[Decimal, ...]:
    """Return what the execution would score by its rates without a cap, for those over 100%."""
    return tuple(rounded(scored.weight * rate, scored.places) for rate in scored.rates if rate > 1)


def _meant(scored: Scored, clauses: tuple[PackClause, ...]) -> Iterator[tuple[str, Decimal]]:
    for rate in scored.rates:
        for clause in clauses:
            score = score_by_clause(clause, scored.weight, rate)
            if score is not None:
                yield percent(rate, LEDGER.rate_step), rounded(score, LEDGER.points_places)
