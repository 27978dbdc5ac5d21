"""The rule ``unexplained-deduction``."""

from __future__ import annotations

import re

from audit.finding import Finding
from audit.ledger import Ledger
from audit.ledger.lines import name_indicator
from audit.ledger.printed import words
from audit.packs import Pack
from audit.registry import Outcomes, check_findings, flag, rule, unchecked
from audit.rules.scored import ScoredIndicator, find_scored
from audit.slips.numbers import plain
from extract import message
from normalize import Indicator

_EXPLAINED_IN = frozenset({"reason", "measures"})
_BETWEEN_WORDS = re.compile(r"[\s:：;；,，。、.]+")


def prints_scores_and_reasons(ledger: Ledger) -> bool:
    """Tell whether the form has a column for reasons or measures, and prints a score."""
    has_column = bool(_EXPLAINED_IN & set(ledger.form.columns))
    return has_column and any(indicator.score is not None for indicator in ledger.form.indicators)


@rule("unexplained-deduction", "warning", order=220, allowed_by=prints_scores_and_reasons)
def unexplained_deduction(ledger: Ledger, _: Pack) -> Outcomes:
    """Flag an indicator that scores below its weight and gives no reason and no measure.

    Only on a form with a column for one.

    Formula: 得分 < 分值, 未完成原因 and 改进措施 blank. A placeholder (无, -, /) or a label with nothing
    after it is blank. The execution row is explained by its rate, and a bonus (加分项) that was not earned
    needs no reason.
    Tolerance: none.
    Source: the forms' own column: 偏差原因分析及改进措施.
    Example: 「项目受群众满意度考核」分值10，得分8，扣2分，未填原因和改进措施。
    """
    if not _EXPLAINED_IN & set(ledger.form.columns):
        yield unchecked("unexplained-deduction", message("no-reason-column"))
        return
    held = list(find_scored(ledger.form))
    short = [one for one in held if not one.is_full]
    found = [_flag(one) for one in short if not _is_explained(one.indicator)]
    yield from found
    yield check_findings("unexplained-deduction", held, found, "no-scores-and-weights")


def _is_explained(indicator: Indicator) -> bool:
    """Tell whether a reason or a measure says anything."""
    blank = set(words("blank"))
    return any(word not in blank for word in _BETWEEN_WORDS.split(f"{indicator.reason} {indicator.measures}"))


def _flag(one: ScoredIndicator) -> Finding:
    return flag(
        "unexplained-deduction",
        message(
            "unexplained-deduction",
            name=name_indicator(one.indicator),
            weight=f"{one.weight:f}",
            score=f"{one.score:f}",
            difference=plain(one.weight - one.score),
        ),
        indicator=one.indicator.ordinal,
        field="score",
        stated=one.score,
        computed=one.weight,
    )
