"""The rule ``unexplained-deduction``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from audit.finding import Finding
from audit.ledger import Ledger
from audit.ledger.lines import find_extra, line_of
from audit.ledger.words import words
from audit.packs import Pack
from audit.registry import Outcomes, check_findings, flag, rule, unchecked
from audit.slips.numbers import plain
from extract import message
from normalize import Form, Indicator

_EXPLAINED_IN = frozenset({"reason", "measures"})
_BETWEEN_WORDS = re.compile(r"[\s:：;；,，。、.]+")


@rule("unexplained-deduction", "warning", order=220)
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
    held = list(_scored_indicators(ledger.form))
    found = [_flag(i) for i in held if _falls_short(i) and not _is_explained(i)]
    yield from found
    yield check_findings("unexplained-deduction", held, found, "no-scores-and-weights")


def _scored_indicators(form: Form) -> Iterator[Indicator]:
    for indicator in form.indicators:
        is_own = not indicator.sub and not indicator.execution
        has_both = indicator.score is not None and indicator.weight is not None
        if is_own and has_both and not find_extra(indicator):
            yield indicator


def _falls_short(indicator: Indicator) -> bool:
    return (indicator.score or Decimal()) < (indicator.weight or Decimal())


def _is_explained(indicator: Indicator) -> bool:
    """Tell whether a reason or a measure says anything."""
    blank = set(words("blank"))
    return any(word not in blank for word in _BETWEEN_WORDS.split(f"{indicator.reason} {indicator.measures}"))


def _flag(indicator: Indicator) -> Finding:
    row = line_of(indicator)
    weight, score = row.weight or Decimal(), row.score or Decimal()
    return flag(
        "unexplained-deduction",
        message(
            "unexplained-deduction",
            name=row.name,
            weight=f"{weight:f}",
            score=f"{score:f}",
            difference=plain(weight - score),
        ),
        indicator=row.indicator,
        field="score",
        stated=row.score,
        computed=row.weight,
    )
