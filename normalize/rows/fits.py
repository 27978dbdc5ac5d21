"""How well a text fits a column by what it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from normalize.rows.settings import FIT
from normalize.values.amount import read_amount
from normalize.values.text import fold_text
from normalize.values.units import read_whole_unit
from normalize.vocabulary.lists import SETTINGS, load_pattern, load_words
from normalize.vocabulary.text_labels import TextLabels

_COMPARED = load_pattern("compared")
_CAUSE = load_pattern("cause")
_SIGNS = frozenset(load_words("signs"))
_LEVEL_ENDINGS = load_words("level_endings")
_PERCENT = ("%", "％")


@lru_cache(maxsize=SETTINGS.remembered_texts)
def score_fit(labels: TextLabels, field: str) -> float:
    """Score a text for a column, about -12 (cannot be) to 6 (is one).

    A placeholder such as ``--`` fits everywhere.
    """
    score = _SCORES.get(field)
    if score is None or labels.is_blank:
        return 0.0
    return score(labels)


def _score_level(labels: TextLabels, depth: int) -> float:
    if depth in labels.depths:
        return _score_known_level(labels)
    if labels.depths or labels.is_indicator_name:
        return FIT.level_other
    is_never = len(labels.text) > FIT.longest_name or labels.number is not None
    return FIT.level_never if is_never else FIT.level_other


def _score_known_level(labels: TextLabels) -> float:
    if labels.is_indicator_name:
        return FIT.level_or_indicator
    is_whole = any(ending in labels.text for ending in _LEVEL_ENDINGS)
    return FIT.level_name if is_whole else FIT.level_word


def _score_level1(labels: TextLabels) -> float:
    return _score_level(labels, 1)


def _score_level2(labels: TextLabels) -> float:
    return _score_level(labels, 2)


def _score_name(labels: TextLabels) -> float:
    if labels.is_indicator_name:
        return FIT.name_or_level
    is_level = labels.depths and "execution" not in labels.names
    if is_level or labels.number is not None:
        return FIT.name_never
    name = labels.indicator_name
    if _compares(name) and any(c.isdigit() for c in name):
        return FIT.name_compared
    return FIT.name


def _score_content(labels: TextLabels) -> float:
    if labels.number is None:
        return FIT.content
    return FIT.content_number


def _score_sign(labels: TextLabels) -> float:
    if labels.folded in _SIGNS:
        return FIT.sign
    return FIT.sign_other


def _score_value(labels: TextLabels) -> float:
    if labels.number is not None:
        return FIT.value_number
    if _COMPARED.search(labels.folded):
        return FIT.value_compared
    return FIT.value


def _score_unit(labels: TextLabels) -> float:
    if labels.number is not None or len(labels.text) > FIT.longest_name:
        return FIT.unit_never
    if read_whole_unit(labels.text).dimension:
        return FIT.unit
    return 0.0


def _score_points(labels: TextLabels) -> float:
    is_points = labels.points is not None and labels.points <= FIT.most_points
    if is_points:
        return FIT.points
    return FIT.points_never


def _score_prose(labels: TextLabels) -> float:
    if labels.number is not None or labels.points is not None:
        return FIT.prose_number
    if _CAUSE.search(labels.text):
        return FIT.prose_cause
    return FIT.prose


def _score_source(labels: TextLabels) -> float:
    if labels.is_fund_name:
        return FIT.source
    if labels.number is not None:
        return FIT.source_number
    return 0.0


def _score_amount(labels: TextLabels) -> float:
    digits = sum(c.isdigit() for c in labels.text)
    is_amount = digits * 2 >= len(labels.text) and not _is_percentage(labels.text)
    if is_amount or _is_in_words(labels.text):
        return FIT.amount
    return FIT.amount_never


def _is_in_words(text: str) -> bool:
    """Tell whether a text is an amount in words, as 壹佰贰拾万元整."""
    amount = read_amount(text) if "元" in text or "圆" in text else None
    return amount is not None


def _score_rate(labels: TextLabels) -> float:
    if _is_percentage(labels.text):
        return FIT.rate
    if labels.number is not None:
        return FIT.rate_number
    return FIT.rate_never


def _is_percentage(text: str) -> bool:
    return any(sign in text for sign in _PERCENT)


def _compares(name: str) -> bool:
    return _COMPARED.search(fold_text(name)) is not None


_SCORES: Mapping[str, Callable[[TextLabels], float]] = {
    "level1": _score_level1,
    "level2": _score_level2,
    "level3": _score_name,
    "content": _score_content,
    "sign": _score_sign,
    "target": _score_value,
    "adjusted": _score_value,
    "unit": _score_unit,
    "actual": _score_value,
    "weight": _score_points,
    "score": _score_points,
    "reason": _score_prose,
    "measures": _score_prose,
    "source": _score_source,
    "initial": _score_amount,
    "budget": _score_amount,
    "executed": _score_amount,
    "transferred": _score_amount,
    "net": _score_amount,
    "rate": _score_rate,
}
