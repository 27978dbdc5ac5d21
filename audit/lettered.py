"""The execution rate's formula by what the form calls its own columns, as C/B below 全年预算数(B), or 执行数/年初预算数."""

from __future__ import annotations

import re
from collections.abc import Mapping

from normalize.clean import fold
from normalize.form import Form
from normalize.labels import kind_of

Columns = tuple[tuple[str, ...], tuple[str, ...], str]
"""What is added and what is taken off above the line, and what stands below it."""

_AMOUNTS = ("initial", "budget", "executed", "transferred", "net")
_MARKS = "abcdef", "123456", "①②③④⑤⑥"
_MARK = "[A-Fa-f1-6①-⑥]"
_LETTER = re.compile(rf"(?:\(({_MARK})(?:,[^()]*)?\)|(?<=[数额])({_MARK}))(?:\([百千万亿]*元\))?$")
_FORMULA = re.compile(rf"({_MARK})(?:-({_MARK}))?/({_MARK})")
_BRACKETS = str.maketrans("", "", "()[]")
_WORDS = re.compile(r"([^/()]*数)/([^/()]*数)")


def lettered(form: Form, formula: str) -> Columns | None:
    """Return the columns that a formula (folded, in small letters) divides, or None where the form does not name each of them."""
    if words := _WORDS.fullmatch(formula):
        executed, below = (kind_of("fund", name) for name in words.groups())
        return ((executed,), (), below) if executed in _AMOUNTS and below in _AMOUNTS else None
    return _columns(formula, _letters(form))


def in_order(form: Form, formula: str) -> Columns | None:
    """Return the columns that a formula divides if its letters count the form's amounts from the left; spending is divided."""
    amounts = [field for field in form.fund_columns if field in _AMOUNTS]
    columns = _columns(formula, {mark: field for marks in _MARKS for mark, field in zip(marks, amounts, strict=False)})
    return columns if columns and columns[0] == ("executed",) else None


def _columns(formula: str, letters: Mapping[str, str]) -> Columns | None:
    found = _FORMULA.fullmatch(formula.translate(_BRACKETS))
    if found is None or any(letter not in letters for letter in found.groups() if letter):
        return None
    above, taken, below = found.groups()
    return (letters[above],), ((letters[taken],) if taken else ()), letters[below]


def _letters(form: Form) -> Mapping[str, str]:
    """Return the column of each letter that one column alone prints."""
    amounts = [(e.field, fold(e.printed)) for e in form.evidence if e.field in _AMOUNTS]
    heads = {(field, (m[1] or m[2]).lower()) for field, printed in amounts if (m := _LETTER.search(printed))}
    printed = [letter for _, letter in heads]
    return {letter: field for field, letter in heads if printed.count(letter) == 1}
