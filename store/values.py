"""Values as every database takes them."""

from __future__ import annotations

from decimal import Decimal

from store.errors import NoNumber

_SQLITE_INTEGERS = 2**63


def clean(text: str) -> str:
    """Return a text without what no database takes.

    NUL goes, a lone surrogate (a file name that is no UTF-8) is written out.
    """
    return text.replace("\0", "").encode("utf8", "backslashreplace").decode("utf8")


def one_a_line(texts: tuple[str, ...]) -> str:
    """Join texts, one a line; a line break inside a text becomes a blank."""
    return "\n".join(" ".join(text.splitlines()) for text in texts)


def finite(number: Decimal | int | str) -> Decimal:
    """Return a number; raises ``NoNumber`` for what is none."""
    exact = Decimal(number)
    if not exact.is_finite():
        raise NoNumber(value=str(exact))
    return exact


def as_sqlite(number: Decimal) -> int | float:
    """Return an integer or a real, exact to the printed value (15 digits)."""
    if abs(number) < _SQLITE_INTEGERS and number == number.to_integral_value():
        return int(number)
    return float(number)
