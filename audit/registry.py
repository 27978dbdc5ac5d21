"""The list of rules: generators over a form's ledger and a place's pack, registered by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from importlib import import_module

from audit.finding import Check, Finding
from audit.ledger import Ledger
from audit.packs import Pack
from extract import Message, message

Outcomes = Iterator[Finding | Check]
"""What a rule yields: its findings, and what it checked."""

Run = Callable[[Ledger, Pack], Outcomes]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: ``severity`` of what it finds, whether it ``sets_verdict``, which forms it is ``allowed_by``.

    On a form that prints nothing of the kind (``allowed_by`` is false) the rule does not apply.

    ``order`` is its place among the rules, in the findings of a form and in their documentation.
    """

    name: str
    severity: str
    order: int
    sets_verdict: bool
    allowed_by: Callable[[Ledger], bool]
    run: Run


_RULES: dict[str, Rule] = {}


def _always(_: Ledger) -> bool:
    return True


def rule(
    name: str,
    severity: str,
    *,
    order: int,
    sets_verdict: bool = False,
    allowed_by: Callable[[Ledger], bool] = _always,
) -> Callable[[Run], Run]:
    """Register a generator as the rule ``name``; its docstring is its part of ``docs/rules.md``.

    Raises ``ValueError`` for a name that another rule has.
    """

    def register(run: Run) -> Run:
        if name in _RULES:
            raise ValueError(f"two rules are named {name}")
        _RULES[name] = Rule(name, severity, order, sets_verdict, allowed_by, run)
        return run

    return register


def all_rules() -> tuple[Rule, ...]:
    """Return all rules in their order."""
    _load_rules()
    return tuple(sorted(_RULES.values(), key=lambda rule: (rule.order, rule.name)))


def rule_named(name: str) -> Rule:
    """Return a rule by its name; raises ``KeyError`` for a name that none has."""
    _load_rules()
    return _RULES[name]


def _load_rules() -> None:
    """Import every module of ``audit.rules``, each of which registers its rule."""
    import_module("audit.rules")


def flag(
    name: str,
    sentence: Message,
    *,
    severity: str | None = None,
    fund: int | None = None,
    indicator: int | None = None,
    subtotal: int | None = None,
    field: str | None = None,
    stated: Decimal | None = None,
    computed: Decimal | None = None,
    tolerance: Decimal | None = None,
    explanation: Message | None = None,
) -> Finding:
    """Return a finding of the rule ``name``, with the rule's severity unless another is given."""
    return Finding(
        rule=name,
        severity=severity or _RULES[name].severity,
        message=sentence,
        fund=fund,
        indicator=indicator,
        subtotal=subtotal,
        field=field,
        stated=stated,
        computed=computed,
        tolerance=tolerance,
        explanation=explanation,
    )


def outcome_of(found: str) -> str:
    """Return the outcome of a comparison: a difference that systems make which round agrees."""
    return outcome_where(differs=found == "differs")


def outcome_where(*, differs: bool) -> str:
    """Return the outcome of a check that found something, or nothing."""
    return "differs" if differs else "agrees"


def severity_of(found: str) -> str | None:
    """Return the severity of a comparison: ``info`` for a difference by rounding, else the rule's own."""
    if found == "close":
        return "info"
    return None


def unchecked(
    name: str,
    missing: Message,
    *,
    fund: int | None = None,
    field: str | None = None,
    stated: Decimal | None = None,
) -> Check:
    """Return the check of a rule that could not be run, with what it lacked.

    The auditor turns it into one that does not apply where the rule is not ``allowed_by`` the form.
    """
    return Check(name, "unchecked", stated=stated, missing=missing, fund=fund, field=field)


def not_applicable(
    name: str,
    missing: Message,
    *,
    fund: int | None = None,
    field: str | None = None,
    stated: Decimal | None = None,
) -> Check:
    """Return the check of a rule that has nothing to hold here, with what the form does not print."""
    return Check(name, "n/a", stated=stated, missing=missing, fund=fund, field=field)


def check_findings(
    name: str, held: Sequence[object], found: Sequence[object], lacking: str, *, field: str = "score"
) -> Check:
    """Return the check of a rule that ``found`` so much among what it ``held``.

    ``lacking`` is the code for nothing to hold.
    """
    if not held:
        return unchecked(name, message(lacking), field=field)
    return Check(name, outcome_where(differs=bool(found)), field=field)
