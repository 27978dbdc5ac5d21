"""Cells that hold a number: which characters it may have, and what its separators are."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from math import exp
from typing import Any

from extract.grid import Alternative
from extract.scan.recognition.decoding import Spelling, Steps, find_texts, fold_steps, rank_texts, spell
from extract.scan.recognition.settings import CELLS

_SIGN = "[≥≤><=+±-]?"
# two separators or more, of which the last may be before one or two figures
_GROUPED = re.compile(
    rf"(?P<sign>{_SIGN})"
    r"(?P<whole>\d{1,3}(?=(?:[.,]\d+){2})(?:[.,]\d{3})+)"
    r"(?:[.,](?P<rest>\d{1,2}))?(?P<percent>%?)"
)
_PART = re.compile(_SIGN + r"[.,]?\d[\d.,]*%?")
_WELL_GROUPED = re.compile(_SIGN + r"(\d+|\d{1,3}(,\d{3})+|\d{1,4}(,\d{4})+)(\.\d+)?%?")
_LETTER_FIRST = re.compile(r"[A-Za-z]\d")
_FIGURE = re.compile(r"\d")
_IDEOGRAPH = re.compile(r"[㐀-䶿一-鿿]")


def is_number_part(text: str) -> bool:
    """Tell whether a line may be one of those of a number that a cell's width wrapped."""
    return _PART.fullmatch(text) is not None


def is_well_grouped(text: str) -> bool:
    """Tell whether a number has its separators where numbers have them."""
    return _WELL_GROUPED.fullmatch(text) is not None


def begins_with_letter(text: str) -> bool:
    """Tell whether a text begins with a letter and a figure: ≥ of a page of two values reads as Z or M."""
    return _LETTER_FIRST.match(text) is not None


def has_words(text: str) -> bool:
    """Tell whether a text has an ideograph."""
    return _IDEOGRAPH.search(text) is not None


def may_be_number(steps: Steps) -> bool:
    """Tell whether a line is a number but for a sign or two that are read as no part of one."""
    text = "".join(spell_number(steps, restricted=False).text.split())
    if is_number_part(text):
        return True
    figures = len(_FIGURE.findall(text))
    if figures < CELLS.figure_share * len(text) or has_words(text) or not figures:
        return False
    return find_number(steps, CELLS.number_cost)


def find_number(steps: Steps, most_cost: float) -> bool:
    """Tell whether the likeliest text of figures alone is a number of at most some cost."""
    texts = find_texts(fold_steps(steps, *load_folds()))
    return bool(texts) and texts[0].cost <= most_cost and is_number_part(texts[0].text)


def spell_number(steps: Steps, *, restricted: bool = True) -> Spelling:
    """Read the likeliest character at each step, look-alikes taken for figures, and no others if restricted."""
    folds, alphabet = load_folds()
    spelling = spell(fold_steps(steps, folds, alphabet if restricted else None))
    return Spelling(group_thousands(spelling.text), spelling.sure, spelling.at)


def find_numbers(steps: Steps) -> tuple[Alternative, ...]:
    """Find the likeliest numbers of a line, those that differ in the look of a separator taken for one."""
    shares: dict[str, float] = defaultdict(float)
    for one in find_texts(fold_steps(steps, *load_folds())):
        shares[group_thousands(one.text)] += exp(-one.cost)
    return rank_texts(shares)


def group_thousands(text: str) -> str:
    """Return a number with a comma before each three figures and a point before the rest.

    Where it has several separators, which of them is which tells the count of figures after each, better than
    the look of a dot: 8.705.000.00 is no number. Any other text stays as it is. No character comes or goes.
    """
    grouped = _GROUPED.fullmatch(text)
    if grouped is None:
        return text
    whole, rest = grouped["whole"].replace(".", ","), grouped["rest"]
    return f"{grouped['sign']}{whole}{'.' + rest if rest else ''}{grouped['percent']}"


def group_lines(texts: Sequence[str]) -> list[str]:
    """Return the lines of a number that a cell's width wrapped, its separators told by all its figures."""
    joined = group_thousands("".join(texts))
    lines: list[str] = []
    for text in texts:
        lines.append(joined[: len(text)])
        joined = joined[len(text) :]
    return lines


@cache
def load_folds() -> tuple[dict[int, int], frozenset[int]]:
    """Return which characters of a number stand for which, and those that a number may have."""
    known = _load_known()
    folds: dict[int, int] = {}
    for plain, others in known["folds"].items():
        folds |= {ord(other): ord(plain) for other in others}
    return folds, frozenset(map(ord, known["number"]))


@cache
def load_figures() -> frozenset[str]:
    """Return the characters that change a number, if one is another."""
    return frozenset(_load_known()["figures"])


@cache
def _load_known() -> dict[str, Any]:
    return tomllib.loads(files("extract.scan.recognition").joinpath("folds.toml").read_text("utf-8"))
