"""Indicators whose targets and actuals are read as a form's own are."""

from __future__ import annotations

from dataclasses import replace

from audit import audit_form
from normalize.values.quantity import find_quantities
from normalize.values.targets.achieved import judge_achieved
from support.audit_forms import form, indicator, of_rule


def line(target, actual, score="10", *, weight="10", **rest):
    """An indicator whose numbers are read as the form's own are."""
    read = find_quantities(target, "target") + find_quantities(actual, "actual")
    plain = indicator(1, weight, score, target=target, actual=actual, quantities=read, **rest)
    return replace(plain, achieved=judge_achieved(plain))


def found(rule, *indicators, pack=None, **rest):
    """Return what a rule finds in a form of these indicators."""
    return of_rule(audit_form(form([], indicators, **rest), pack).findings, rule)
