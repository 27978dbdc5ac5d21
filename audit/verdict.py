"""From findings and checks to one word: agrees, differs, or unchecked."""

from __future__ import annotations

from collections.abc import Sequence

from audit.finding import Check, Finding
from audit.ledger import Ledger
from audit.registry import rule_named

_TOTALS = frozenset({"score-total", "weight-total", "fund-total"})


def find_verdict(ledger: Ledger, findings: Sequence[Finding], checks: Sequence[Check]) -> str:
    """Return ``differs``, ``agrees`` or ``unchecked``.

    ``differs`` where a rule that sets the verdict has an error or a warning. ``agrees`` where every such rule
    that the form's columns allow was checked and holds, a total of scores, weights or funds among them, and
    the reading was sure of itself.
    """
    if any(rule_named(f.rule).sets_verdict and f.severity != "info" for f in findings):
        return "differs"
    if ledger.form.warnings or any(_is_open(ledger, check) for check in checks):
        return "unchecked"
    is_sure = any(c.rule in _TOTALS and c.outcome == "agrees" for c in checks)
    return "agrees" if is_sure else "unchecked"


def _is_open(ledger: Ledger, check: Check) -> bool:
    """Tell whether a check could have been made and was not."""
    if check.outcome != "unchecked" or not check.possible:
        return False
    rule = rule_named(check.rule)
    return rule.sets_verdict and rule.allowed_by(ledger)
