"""Comparators in a column of their own: which one a recognised cell prints, and how sure that is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from math import exp

from extract import Alternative
from normalize.snapping.names import join_names
from normalize.snapping.nearest import SNAPPING
from normalize.values.text import fold_text
from normalize.vocabulary.lists import load_words

_BARS = str.maketrans("><", "≥≤")


@cache
def list_signs() -> frozenset[str]:
    """Return the comparators and kinds of targets that forms print in a column of their own."""
    return join_names([load_words("signs")])


def find_likely_sign(alternatives: Sequence[Alternative]) -> str | None:
    """Return the likeliest sign among what a cell may print; None where none is, or not by far."""
    signs = [text for one in alternatives if (text := fold_text(one.text)) in list_signs()]
    return signs[0] if signs and _weigh_sign(alternatives, signs[0]) >= SNAPPING.sign_share else None


def _weigh_sign(alternatives: Sequence[Alternative], sign: str) -> float:
    """Return the share of a sign, with and without its bar, among the signs that a cell may print."""
    shares: dict[str, float] = defaultdict(float)
    for one in alternatives:
        text = fold_text(one.text)
        if text in list_signs():
            shares[text if text == sign else add_bar(text)] += exp(-one.cost)
    whole = sum(shares.values())
    return shares[sign] / whole if whole else 0.0


def add_bar(text: str) -> str:
    """Return a text with the bar that each > and < in it may have lost: nothing on paper adds one."""
    return text.translate(_BARS)
