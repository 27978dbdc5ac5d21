"""Cells that hold one amount of money: exact yuan, or None for anything else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from normalize.values.number import MULTIPLIERS, make_plain, parse_plain

FEN = -2
"""The exponent of the smallest amount: nothing is finer than a fen."""
_MULTIPLIER = "|".join(sorted(filter(None, MULTIPLIERS), key=len, reverse=True))
_COIN = "[0-9一二三四五六七八九壹贰叁肆伍陆柒捌玖]"
_CURRENCY = "(?:人民币|RMB|[￥¥])*"
_YUAN = re.compile(
    rf"{_CURRENCY}(?P<sign>-)?{_CURRENCY}(?P<amount>[^元圆()%]+?)"
    rf"(?:\((?P<bracketed>{_MULTIPLIER})?元\)"
    rf"|(?P<word>[元圆])(?:零?(?P<jiao>{_COIN})角)?(?:零?(?P<fen>{_COIN})分)?[整正]?)?"
)
_NEGATIVE = re.compile(r"(?P<before>[^()\d-]*)\((?P<inside>[^()\-][^()]*)\)(?P<after>[百千万亿]*元)?")
_GROUPS = re.compile(r"(?<![\d.,])(?P<first>\d{1,3})(?P<others>(?:\s\d{3})+)(?P<rest>\.\d+)?(?![\d,.])")
_ARABIC = re.compile("[0-9]")
_SIGNED = re.compile(r"[+-]")
_HUNDREDS = re.compile(r"\d百$")  # 12.5百 in a form of 万元 is nobody's notation
_UNIT_ONLY = re.compile(r"[百千万亿]*元")


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in yuan and how it was printed.

    ``has_unit``: the cell itself says in what, so that no other unit counts. ``bare`` is the number as
    printed without its unit. ``is_mended``: blanks were taken for those between thousands, and two numbers
    could stand there as well.
    """

    yuan: Decimal
    bare: Decimal
    has_unit: bool = False
    is_mended: bool = False


def parse_yuan(text: str, unit: str | None = None) -> Decimal | None:
    """Return an amount in yuan: ``851.92`` where ``unit`` is 万元, ``8309万元``, 壹佰元伍角整.

    A unit that the cell prints wins over ``unit``, the unit of the column or form. None where the cell is not
    one amount, where it is finer than a fen, and where neither says its unit (an amount of 0 needs none).
    """
    amount = read_amount(text, unit)
    if amount is None or is_finer_than_fen(amount.yuan):
        return None
    return amount.yuan


def read_amount(text: str, unit: str | None = None) -> Amount | None:
    """Read an amount, however fine; None as ``parse_yuan`` gives it.

    Brackets around it, as ``(1,286,000.00)``, are a negative's, blanks between groups of three digits those
    between thousands.
    """
    plain = make_plain(text)
    joined, is_mended = _join_thousands(plain)
    inside = _find_bracketed(joined)
    found = _read_plain_amount(joined if inside is None else inside, unit)
    if found is None:
        return None
    sign = 1 if inside is None else -1
    return Amount(sign * found.yuan, sign * found.bare, found.has_unit, is_mended)


def is_finer_than_fen(yuan: Decimal) -> bool:
    """Tell whether an amount has a fraction of a fen."""
    exponent = yuan.normalize().as_tuple().exponent
    return isinstance(exponent, int) and exponent < FEN


def _find_bracketed(plain: str) -> str | None:
    """Return what a negative's brackets hold; None where brackets are a unit's, or there are none."""
    match = _NEGATIVE.fullmatch(plain)
    if match is None or _UNIT_ONLY.fullmatch(match["inside"]):
        return None
    return match["before"] + match["inside"] + (match["after"] or "")


def _join_thousands(plain: str) -> tuple[str, bool]:
    """Take out the blanks between thousands.

    They are sure to be that where a group begins with 0, as in ``1 286 000.00``; ``475 475`` may be two
    numbers.
    """
    match = _GROUPS.search(plain)
    if match is None:
        return plain, False
    digits = match["first"] + "".join(match["others"].split()) + (match["rest"] or "")
    is_sure = any(group.startswith("0") for group in match["others"].split())
    return plain[: match.start()] + digits + plain[match.end() :], not is_sure


def _read_plain_amount(plain: str, unit: str | None) -> Amount | None:
    match = _YUAN.fullmatch(plain)
    value = parse_plain(match["amount"]) if match else None
    if match is None or value is None or _has_two_signs(match) or _HUNDREDS.search(match["amount"]):
        return None
    sign = -1 if match["sign"] else 1
    if match["word"]:
        yuan = sign * (value + _read_coins(match["jiao"], match["fen"]))
        return Amount(yuan, yuan, has_unit=True)
    if match["bracketed"] or match[0].endswith(")"):
        return Amount(sign * value * MULTIPLIERS[match["bracketed"] or ""], sign * value, has_unit=True)
    if match["amount"][-1] in "万亿萬億千":
        return Amount(sign * value, sign * value, has_unit=True)
    factor = _find_factor(match["amount"], value, unit)
    if factor is None:
        return None
    return Amount(sign * value * factor, sign * value)


def _has_two_signs(match: re.Match[str]) -> bool:
    return bool(match["sign"]) and _SIGNED.search(match["amount"]) is not None


def _find_factor(printed: str, value: Decimal, unit: str | None) -> int | None:
    """Return what a bare number counts; 壹佰 without 元 may be yuan in any form, and 0 needs no unit."""
    if not value:
        return 1
    if not _ARABIC.search(printed):
        return None
    return MULTIPLIERS.get(make_plain(unit or "?").removesuffix("元"))


def _read_coins(jiao: str | None, fen: str | None) -> Decimal:
    """Return 角 and 分 in yuan."""
    tenths, hundredths = parse_plain(jiao or "") or Decimal(0), parse_plain(fen or "") or Decimal(0)
    return tenths.scaleb(-1) + hundredths.scaleb(-2)
