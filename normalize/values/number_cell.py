"""Cells of columns of numbers: a number, a placeholder, or a fault that has to be told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from normalize.values.amount import is_finer_than_fen, read_amount
from normalize.values.number import make_plain, parse_points, parse_ratio
from normalize.values.settings import SETTINGS
from normalize.values.text import is_blank

NO_NUMBER = "cell-no-number"
FINER_THAN_FEN = "cell-finer-than-fen"
PERCENT_FOR_AMOUNT = "cell-percent-for-amount"
AMOUNT_FOR_RATE = "cell-amount-for-rate"

_DASH_LIKE = re.compile(
    r"一|[-−–—﹣－]\s+\d.*"
)  # a dash as often as the number one or the sign of a negative
_PERCENTAGE = re.compile(r"[-+]?[\d.,]+[%‰]")
_OF_MONEY = re.compile(r"[元圆万亿¥￥]")
_NO_POINTS = re.compile(
    r"[元圆万亿¥￥]|\d[百千]|[%％]分|%.*%"
)  # money, and marks that nobody writes behind points
_WORDS = re.compile("(?![元圆角分百千万亿])[\u4e00-\u9fff]")
_GROUPED = re.compile(r"\d,\d{3}(?!\d)")
_RATE = re.compile(r"[-+]?[\d.]+[%‰]?|百分之.+|千分之.+|.+成.?")


@dataclass(frozen=True, slots=True)
class NumberCell:
    """What a cell of a column of numbers holds.

    ``value`` is None for a placeholder and where a ``fault`` is told, the code of a message that takes the
    ``row``, the ``column`` and the ``text``. ``is_bare``: an amount in the unit of its column or form.
    ``is_mended``: blanks were taken for those between thousands, though two numbers could stand there.
    """

    value: Decimal | None = None
    fault: str = ""
    is_bare: bool = False
    is_mended: bool = False


_PLACEHOLDER = NumberCell()


def read_amount_cell(text: str, unit: str | None) -> NumberCell:
    """Read a cell of a column of amounts in ``unit``, its column's or form's (yuan where it prints one)."""
    if is_blank(text):
        return _PLACEHOLDER
    if _is_like_dash(text):
        return NumberCell(fault=NO_NUMBER)
    amount = read_amount(text, unit)
    if amount is None:
        is_percentage = _PERCENTAGE.fullmatch(make_plain(text)) is not None
        return NumberCell(fault=PERCENT_FOR_AMOUNT if is_percentage else NO_NUMBER)
    if is_finer_than_fen(amount.yuan):
        return NumberCell(fault=FINER_THAN_FEN)
    is_bare = bool(amount.yuan) and not amount.has_unit
    return NumberCell(amount.yuan, is_bare=is_bare, is_mended=amount.is_mended)


def read_rate_cell(text: str, *, percent: bool = False) -> NumberCell:
    """Read a cell of a column of rates, as ``parse_ratio`` does; an amount there is a fault."""
    if is_blank(text):
        return _PLACEHOLDER
    plain = make_plain(text)
    if _is_amount(plain):
        return NumberCell(fault=AMOUNT_FOR_RATE)
    value = None if _is_like_dash(text) else parse_ratio(text, percent=percent)
    if value is None or not _RATE.fullmatch(plain):
        return NumberCell(fault=NO_NUMBER)
    if not plain.endswith(("%", "‰")) and value > SETTINGS.largest_bare_rate:
        return NumberCell(fault=AMOUNT_FOR_RATE)
    return NumberCell(value)


def read_points_cell(text: str) -> NumberCell:
    """Read a cell of a column of weights or scores, as ``parse_points`` does."""
    if is_blank(text):
        return _PLACEHOLDER
    value = parse_points(text)
    is_of_money = _NO_POINTS.search(make_plain(text)) is not None
    if value is None or is_of_money or _is_like_dash(text):
        return NumberCell(fault=NO_NUMBER)
    return NumberCell(value)


def is_like_number(text: str) -> bool:
    """Tell whether a text is a number, or has digits and no words, so that it may be a broken one."""
    plain = make_plain(text)
    has_digit = any(character.isdigit() for character in plain)
    if has_digit and _WORDS.search(plain) is None:
        return True
    return read_amount(plain, "元") is not None


def _is_amount(plain: str) -> bool:
    has_digit = any(character.isdigit() for character in plain)
    if not has_digit:
        return False
    return _OF_MONEY.search(plain) is not None or _GROUPED.search(plain) is not None


def _is_like_dash(text: str) -> bool:
    return _DASH_LIKE.fullmatch(text.strip()) is not None
