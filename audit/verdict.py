"""From findings and checks to one word: agrees, differs, or unchecked."""

from __future__ import annotations

from collections.abc import Iterable

from audit.finding import Check, Finding
from audit.registry import RULES
from normalize.form import Form

_TOTALS = frozenset({"score-total", "weight-total", "fund-total"})


def verdict(form: Form, findings: Iterable[Finding], checks: Iterable[Check]) -> str:
    """Return ``differs``, ``agrees`` or ``unchecked``.

    ``differs`` where a rule that sets the verdict has an error or a warning. ``agrees`` where every such rule
    that the form's columns allow was checked and holds, a total of scores, weights or funds among them, and
    the reading was sure of itself.
    """
    findings, checks = tuple(findings), tuple(checks)
    if any(RULES[f.rule].sets_verdict and f.severity != "info" for f in findings):
        return "differs"
    if form.warnings or any(_is_open(form, check) for check in checks):
        return "unchecked"
    sure = any(c.rule in _TOTALS and c.outcome == "agrees" for c in checks)
    return "agrees" if sure else "unchecked"


def _is_open(form: Form, check: Check) -> bool:
    """Tell whether a check could have been made and was not."""
    rule = RULES[check.rule]
    return check.outcome == "unchecked" and check.possible and rule.sets_verdict and rule.allowed_by(form)
