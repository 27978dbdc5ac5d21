"""The budget's execution (预算执行) as a line that is scored: its rates, and the scores that rules make of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from audit.formula import Ratio, base_column, rate_formula, ratio
from audit.lines import execution_line
from audit.packs import Clause, Pack, known
from audit.printed import form_unit, percent, rounded
from audit.scoring import Scored, fits, score_by
from normalize.form import Form, Fund

_HUNDREDTH_PERCENT = Decimal("0.0001")
_POINTS_PLACES = 2


def scored_execution(form: Form) -> Scored | None:
    """Return the execution's weight and score with its fund row, or None where one of them is not printed."""
    line = execution_line(form)
    fund = next((f for f in form.funds if line and f.ordinal == line.fund), None)
    if line is None or line.weight is None or line.score is None or fund is None:
        return None
    return Scored(line.weight, line.score, fund, _amounts(form, fund), form_unit(form))


def meant_scores(scored: Scored, clauses: Iterable[Clause]) -> tuple[tuple[str, Decimal], ...]:
    """Return the scores that rules make of the rates, each with its rate as printed, of the exact rate first."""
    return tuple(dict.fromkeys(_meant(scored, tuple(clauses))))


def execution_scores(form: Form, pack: Pack) -> tuple[tuple[str, Decimal], ...]:
    """Return what the form's execution may score by any known rule, each with its rate as printed."""
    scored = scored_execution(form)
    return meant_scores(scored, known(pack, "score", form.year)) if scored else ()


def was_weighed(form: Form, pack: Pack, weight: Decimal) -> bool:
    """Tell whether the execution's score was made with another weight than the printed one, by any known rule."""
    scored = scored_execution(form)
    if scored is None or weight <= 0 or not scored.score:
        return False
    clauses = tuple(known(pack, "score", form.year))
    fitting = [next(fits(one, clauses), None) for one in (replace(scored, weight=weight), scored)]
    return fitting[0] is not None and fitting[1] is None


def uncapped_scores(form: Form) -> tuple[Decimal, ...]:
    """Return what the form's execution would score by its rates without a cap."""
    scored = scored_execution(form)
    return tuple(rounded(scored.weight * rate, scored.places) for rate in scored.rates if rate > 1) if scored else ()


def _meant(scored: Scored, clauses: tuple[Clause, ...]) -> Iterator[tuple[str, Decimal]]:
    for rate in scored.rates:
        for clause in clauses:
            score = score_by(clause, scored.weight, rate)
            if score is not None:
                yield percent(rate, _HUNDREDTH_PERCENT), rounded(score, _POINTS_PLACES)


def _amounts(form: Form, fund: Fund) -> Ratio | None:
    formula = rate_formula(form)
    amounts = ratio(formula, fund, base_column(formula, form.funds)) if formula else None
    return amounts if amounts and amounts.below else None
