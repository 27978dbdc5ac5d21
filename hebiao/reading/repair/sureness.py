"""Whether the numbers of a recognised text are sure: what else it may print, and what two readings agree in."""

from __future__ import annotations

import re
from collections.abc import Callable
from math import exp

from extract import CellReading
from hebiao.reading.repair.settings import RECOGNISED
from normalize import add_bar, find_likely_sign, fold_text

_NO_NUMBER = re.compile(r"[^0-9A-Za-z.,%‰≥≤<>=±+~\-—万亿千百]+")
_SPECK = re.compile(r"(?<![0-9])[.,]")  # before a number
_SIGNS = re.compile("[%‰≥≤<>=万亿千百]")
_PUNCTUATION = ".,"
_DIGITS = str.maketrans("OolI|", "00111")  # letters of the shape of digits, which no number has


def is_unsure(reading: CellReading) -> bool:
    """Tell whether a number in a text that was recognised may well be another.

    It is sure where its least sure sign is, or where all that the text may print has the same numbers.
    """
    sure = reading.figure_confidence
    if sure is None:
        sure = reading.confidence
    if sure >= RECOGNISED.sure_confidence:
        return False
    numbers = list_numbers(reading.text)
    if not has_digit("".join(numbers)) and find_likely_sign(reading.alternatives):
        return False
    if not has_digit(reading.text):  # as a unit in its own cell
        return _weigh(reading, lambda text: _has_other_signs(text, numbers)) > 1 - RECOGNISED.sure_confidence
    is_confirmed = bool(reading.confirmed) and all(list_numbers(one) == numbers for one in reading.confirmed)
    most = RECOGNISED.confirmed_others if is_confirmed else 1 - RECOGNISED.sure_confidence
    others = _weigh(reading, lambda text: not _is_same(numbers, list_numbers(text)))
    if not reading.alternatives or others > most:
        return True
    return not is_confirmed and not _is_complete(reading)


def list_numbers(text: str) -> tuple[str, ...]:
    """Return the numbers of a text with their signs, less what parts them: blanks, words, punctuation."""
    parts = _NO_NUMBER.split(_SPECK.sub("", fold_text(text).translate(_DIGITS)))
    return tuple(number for part in parts if (number := part.strip(_PUNCTUATION)))


def has_digit(text: str) -> bool:
    """Tell whether a text has a digit of any script."""
    return any(char.isdigit() for char in text)


def _weigh(reading: CellReading, is_other: Callable[[str], bool]) -> float:
    """Return the share of those texts that are others among all that a text may print."""
    others = [exp(-one.cost) for one in reading.alternatives if is_other(one.text)]
    return sum(others) / sum(exp(-one.cost) for one in reading.alternatives) if others else 0.0


def _has_other_signs(text: str, signs: tuple[str, ...]) -> bool:
    """Tell whether a text has signs of numbers and no digit, and other signs than these."""
    is_sign = _SIGNS.search(text) is not None and not has_digit(text)
    return is_sign and not _is_same(signs, list_numbers(text))


def _is_same(numbers: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Tell whether numbers are the same, but that the others may have lost the bar below ≥ and ≤."""
    if numbers == others:
        return True
    if len(numbers) != len(others):
        return False
    return all(one in (other, add_bar(other)) for one, other in zip(numbers, others, strict=True))


def _is_complete(reading: CellReading) -> bool:
    """Tell whether the alternatives go on until they are hardly likely, or are nearly all that there is."""
    costs = [one.cost for one in reading.alternatives]
    is_short = (
        len(costs) < RECOGNISED.listed_texts and sum(exp(-cost) for cost in costs) > RECOGNISED.listed_share
    )
    return is_short or max(costs) - min(costs) > RECOGNISED.likely_cost
