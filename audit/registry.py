"""The list of rules: each is a generator over a form and a place's pack, registered by its name with its severity."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import wraps

from audit.finding import Check, Finding
from audit.packs import Pack
from extract import Message
from normalize.form import Form

Said = Iterator[Finding | Check]
Runs = Callable[[Form], Said]
RunsByPack = Callable[[Form, Pack], Said]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: ``severity`` of what it finds, whether it ``sets_verdict``, and which forms' columns allow it."""

    name: str
    severity: str
    sets_verdict: bool
    allowed_by: Callable[[Form], bool]
    run: RunsByPack


RULES: dict[str, Rule] = {}


def _always(_: Form) -> bool:
    return True


def rule(
    name: str, severity: str, *, sets_verdict: bool = False, allowed_by: Callable[[Form], bool] = _always
) -> Callable[[Runs], Runs]:
    """Register a generator as the rule ``name``; its docstring is its page in ``docs/rules.md``."""

    def register(run: Runs) -> Runs:
        @wraps(run)
        def by_any_pack(form: Form, _: Pack) -> Said:
            return run(form)

        _add(Rule(name, severity, sets_verdict, allowed_by, by_any_pack))
        return run

    return register


def rule_by_pack(
    name: str, severity: str, *, sets_verdict: bool = False, allowed_by: Callable[[Form], bool] = _always
) -> Callable[[RunsByPack], RunsByPack]:
    """Register a generator that follows the rules of a place, as ``rule`` does one that is the same everywhere."""

    def register(run: RunsByPack) -> RunsByPack:
        _add(Rule(name, severity, sets_verdict, allowed_by, run))
        return run

    return register


def _add(entry: Rule) -> None:
    if entry.name in RULES:
        raise ValueError(f"two rules are named {entry.name}")
    RULES[entry.name] = entry


def flag(
    name: str,
    message: Message,
    *,
    severity: str | None = None,
    fund: int | None = None,
    indicator: int | None = None,
    field: str | None = None,
    stated: Decimal | None = None,
    computed: Decimal | None = None,
    tolerance: Decimal | None = None,
    explanation: Message | None = None,
) -> Finding:
    """Return a finding of the rule ``name``, with the rule's severity unless another is given."""
    return Finding(
        rule=name,
        severity=severity or RULES[name].severity,
        message=message,
        fund=fund,
        indicator=indicator,
        field=field,
        stated=stated,
        computed=computed,
        tolerance=tolerance,
        explanation=explanation,
    )


def unchecked(
    name: str,
    missing: Message,
    *,
    fund: int | None = None,
    field: str | None = None,
    stated: Decimal | None = None,
    possible: bool = True,
) -> Check:
    """Return the check of a rule that could not be run, with what it lacked."""
    return Check(name, "unchecked", stated=stated, missing=missing, fund=fund, field=field, possible=possible)
