"""Single scores (得分): within their weight, not negative, and explained where they fall short."""

from __future__ import annotations

import re
from collections.abc import Sized
from dataclasses import replace
from decimal import Decimal

from audit.explain.execution import explain_excess
from audit.finding import Check, Finding
from audit.ledger.counted import counted_lines, summed
from audit.ledger.execution import uncapped_scores
from audit.ledger.lines import DEDUCTION, Line, aside, indicator_line, scored_rows
from audit.ledger.printed import plain
from audit.ledger.words import words
from audit.registry import Said, flag, rule, unchecked
from extract import Message, message
from normalize.form import Form, Indicator

_WHOLE = Decimal(100)
_EXPLAINED_IN = frozenset({"reason", "measures"})
_BETWEEN_WORDS = re.compile(r"[\s:：;；,，。、.]+")


def prints_both(form: Form) -> bool:
    """Tell whether a line of the form prints both a weight and a score."""
    return any(_has_both(row) for row in scored_rows(form))


def prints_line_scores(form: Form) -> bool:
    """Tell whether a line of the form prints a score."""
    return any(row.score is not None for row in scored_rows(form))


@rule("score-over-weight", "error", sets_verdict=True, allowed_by=prints_both)
def score_over_weight(form: Form) -> Said:
    """Flag an indicator or fund row that scores more than its weight.

    Formula: 得分 ≤ 分值. A fund row that repeats the total row's score counts once.
    Tolerance: none.
    Source: notes under the forms (Jiangxi 2017, Hubei 2020): never above the weight.
    Example: 「项目验收合格率」得分19，超过分值18。
    """
    rows = [row for row in scored_rows(form) if _has_both(row) and row.aside != DEDUCTION]
    over = [
        row for row in rows if row.score is not None and row.weight is not None and row.score > row.weight
    ]
    for row in over:
        over_weight = message(
            "score-over-weight", name=row.name, score=_shown(row.score), weight=_shown(row.weight)
        )
        yield replace(_about("score-over-weight", row, over_weight), explanation=_excess(form, row))
    yield _check("score-over-weight", rows, over, "no-scores-and-weights")


@rule("negative-score", "error", sets_verdict=True, allowed_by=prints_line_scores)
def negative_score(form: Form) -> Said:
    """Flag a score below 0.

    Formula: 得分 ≥ 0; a row of deductions (扣分项) may be below it.
    Tolerance: none.
    Source: observed in scoring systems: deductions end at 0.
    Example: 「任务完成时限」得分-1，小于0。
    """
    rows = [row for row in scored_rows(form) if row.score is not None and row.aside != DEDUCTION]
    below = [row for row in rows if row.score is not None and row.score < 0]
    for row in below:
        negative = message("negative-score", name=row.name, score=_shown(row.score))
        yield _about("negative-score", row, negative)
    yield _check("negative-score", rows, below, "no-scores")


@rule("unexplained-deduction", "warning")
def unexplained_deduction(form: Form) -> Said:
    """Flag an indicator below its weight that gives no reason and no measure, on a form with a column for one.

    Formula: 得分 < 分值, 未完成原因 and 改进措施 blank. A placeholder (无, -, /) or a label with nothing
    after it is blank. The execution row is explained by its rate, and a bonus (加分项) that was not earned
    needs no reason.
    Tolerance: none.
    Source: the forms' own column: 偏差原因分析及改进措施.
    Example: 「项目受群众满意度考核」分值10，得分8，扣2分，未填原因和改进措施。
    """
    if not _EXPLAINED_IN & set(form.columns):
        yield unchecked("unexplained-deduction", message("no-reason-column"))
        return
    own = [i for i in form.indicators if not i.sub and not i.execution and not aside(i)]
    held = [i for i in own if i.score is not None and i.weight is not None]
    silent = [i for i in held if _falls_short(i) and not _explained(i)]
    for row in map(indicator_line, silent):
        yield _about("unexplained-deduction", row, _deducted(row))
    yield _check("unexplained-deduction", held, silent, "no-scores-and-weights")


def _excess(form: Form, row: Line) -> Message | None:
    printed = summed(line.weight for line in counted_lines(form))
    scores = summed(line.score for line in counted_lines(form))
    too_much = None if form.score_total is None else scores - form.score_total
    return explain_excess(
        row, printed, form.weight_total or _WHOLE, uncapped_scores(form) if row.execution else (), too_much
    )


def _has_both(row: Line) -> bool:
    return row.score is not None and row.weight is not None


def _deducted(row: Line) -> Message:
    difference = (row.weight or Decimal()) - (row.score or Decimal())
    return message(
        "unexplained-deduction",
        name=row.name,
        weight=_shown(row.weight),
        score=_shown(row.score),
        difference=plain(difference),
    )


def _falls_short(indicator: Indicator) -> bool:
    return (indicator.score or Decimal()) < (indicator.weight or Decimal())


def _explained(indicator: Indicator) -> bool:
    """Tell whether a reason or a measure says anything."""
    blank = set(words("blank"))
    printed = _BETWEEN_WORDS.split(f"{indicator.reason} {indicator.measures}")
    return any(word not in blank for word in printed)


def _about(name: str, row: Line, sentence: Message) -> Finding:
    return flag(
        name,
        sentence,
        fund=row.fund,
        indicator=row.indicator,
        field="score",
        stated=row.score,
        computed=row.weight,
    )


def _shown(points: Decimal | None) -> str:
    return "" if points is None else f"{points:f}"


def _check(name: str, held: Sized, found: Sized, lacked: str) -> Check:
    if not held:
        return unchecked(name, message(lacked), field="score")
    return Check(name, "differs" if found else "agrees", field="score")
