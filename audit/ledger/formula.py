"""The execution rate's formula (执行率): which columns of a fund row it divides, as data in the packs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from audit.packs import NATIONAL, PackClause, packs
from extract import Message, message
from normalize import Form, Fund, find_label_kind, fold_text

Columns = tuple[tuple[str, ...], tuple[str, ...], str]
"""What is added and what is taken off above the line, and what stands below it."""

_AMOUNTS = ("initial", "budget", "executed", "transferred", "net")
_MARKS = "abcdef", "123456", "①②③④⑤⑥"
_MARK = "[A-Fa-f1-6①-⑥]"
_LETTER = re.compile(rf"(?:\(({_MARK})(?:,[^()]*)?\)|(?<=[数额])({_MARK}))(?:\([百千万亿]*元\))?$")
_FORMULA = re.compile(rf"({_MARK})(?:-({_MARK}))?/({_MARK})")
_BRACKETS = str.maketrans("", "", "()[]")
_WORDS = re.compile(r"([^/()]*数)/([^/()]*数)")


def columns_by_name(form: Form, formula: str) -> Columns | None:
    """Return the columns that a folded formula divides, or None where the form does not name each of them."""
    in_words = _WORDS.fullmatch(formula)
    if in_words is None:
        return _columns(formula, _letters(form))
    executed, below = (find_label_kind("fund", name) for name in in_words.groups())
    if executed not in _AMOUNTS or below not in _AMOUNTS:
        return None
    return (executed,), (), below


def columns_by_order(form: Form, formula: str) -> Columns | None:
    """Return the columns that a formula divides if its letters count the amounts from the left."""
    amounts = [field for field in form.fund_columns if field in _AMOUNTS]
    letters: dict[str, str] = {}
    for marks in _MARKS:
        letters.update(zip(marks, amounts, strict=False))
    columns = _columns(formula, letters)
    if columns is None or columns[0] != ("executed",):
        return None
    return columns


def _columns(formula: str, letters: Mapping[str, str]) -> Columns | None:
    found = _FORMULA.fullmatch(formula.translate(_BRACKETS))
    if found is None:
        return None
    named = {letter for letter in found.groups() if letter}
    if not named <= letters.keys():
        return None
    above, taken, below = found.groups()
    if not taken:
        return (letters[above],), (), letters[below]
    return (letters[above],), (letters[taken],), letters[below]


def _letters(form: Form) -> Mapping[str, str]:
    """Return the column of each letter that one column alone prints."""
    heads: set[tuple[str, str]] = set()
    for entry in form.evidence:
        if entry.field not in _AMOUNTS:
            continue
        found = _LETTER.search(fold_text(entry.printed))
        if found is not None:
            heads.add((entry.field, (found[1] or found[2]).lower()))
    printed = [letter for _, letter in heads]
    return {letter: field for field, letter in heads if printed.count(letter) == 1}


_SAME = str.maketrans("（）［］÷∕／－−–—×＊*", "()()///----xxx")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF21, 0xFF5B)}
_TERMS = ("text", "plus", "minus", "over")
_TO_PERCENT = re.compile(r"x100%?$")


@dataclass(frozen=True, slots=True)
class Formula:
    """The execution rate's formula: ``text`` as people write it, and the columns that it names.

    ``plus`` and ``minus`` are added and taken off above the line, ``over`` stands below it.
    ``over`` names the column below the line; where the form does not print it, the next one stands for it.
    ``basis`` is the clause of a pack that it comes from.
    """

    text: str
    plus: tuple[str, ...]
    minus: tuple[str, ...]
    over: tuple[str, ...]
    basis: Message | None = None


B_OVER_A = Formula("B/A", plus=("executed",), minus=(), over=("budget", "initial"))


def find_formula(form: Form) -> Formula | None:
    """Return the formula in the form's own column head, or None for one that is not known.

    B/A where the head prints none.
    What the form calls its columns is taken before what they usually stand for.
    """
    known = next((f for f in known_formulas() if prints_formula(form, f.text)), None)
    if not form.rate_formula:
        return known
    columns = _own_columns(form, _folded(form.rate_formula), is_known=known is not None)
    if columns is None:
        return known
    if known is not None and columns == (known.plus, known.minus, known.over[0]):
        return known
    plus, minus, below = columns
    over: tuple[str, ...] = (below,)
    if below == B_OVER_A.over[0]:
        over = B_OVER_A.over
    return Formula(form.rate_formula, plus, minus, over, message("own-formula"))


def _own_columns(form: Form, formula: str, *, is_known: bool) -> Columns | None:
    """Return the columns that the form's own letters or words name, else those of letters in order."""
    named = columns_by_name(form, formula)
    if named is not None or is_known:
        return named
    return columns_by_order(form, formula)


