"""How well a text fits a column, by what it says."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from normalize.clean import fold, is_blank
from normalize.labels import level_depths, names, names_an_indicator, names_funds, without_prefix
from normalize.number import number, points
from normalize.units import whole_unit

LONG = 25
MOST_POINTS = 200
_COMPARED = re.compile(
    r"[≥≤<>=≧≦﹦═%‰]|不低于|不少于|不超过|不高于|至少|以上|以内|大于|小于|达到|\d[^\d.,]{0,7}[^\d.,率数度性]$|\d月"
)
_SIGNS = frozenset(
    ("≥", "≤", ">", "<", "=", ">=", "<=", "定性", "定量", "正向", "反向", "正向指标", "反向指标", "大于等于", "小于等于", "等于")
)
_CAUSE = re.compile(r"原因|措施|由于|受.{1,8}影响|加强|进一步|下一步|因")


def _level(text: str, depth: int) -> float:
    depths = level_depths(text)
    if names_an_indicator(text):
        return 1.5 if depth in depths else -3.0
    if depth in depths:
        return 6.0 if "指标" in text else 3.0
    if depths:
        return -3.0
    return -6.0 if len(text) > LONG or _numeric(text) else -3.0


def _name(text: str) -> float:
    if names_an_indicator(text):
        return 0.5
    if _numeric(text) or (level_depths(text) and not names("execution", text)):
        return -4.0
    text = without_prefix(text)
    return -2.0 if _COMPARED.search(fold(text)) and any(c.isdigit() for c in text) else 1.0


def _value(text: str) -> float:
    if _numeric(text):
        return 0.0
    return 1.5 if _COMPARED.search(fold(text)) else 0.4


def _unit(text: str) -> float:
    if _numeric(text) or len(text) > LONG:
        return -3.0
    return 0.5 if whole_unit(text).dimension else 0.0


def _points(text: str) -> float:
    value = points(text)
    return -12.0 if value is None or value > MOST_POINTS else 1.5


def _words(text: str) -> float:
    if _numeric(text) or points(text) is not None:
        return -4.0
    return 1.2 if _CAUSE.search(text) else 0.5


def _numeric(text: str) -> bool:
    return number(text) is not None


def _source(text: str) -> float:
    if names_funds(text):
        return 6.0
    return -8.0 if _numeric(text) else 0.0


def _amount(text: str) -> float:
    digits = sum(c.isdigit() for c in text)
    return 3.0 if digits * 2 >= len(text) and "%" not in text and "％" not in text else -6.0


def _rate(text: str) -> float:
    if "%" in text or "％" in text:
        return 5.0
    return 1.0 if _numeric(text) else -6.0


_MEANING: Mapping[str, Callable[[str], float]] = {
    "level1": lambda text: _level(text, 1),
    "level2": lambda text: _level(text, 2),
    "level3": _name,
    "content": lambda text: -3.0 if _numeric(text) else 0.5,
    "sign": lambda text: 4.0 if fold(text) in _SIGNS else -4.0,
    "target": _value,
    "adjusted": _value,
    "unit": _unit,
    "actual": _value,
    "weight": _points,
    "score": _points,
    "reason": _words,
    "measures": _words,
    "source": _source,
    "initial": _amount,
    "budget": _amount,
    "executed": _amount,
    "transferred": _amount,
    "net": _amount,
    "rate": _rate,
}


def fits(text: str, field: str) -> float:
    """Score a text for a column, about -12 (cannot be) to 6 (is one); a placeholder such as ``--`` fits everywhere."""
    meaning = _MEANING.get(field)
    return 0.0 if meaning is None or is_blank(text) else meaning(text)
