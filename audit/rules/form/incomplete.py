"""The rule ``incomplete``."""

from __future__ import annotations

from collections.abc import Iterator

from audit.finding import Check, Finding
from audit.ledger import Ledger
from audit.ledger.lines import is_own_line
from audit.messages.words import shorten
from audit.packs import Pack
from audit.registry import Outcomes, flag, outcome_where, rule
from audit.rules.settings import RULES
from audit.slips.numbers import plain
from extract import message


@rule("incomplete", "warning", order=410)
def incomplete(ledger: Ledger, _: Pack) -> Outcomes:
    """Flag what is missing: indicators, a total of the scores, the score of a line with a weight.

    So is text of the template that nobody replaced.

    Formula: none; each thing that is missing is a finding of its own. A form whose score column is blank all
    over is told once.
    Tolerance: none.
    Source: observed: forms handed in half filled, with the template's own text in the cells.
    Example: 「任务完成时限」有分值6，没有得分。
    """
    found = tuple(_find_missing(ledger))
    yield from found
    yield Check("incomplete", outcome_where(differs=bool(found)))


def _find_missing(ledger: Ledger) -> Iterator[Finding]:
    form = ledger.form
    has_scores = any(line.score is not None for line in ledger.lines)
    if not any(is_own_line(indicator) for indicator in form.indicators):
        yield flag("incomplete", message("no-indicator"), field="level3")
    if has_scores and form.score_total is None:
        yield flag("incomplete", message("no-total"), field="score_total")
    yield from _find_lines_without_score(ledger, has_scores=has_scores)
    for text in form.templates:
        yield flag("incomplete", message("template", text=shorten(text, RULES.template_characters)))


def _find_lines_without_score(ledger: Ledger, *, has_scores: bool) -> Iterator[Finding]:
    blank = [line for line in ledger.lines if line.score is None and not line.extra]
    weighed = [(line, line.weight) for line in blank if line.weight is not None]
    if not weighed:
        return
    if not has_scores:
        yield flag("incomplete", message("no-score-at-all"), field="score")
        return
    for line, weight in weighed:
        lacking = message("no-score", name=line.name, weight=plain(weight))
        yield flag("incomplete", lacking, fund=line.fund, indicator=line.indicator, field="score")