def prints_formula(form: Form, text: str) -> bool:
    """Tell whether the form's column head prints this formula; a head without one stands for B/A."""
    asked = _folded(form.rate_formula or B_OVER_A.text)
    return asked in (_folded(text), f"({_folded(text)})")


def known_formulas() -> tuple[Formula, ...]:
    """Return the formulas of all packs, the national ones first."""
    formulas: list[Formula] = []
    for pack in packs():
        clauses = (clause for clause in pack.clauses if clause.kind == "formula")
        formulas += [_formula_of(clause, is_national=pack.key == NATIONAL) for clause in clauses]
    return tuple(formulas)


def _formula_of(clause: PackClause, *, is_national: bool) -> Formula:
    """Make a clause's formula; a place's holds where a form's own head prints it, wherever it is from."""
    terms = {key: _frozen(clause.terms[key]) for key in _TERMS}
    basis = clause.basis
    if not is_national:
        basis = message("printed-formula", place=clause.place, clause=clause.text)
    return Formula(**terms, basis=basis)


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


def ratio_of(formula: Formula, fund: Fund, below: str) -> Ratio | None:
    """Return a fund row's ratio over the column ``below``, or None where an amount is not printed.

    A blank in a column that is taken off takes nothing off.
    """
    added = [read_amount(fund, name) for name in formula.plus]
    base = read_amount(fund, below)
    if base is None or any(value is None for value in added):
        return None
    taken = (count_amount(fund, name) for name in formula.minus)
    return Ratio(sum((v for v in added if v is not None), Decimal()), sum(taken, Decimal()), base)


def find_divided(formula: Formula, fund: Fund, below: str) -> Ratio | None:
    """Return a fund row's ratio, or None where an amount is not printed or nothing was budgeted."""
    amounts = ratio_of(formula, fund, below)
    if amounts is None or not amounts.below:
        return None
    return amounts


def find_base_column(formula: Formula, funds: Sequence[Fund]) -> str:
    """Return the name of the column below the line: the first of the formula's that the form prints."""
    for name in formula.over:
        if any(read_amount(fund, name) is not None for fund in funds):
            return name
    return formula.over[0]


def read_amount(fund: Fund, name: str) -> Decimal | None:
    """Return a fund row's amount in yuan by its column: ``initial``, ``budget``, ``executed``, ..."""
    value: Decimal | None = getattr(fund, f"{name}_yuan")
    return value


def count_amount(fund: Fund, name: str) -> Decimal:
    """Return a fund row's amount in yuan by its column, 0 where it is not printed."""
    value = read_amount(fund, name)
    if value is None:
        return Decimal()
    return value


def _frozen(term: str | list[str]) -> Any:  # noqa: ANN401 - as the field of ``Formula`` has it
    if isinstance(term, str):
        return term
    return tuple(term)


def _folded(text: str) -> str:
    folded = "".join(text.split()).translate(_SAME | _FULL_WIDTH).lower()
    return _TO_PERCENT.sub("", folded)
