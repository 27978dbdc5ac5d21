"""The execution rate's formula (执行率): which columns of a fund row it divides, as data in the packs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from audit.catalogue import say
from audit.lettered import Columns, in_order, lettered
from audit.packs import packs
from normalize.form import Form, Fund

_SAME = str.maketrans("（）［］÷∕／－−–—×＊*", "()()///----xxx")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF21, 0xFF5B)}
_TERMS = ("text", "plus", "minus", "over")
_TO_PERCENT = re.compile(r"x100%?$")


@dataclass(frozen=True, slots=True)
class Formula:
    """``text`` as people write it, the columns that are added and taken off above the line, and those it divides by.

    ``over`` names the column below the line; where the form does not print it, the next one stands for it. ``basis`` is the
    clause of a pack that it comes from, in Chinese.
    """

    text: str
    plus: tuple[str, ...]
    minus: tuple[str, ...]
    over: tuple[str, ...]
    basis: str = ""


PLAIN = Formula("B/A", plus=("executed",), minus=(), over=("budget", "initial"))


def rate_formula(form: Form) -> Formula | None:
    """Return the formula in the form's own column head, B/A where it prints none, or None for one that is not known.

    What the form calls its columns is taken before what they usually stand for.
    """
    known = next((f for f in formulas() if same_formula(form, f.text)), None)
    columns = _own_columns(form, _folded(form.rate_formula), known=known is not None) if form.rate_formula else None
    if columns is None or (known and columns == (known.plus, known.minus, known.over[0])):
        return known
    plus, minus, below = columns
    over = PLAIN.over if below == PLAIN.over[0] else (below,)
    return Formula(form.rate_formula or "", plus, minus, over, say("own-formula"))


def _own_columns(form: Form, formula: str, *, known: bool) -> Columns | None:
    """Return the columns of the form's own letters or words; for a formula that is not known, else of letters in their order."""
    return lettered(form, formula) or (None if known else in_order(form, formula))


def same_formula(form: Form, text: str) -> bool:
    """Tell whether the form's column head prints this formula; a head without one stands for B/A."""
    asked = _folded(form.rate_formula or PLAIN.text)
    return asked in (_folded(text), f"({_folded(text)})")


def formulas() -> tuple[Formula, ...]:
    """Return the formulas of all packs, the national ones first."""
    clauses = (clause for pack in packs() for clause in pack.clauses if clause.kind == "formula")
    return tuple(Formula(**{key: _frozen(clause.terms[key]) for key in _TERMS}, basis=clause.basis) for clause in clauses)


@dataclass(frozen=True, slots=True)
class Ratio:
    """The amounts that a rate divides, in yuan: ``added`` less ``taken`` over ``below``."""

    added: Decimal
    taken: Decimal
    below: Decimal

    @property
    def above(self) -> Decimal:
        """What stands above the line."""
        return self.added - self.taken

    @property
    def value(self) -> Decimal:
        """The rate; raises ``ZeroDivisionError`` where nothing was budgeted."""
        return self.above / self.below


def ratio(formula: Formula, fund: Fund, below: str) -> Ratio | None:
    """Return a fund row's ratio over the column ``below``, or None where an amount is not printed.

    A blank in a column that is taken off takes nothing off.
    """
    added = [column(fund, name) for name in formula.plus]
    base = column(fund, below)
    if base is None or any(value is None for value in added):
        return None
    taken = (column(fund, name) or Decimal() for name in formula.minus)
    return Ratio(sum((v for v in added if v is not None), Decimal()), sum(taken, Decimal()), base)


def base_column(formula: Formula, funds: Sequence[Fund]) -> str:
    """Return the name of the column below the line: the first of the formula's that the form prints."""
    return next((name for name in formula.over if any(column(f, name) is not None for f in funds)), formula.over[0])


def budgets_nothing(form: Form, fund: Fund) -> bool:
    """Tell whether the amount that the rate of a fund row divides by is printed as 0."""
    formula = rate_formula(form)
    return formula is not None and column(fund, base_column(formula, form.funds)) == 0


def column(fund: Fund, name: str) -> Decimal | None:
    """Return a fund row's amount in yuan by the column's name (``initial``, ``budget``, ``executed``, ``transferred``, ``net``)."""
    value: Decimal | None = getattr(fund, f"{name}_yuan")
    return value


def _frozen(term: str | list[str]) -> Any:  # noqa: ANN401 - as the field of ``Formula`` has it
    return term if isinstance(term, str) else tuple(term)


def _folded(text: str) -> str:
    folded = "".join(text.split()).translate(_SAME | _FULL_WIDTH).lower()
    return _TO_PERCENT.sub("", folded)
