"""How findings show what a form prints."""

from __future__ import annotations

from decimal import Decimal

RATE_STEP = Decimal("0.0001")
"""A rate's last place where its cell does not tell: a hundredth of a percent, as most forms print it (observed)."""

SHARE_STEP = Decimal("0.01")
"""The last place of an actual's share of its target: a whole percent."""

POINTS_PLACES = 2
"""Decimals of a score that a rule gives, as forms print scores (observed)."""

EXCERPT_CHARS = 40
"""The longest target or actual in a sentence."""

TEMPLATE_CHARS = 30
"""The longest piece of a template's text in a sentence."""


def shorten(text: str, chars: int = EXCERPT_CHARS) -> str:
    """Return a text cut after so many characters."""
    return text if len(text) <= chars else text[:chars] + "…"
