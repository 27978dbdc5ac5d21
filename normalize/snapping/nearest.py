"""The known text that a recognised one is, where one alone is near."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from rapidfuzz.distance import Levenshtein

from extract import Alternative, CellReading
from normalize.values.text import fold_text


@dataclass(frozen=True, slots=True)
class SnappingSettings:
    """How near a known text has to be; set by texts with characters misread on purpose."""

    alike: int = 1
    """What a character costs that stands for one of its shape."""
    substituted: int = 2
    """What any other character costs that stands for another."""
    lost: int = 3
    """What a character costs that is lost or added: recognisers seldom do so."""
    most_cost: int = 2
    """What a text of few characters may cost: one is another."""
    most_cost_long: int = 4
    """The same of a text of many."""
    few_characters: int = 6
    """Characters: a text of more is long."""
    shortest: int = 3
    """Characters: a shorter text that differs in one is another word, unless its shape tells."""
    most_added: float = 6.0
    """Of negative logarithms: by how much less likely than what was read a known text may be."""
    sign_share: float = 0.9
    """Of a comparator among those that its cell may print."""
    sure_confidence: float = 0.998
    """Of the least sure character, 1 at most: a text above it was read surely."""
    confirmed_confidence: float = 0.95
    """The same where a second reading gave that text too."""
    least_heads: int = 2
    """Heads of columns, of different ones: a row with fewer is no row of heads ..."""
    least_indicator_heads: int = 3
    """... and of the indicators' columns, as some of them are headed like those of the funds."""
    clear: float = 2.0
    """Of negative logarithms: by how much the next known text has to be less likely."""


SNAPPING = SnappingSettings()


@cache
def load_lookalikes() -> dict[str, Any]:
    """Return the tables of ``lookalikes.toml``."""
    return tomllib.loads(Path(__file__).with_name("lookalikes.toml").read_text("utf-8"))


@cache
def _list_alike() -> frozenset[tuple[str, str]]:
    pairs: set[tuple[str, str]] = set()
    for shape in load_lookalikes()["alike"]:
        pairs.update((one, other) for one in shape for other in shape)
    return frozenset(pairs)


def find_nearest(
    text: str, names: Collection[str], *, is_expected: bool = False, is_sure: bool = False
) -> str | None:
    """Return the one of ``names`` that a folded text is near, None where none is or several are as near.

    ``is_expected``: a name has to stand there, so that two characters suffice. ``is_sure``: the text was read
    surely, so that only characters of one shape are taken for one another.
    """
    if text in names:
        return text
    is_long = len(text) > SNAPPING.few_characters
    limit = SNAPPING.most_cost_long if is_long else SNAPPING.most_cost
    if is_sure or (len(text) < SNAPPING.shortest and not is_expected):
        limit = SNAPPING.alike
    best, best_cost, is_alone = None, limit + 1, True
    for name in names:
        if abs(len(name) - len(text)) > is_long:
            continue
        cost = _count_cost(text, name, limit)
        if cost < best_cost:
            best, best_cost, is_alone = name, cost, True
        elif cost == best_cost:
            is_alone = False
    if best is None or not is_alone or not _keeps_enough(text, best):
        return None
    return best


def _count_cost(text: str, name: str, limit: int) -> int:
    if len(text) != len(name):
        weights = (SNAPPING.lost, SNAPPING.lost, SNAPPING.substituted)
        return Levenshtein.distance(text, name, weights=weights, score_cutoff=limit)
    cost = 0
    for one, other in zip(text, name, strict=True):
        if one != other:
            cost += SNAPPING.alike if (one, other) in _list_alike() else SNAPPING.substituted
            if cost > limit:
                return cost
    return cost


def _keeps_enough(text: str, name: str) -> bool:
    """Tell whether what differs are words: a digit of one is none of the other's."""
    return _list_digits(text) == _list_digits(name)


def _list_digits(text: str) -> list[str]:
    return [char for char in text if char.isdigit() and char.isascii()]


def find_likely(alternatives: Sequence[Alternative], read: str, names: Collection[str]) -> str | None:
    """Return the likeliest alternative that is one of ``names``.

    None where it is much less likely than what was ``read``, or another that is one is nearly as likely.
    """
    costs = {fold_text(one.text): one.cost for one in reversed(alternatives)}
    of_read = costs.get(fold_text(read), min(costs.values(), default=0.0))
    known = sorted((cost, text) for text, cost in costs.items() if text in names)
    if not known or known[0][0] - of_read > SNAPPING.most_added:
        return None
    if len(known) > 1 and known[1][0] - known[0][0] < SNAPPING.clear:
        return None
    return known[0][1]


def is_read_surely(reading: CellReading) -> bool:
    """Tell whether nothing speaks against a text that was recognised."""
    if reading.text in reading.confirmed:
        return reading.confidence >= SNAPPING.confirmed_confidence
    return reading.confidence >= SNAPPING.sure_confidence
