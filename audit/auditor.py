"""Every rule over a form: its findings, what was checked, and the verdict."""

from __future__ import annotations

from dataclasses import replace
from decimal import localcontext

from audit.finding import Audit, Check, Finding
from audit.packs import pack_named
from audit.packs.choosing import pack_of
from audit.registry import RULES, Rule
from audit.rules import completeness, funds, grade, local, rates, scores, targets, totals, weights
from audit.verdict import verdict
from normalize.form import Form

_DIGITS = 60
_SUBJECTS = tuple(
    module.__name__ for module in (totals, weights, funds, rates, scores, targets, grade, completeness, local)
)


def all_rules() -> tuple[Rule, ...]:
    """Return all rules, subject by subject."""
    return tuple(sorted(RULES.values(), key=lambda rule: _SUBJECTS.index(rule.run.__module__)))


def audit_form(form: Form, pack: str | None = None) -> Audit:
    """Run every rule over a form and return its findings, what was checked, and the verdict.

    ``pack`` names the place whose rules are followed (``hunan``); without it the form's own evidence tells.
    Raises ``ValueError`` for a name that no pack has. A finding's ``cause`` is ``unknown`` where the reading
    of the form was itself in doubt, else ``form``.
    """
    followed = pack_named(pack) if pack else pack_of(form)
    with localcontext(prec=_DIGITS):
        said = [entry for rule in all_rules() for entry in rule.run(form, followed)]
    cause = "unknown" if form.warnings else "form"
    findings = tuple(replace(entry, cause=cause) for entry in said if isinstance(entry, Finding))
    checks = tuple(entry for entry in said if isinstance(entry, Check))
    return Audit(findings, checks, verdict(form, findings, checks))
