"""What a form leaves out."""

from __future__ import annotations

from collections.abc import Iterator

from audit.finding import Check, Finding
from audit.ledger.lines import Line, lines
from audit.ledger.printed import plain
from audit.registry import Said, flag, rule
from extract import message
from normalize.form import Form

_EXCERPT = 30


@rule("incomplete", "warning")
def incomplete(form: Form) -> Said:
    """Flag what is missing: indicators, a total of the scores, the score of a line with a weight, text in place of the template's.

    Formula: none; each thing that is missing is a finding of its own. A form whose score column is blank all
    over is told once.
    Tolerance: none.
    Source: observed: forms handed in half filled, with the template's own text in the cells.
    Example: 「任务完成时限」有分值6，没有得分。
    """
    found = tuple(_missing(form))
    yield from found
    yield Check("incomplete", "differs" if found else "agrees")


def _missing(form: Form) -> Iterator[Finding]:
    scored = [line for line in lines(form) if line.score is not None]
    if not any(not i.sub and not i.execution for i in form.indicators):
        yield flag("incomplete", message("no-indicator"), field="level3")
    if scored and form.score_total is None:
        yield flag("incomplete", message("no-total"), field="score_total")
    yield from _without_score(form, scored)
    for text in form.templates:
        excerpt = text if len(text) <= _EXCERPT else text[:_EXCERPT] + "…"
        yield flag("incomplete", message("template", text=excerpt))


def _without_score(form: Form, scored: list[Line]) -> Iterator[Finding]:
    blank = [
        line for line in lines(form) if line.weight is not None and line.score is None and not line.aside
    ]
    if blank and not scored:
        yield flag("incomplete", message("no-score-at-all"), field="score")
        return
    for line in blank:
        weight = plain(line.weight) if line.weight is not None else ""
        lacking = message("no-score", name=line.name, weight=weight)
        yield flag("incomplete", lacking, fund=line.fund, indicator=line.indicator, field="score")
