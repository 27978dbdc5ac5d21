"""Numbers at the places for digits of a format: decimals, percents, thousands, powers of ten and fractions."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from extract.office.sheets.formats.format_codes import Token
from extract.office.sheets.formats.numerals import round_half_up


def place_digits(amount: Decimal, tokens: Sequence[Token]) -> str | None:
    """Return a number, which is not negative, at the places of a section; None where that is not known."""
    slash = _find_slash(tokens)
    if slash is not None:
        return _show_fraction(amount, tokens, slash)
    if any(token.kind == "exponent" for token in tokens):
        return _show_scientific(amount, tokens)
    return _show_decimal(amount, tokens)


def _show_decimal(amount: Decimal, tokens: Sequence[Token]) -> str:
    """Show a number at the places for its digits, scaled by percents and by commas behind the last place."""
    places = [at for at, token in enumerate(tokens) if token.kind == "digit"]
    point = next((at for at, token in enumerate(tokens) if token.kind == "point"), len(tokens))
    whole = [at for at in places if at < point]
    decimals = [at for at in places if at > point]
    commas = [at for at, token in enumerate(tokens) if token.kind == "comma"]
    percents = sum(token.kind == "percent" for token in tokens)
    is_grouped = any(whole and whole[0] < at < whole[-1] for at in commas)
    scales = sum(at > max(whole[-1:] or [0]) and _is_behind_digits(tokens, at) for at in commas)
    scaled = round_half_up(amount.scaleb(2 * percents - 3 * scales), len(decimals))
    digits, _, fraction = format(scaled, "f").partition(".")
    shown = {at: tokens[at].text for at in range(len(tokens)) if tokens[at].kind not in {"digit", "comma"}}
    shown |= _place_whole(digits.lstrip("0"), whole, tokens, is_grouped=is_grouped)
    shown |= _place_decimals(fraction, decimals, tokens)
    if not any(shown[at].strip() for at in decimals):
        shown.pop(point, None)  # Excel shows the point of 95. alone, other programs do not
    if not whole and digits.strip("0"):
        shown[point] = digits + shown.get(point, "")  # of a format without places before the point
    return "".join(shown[at] for at in sorted(shown))


def _is_behind_digits(tokens: Sequence[Token], comma: int) -> bool:
    """Tell whether a comma follows the place of a digit, other commas between them left out."""
    at = comma - 1
    while at >= 0 and tokens[at].kind == "comma":
        at -= 1
    follows = tokens[comma + 1 :]
    goes_on = next((token.kind for token in follows if token.kind != "comma"), "") == "digit"
    return at >= 0 and tokens[at].kind == "digit" and not goes_on


def _place_whole(
    digits: str, places: Sequence[int], tokens: Sequence[Token], *, is_grouped: bool
) -> dict[int, str]:
    """Put digits at their places from the right; what is left over goes before the first."""
    shown: dict[int, str] = {}
    for count, at in enumerate(reversed(places)):
        is_first = at == places[0]
        if count < len(digits):
            end = len(digits) - count
            here = digits[:end] if is_first else digits[end - 1 : end]
        else:
            here = {"0": "0", "?": " "}.get(tokens[at].text, "")
        shown[at] = _group(here, count) if is_grouped else here
    return shown


def _group(digits: str, behind: int) -> str:
    """Put a comma behind each digit that stands before a full group of three, ``behind`` digits follow."""
    parts = [
        digit + ("," if (left := len(digits) - 1 - at + behind) and left % 3 == 0 and digit != " " else "")
        for at, digit in enumerate(digits)
    ]
    return "".join(parts)


def _place_decimals(fraction: str, places: Sequence[int], tokens: Sequence[Token]) -> dict[int, str]:
    kept = len(fraction.rstrip("0"))
    shown: dict[int, str] = {}
    for count, at in enumerate(places):
        if count < kept or tokens[at].text == "0":
            shown[at] = fraction[count]
        else:
            shown[at] = " " if tokens[at].text == "?" else ""
    return shown


def _show_scientific(amount: Decimal, tokens: Sequence[Token]) -> str:
    at = next(index for index, token in enumerate(tokens) if token.kind == "exponent")
    mantissa = tokens[:at]
    point = next((index for index, token in enumerate(mantissa) if token.kind == "point"), len(mantissa))
    step = max(1, sum(token.kind == "digit" for token in mantissa[:point]))
    decimals = sum(token.kind == "digit" for token in mantissa[point:])
    power = 0 if amount == 0 else amount.adjusted() // step * step
    if amount and round_half_up(amount.scaleb(-power), decimals) >= Decimal(10) ** step:
        power += step
    exponent = [token for token in tokens[at + 1 :] if token.kind == "digit"]
    rest = "".join(token.text for token in tokens[at + 1 :] if token.kind != "digit")
    sign = "-" if power < 0 else "+" * (tokens[at].text[-1] == "+")
    shown = _show_decimal(amount.scaleb(-power), mantissa)
    return f"{shown}E{sign}{abs(power):0{len(exponent)}d}{rest}"


def _find_slash(tokens: Sequence[Token]) -> int | None:
    """Return where the line of a fraction stands, between the places of its two parts."""
    for at in range(1, len(tokens) - 1):
        is_slash = tokens[at] == Token("literal", "/") and tokens[at - 1].kind == "digit"
        after = tokens[at + 1]
        if is_slash and (after.kind == "digit" or after.text.isdigit()):
            return at
    return None


def _show_fraction(amount: Decimal, tokens: Sequence[Token], slash: int) -> str | None:
    """Show a number as a whole and a fraction, such as 3 1/4."""
    first = slash
    while first and tokens[first - 1].kind == "digit":
        first -= 1
    end = slash + 1
    while end < len(tokens) and (tokens[end].kind == "digit" or tokens[end].text.isdigit()):
        end += 1
    has_whole = any(token.kind == "digit" for token in tokens[:first])
    if any(token.kind in {"percent", "point", "comma"} for token in tokens):
        return None
    below = "".join(token.text for token in tokens[slash + 1 : end])
    whole = int(amount) if has_whole else 0
    part = Fraction(amount) - whole
    if below.strip("0#?"):
        denominator = int(below.replace("#", "").replace("?", "") or 0)
        numerator = int(part * denominator + Fraction(1, 2))
    else:
        closest = part.limit_denominator(10 ** min(len(below), 9) - 1)
        numerator, denominator = closest.numerator, closest.denominator
    if has_whole and numerator == denominator:
        whole, numerator = whole + 1, 0
    tail = "".join(token.text for token in tokens[end:])
    if has_whole and numerator == 0:
        return f"{whole}{tail.strip()}"
    head = f"{whole} " if whole else ""
    return f"{head}{numerator}/{denominator}{tail}"
