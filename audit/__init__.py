"""Forms to findings: what disagrees, and why.

What other rooms may use. Nothing is imported until it is asked for: ``render`` costs no rule.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audit.auditor import audit_form, make_holder
    from audit.explain.cells import FormCell
    from audit.explain.recount import decide_by_recount
    from audit.explain.suspects import (
        SecondReading,
        Suspect,
        decide_by_second_reading,
        find_suspects,
        rests_on_figures,
    )
    from audit.explain.trials import Hold
    from audit.finding import About, Audit, Check, Finding
    from audit.ledger import Ledger, build_ledger
    from audit.ledger.printed import amount, money, money_units, unit_yuan
    from audit.ledger.sources import FundSum
    from audit.messages.render import catalogue, is_renderable, render
    from audit.messages.words import COLUMNS
    from audit.packs import pack_named
    from audit.registry import all_rules
    from audit.slips.numbers import plain

_HOMES = {
    "auditor": ("audit_form", "make_holder"),
    "explain.cells": ("FormCell",),
    "explain.recount": ("decide_by_recount",),
    "explain.suspects": (
        "SecondReading",
        "Suspect",
        "decide_by_second_reading",
        "find_suspects",
        "rests_on_figures",
    ),
    "explain.trials": ("Hold",),
    "finding": ("About", "Audit", "Check", "Finding"),
    "ledger": ("Ledger", "build_ledger"),
    "ledger.printed": ("amount", "money", "money_units", "unit_yuan"),
    "ledger.sources": ("FundSum",),
    "messages.render": ("catalogue", "is_renderable", "render"),
    "messages.words": ("COLUMNS",),
    "packs": ("pack_named",),
    "registry": ("all_rules",),
    "slips.numbers": ("plain",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "COLUMNS",
    "About",
    "Audit",
    "Check",
    "Finding",
    "FormCell",
    "FundSum",
    "Hold",
    "Ledger",
    "SecondReading",
    "Suspect",
    "all_rules",
    "amount",
    "audit_form",
    "build_ledger",
    "catalogue",
    "decide_by_recount",
    "decide_by_second_reading",
    "find_suspects",
    "is_renderable",
    "make_holder",
    "money",
    "money_units",
    "pack_named",
    "plain",
    "render",
    "rests_on_figures",
    "unit_yuan",
]


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'audit' has no attribute {name!r}")
    return getattr(import_module(f"audit.{_HOME_OF[name]}"), name)
