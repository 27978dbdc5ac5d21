"""Every rule over a form, by the rules of its place: findings, what was checked, and the verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import localcontext

from audit.binding import bind_pack
from audit.explain.suspects import find_suspects, rests_on_figures
from audit.finding import Audit, Check, Finding
from audit.ledger import Ledger, build_ledger
from audit.registry import all_rules, rule_named
from extract import find_doubt
from normalize import CELLS, Form, Where

_DIGITS = 60  # of exact sums and ratios: more than any form prints

_TOTALS = frozenset({"score-total", "weight-total", "fund-total"})
_FIGURES = frozenset({"weight_total", "score_total", "review_total", "review_score", "coefficient", *CELLS})
"""The fields whose numbers are held against each other, by their keys in ``where``."""


def audit_form(form: Form, pack: str | None = None) -> Audit:
    """Run every rule over a form and return its findings, what was checked, and the verdict.

    ``pack`` names the place whose rules are followed (``hunan``); without it the form's own evidence tells.
    Raises ``ValueError`` for a name that no pack has. A finding's ``cause`` is ``unknown`` where the reading
    of the form was itself in doubt, else ``form``.
    """
    followed = bind_pack(form, pack)
    outcomes: list[Finding | Check] = []
    with localcontext(prec=_DIGITS):
        ledger = build_ledger(form)
        for rule in all_rules():
            outcomes += rule.run(ledger, followed)
    found = (entry for entry in outcomes if isinstance(entry, Finding))
    findings = tuple(replace(finding, cause=_find_cause(form, finding)) for finding in found)
    checks = tuple(_tell_applies(ledger, entry) for entry in outcomes if isinstance(entry, Check))
    return Audit(findings, checks, find_verdict(ledger, findings, checks))


def _find_cause(form: Form, finding: Finding) -> str:
    """Return ``unknown`` where the reading was in doubt, of the form or of a figure that the finding rests on."""
    if form.warnings:
        return "unknown"
    for suspect in find_suspects(form, finding):
        if any(find_doubt(boxes) for boxes in suspect.where.values()):
            return "unknown"
    return "form"


def find_verdict(ledger: Ledger, findings: Sequence[Finding], checks: Sequence[Check]) -> str:
    """Return ``differs``, ``agrees`` or ``unchecked``.

    ``differs`` where a rule that sets the verdict has an error or a warning. ``agrees`` where every such rule
    that the form's columns allow was checked and holds, a total of scores, weights or funds among them, and
    the reading was sure of itself, of the form and of every figure. A form with a score column has to print
    scores.
    """
    if any(rests_on_figures(finding) for finding in findings):
        return "differs"
    if ledger.form.warnings or has_doubted_figures(ledger.form):
        return "unchecked"
    if any(_is_open(ledger, check) for check in checks) or _lacks_all_scores(ledger.form):
        return "unchecked"
    totals = [check for check in checks if check.rule in _TOTALS]
    if any(check.outcome == "agrees" for check in totals):
        return "agrees"
    return "unchecked"


def _lacks_all_scores(form: Form) -> bool:
    """Tell whether the form has a score column and prints no score in it."""
    if "score" in form.columns:
        return all(indicator.score is None for indicator in form.indicators)
    return "score" in form.fund_columns and all(fund.score is None for fund in form.funds)


def has_doubted_figures(form: Form) -> bool:
    """Tell whether a total, a weight, a score, an amount or a rate was not read plainly."""
    wheres = [form.where]
    for entries in (form.funds, form.indicators, form.subtotals, form.levels):
        wheres += [entry.where for entry in entries]
    return any(map(_has_doubted_figure, wheres))


def _has_doubted_figure(where: Where) -> bool:
    return any(find_doubt(boxes) for field, boxes in where.items() if field in _FIGURES)


def _is_open(ledger: Ledger, check: Check) -> bool:
    """Tell whether a check could have been made and was not."""
    if check.outcome != "unchecked":
        return False
    rule = rule_named(check.rule)
    if not rule.sets_verdict:
        return False
    return rule.allowed_by(ledger)


def _tell_applies(ledger: Ledger, check: Check) -> Check:
    """Return a check as one that does not apply where the form prints nothing of what its rule holds."""
    is_printed = check.stated is not None or check.outcome != "unchecked"
    if is_printed or rule_named(check.rule).allowed_by(ledger):
        return check
    return replace(check, outcome="n/a")
