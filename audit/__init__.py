"""Forms to findings: what disagrees, and why.

What other rooms may use. Nothing is imported until it is asked for: ``render`` costs no rule.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audit.auditor import all_rules, audit_form
    from audit.explain.recount import Column, Figure, Recount, Recounts, recounted
    from audit.explain.suspects import Seen, Suspect, arithmetic_fails, judged, suspects
    from audit.finding import Audit, Check, Finding
    from audit.ledger.lines import lines, scored_fund
    from audit.ledger.printed import amount, money, plain, unit_yuan
    from audit.ledger.sources import Sum, fund_sums
    from audit.ledger.words import money_units
    from audit.messages.render import catalogue, render
    from audit.messages.words import COLUMNS
    from audit.packs import pack_named

__all__ = [
    "COLUMNS",
    "Audit",
    "Check",
    "Column",
    "Figure",
    "Finding",
    "Recount",
    "Recounts",
    "Seen",
    "Sum",
    "Suspect",
    "all_rules",
    "amount",
    "arithmetic_fails",
    "audit_form",
    "catalogue",
    "fund_sums",
    "judged",
    "lines",
    "money",
    "money_units",
    "pack_named",
    "plain",
    "recounted",
    "render",
    "scored_fund",
    "suspects",
    "unit_yuan",
]

_HOMES = {
    "audit_form": "auditor",
    "all_rules": "auditor",
    "Column": "explain.recount",
    "Figure": "explain.recount",
    "Recount": "explain.recount",
    "Recounts": "explain.recount",
    "recounted": "explain.recount",
    "Seen": "explain.suspects",
    "Suspect": "explain.suspects",
    "arithmetic_fails": "explain.suspects",
    "judged": "explain.suspects",
    "suspects": "explain.suspects",
    "Audit": "finding",
    "Check": "finding",
    "Finding": "finding",
    "lines": "ledger.lines",
    "scored_fund": "ledger.lines",
    "amount": "ledger.printed",
    "money": "ledger.printed",
    "plain": "ledger.printed",
    "unit_yuan": "ledger.printed",
    "Sum": "ledger.sources",
    "fund_sums": "ledger.sources",
    "money_units": "ledger.words",
    "catalogue": "messages.render",
    "render": "messages.render",
    "COLUMNS": "messages.words",
    "pack_named": "packs",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'audit' has no attribute {name!r}")
    return getattr(import_module(f"audit.{_HOMES[name]}"), name)
