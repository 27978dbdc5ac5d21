"""Every rule over a form, by the rules of its place: findings, what was checked, and the verdict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import localcontext
from functools import partial

from audit.binding import bind_pack
from audit.doubts import doubt_check, find_doubted_figures
from audit.explain.cells import FormCell
from audit.explain.form import explain_form
from audit.explain.suspects import find_suspects, rests_on_figures
from audit.explain.trials import Hold, is_held
from audit.finding import Audit, Check, Finding
from audit.ledger import Ledger, build_ledger
from audit.packs import Pack
from audit.registry import all_rules, rule_named
from extract import find_doubt
from normalize import Form

_DIGITS = 60  # of exact sums and ratios: more than any form prints

_TOTALS = frozenset({"score-total", "weight-total", "fund-total"})


def audit_form(form: Form, pack: str | None = None, *, settled: Iterable[FormCell] = ()) -> Audit:
    """Run every rule over a form and return its findings, what was checked, and the verdict.

    ``pack`` names the place whose rules are followed (``hunan``); without it the form's own evidence tells.
    Raises ``ValueError`` for a name that no pack has. No explanation blames one of the ``settled`` cells,
    which a person looked at. A finding's ``cause`` is ``unknown`` where the reading of the form was itself in
    doubt, else ``form``.
    """
    followed = bind_pack(form, pack)
    outcomes: list[Finding | Check] = []
    with localcontext(prec=_DIGITS):
        ledger = build_ledger(form)
        for rule in all_rules():
            outcomes += rule.run(ledger, followed)
    doubted = find_doubted_figures(form)
    found = [entry for entry in outcomes if isinstance(entry, Finding)]
    blamed = [replace(one, cause=_find_cause(form, one, is_doubted=bool(doubted))) for one in found]
    with localcontext(prec=_DIGITS):
        hold = partial(_hold_arithmetic, ledger, followed)
        findings = explain_form(ledger, followed, blamed, hold, frozenset(settled))
    held = (doubt_check(entry, doubted) for entry in outcomes if isinstance(entry, Check))
    checks = tuple(_tell_applies(ledger, entry) for entry in held)
    return Audit(findings, checks, find_verdict(ledger, findings, checks, is_doubted=bool(doubted)))


def make_holder(form: Form, pack: str | None = None) -> Hold:
    """Return what holds the form to the rules that its figures have to agree by, with other figures in it.

    It is a tenth of an audit: targets are not compared anew, nothing is explained, every cause is ``form``.
    """
    followed = bind_pack(form, pack)
    with localcontext(prec=_DIGITS):
        ledger = build_ledger(form)

    def hold(changed: Form) -> Sequence[Finding]:
        with localcontext(prec=_DIGITS):
            return _hold_arithmetic(ledger, followed, changed)

    return hold


def _find_cause(form: Form, finding: Finding, *, is_doubted: bool) -> str:
    """Return ``unknown`` where the reading was in doubt, of the form or of a value that the finding rests on.

    What a form lacks rests on all that it prints.
    """
    is_lack_doubted = is_doubted and finding.rule == "incomplete"
    if form.warnings or is_lack_doubted:
        return "unknown"
    for suspect in find_suspects(form, finding):
        if any(find_doubt(boxes) for boxes in suspect.where.values()):
            return "unknown"
    return "form"


def _hold_arithmetic(before: Ledger, pack: Pack, form: Form) -> list[Finding]:
    """Hold a changed form to the rules that its figures have to agree by, and return what they find."""
    ledger = build_ledger(form, before)
    outcomes: list[Finding | Check] = []
    for rule in all_rules():
        if is_held(rule.name, sets_verdict=rule.sets_verdict):
            outcomes += rule.run(ledger, pack)
    return [entry for entry in outcomes if isinstance(entry, Finding)]


def find_verdict(
    ledger: Ledger, findings: Sequence[Finding], checks: Sequence[Check], *, is_doubted: bool
) -> str:
    """Return ``differs``, ``agrees`` or ``unchecked``.

    ``differs`` where a rule that sets the verdict has an error or a warning. ``agrees`` where every such rule
    that the form's columns allow was checked and holds, a total of scores, weights or funds among them, and
    the reading was sure of the form and of every figure (``is_doubted`` tells of one that it was not sure
    of). A form with a score column has to print scores.
    """
    if any(rests_on_figures(finding) for finding in findings):
        return "differs"
    if ledger.form.warnings or is_doubted:
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
