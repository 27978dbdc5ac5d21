"""The numbers that decide how findings show what a form prints, in one place."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class RuleSettings:
    """Steps and lengths, set so that a sentence stays readable; none is measured."""

    share_step: Decimal = Decimal("0.01")
    """The last place of an actual's share of its target: a whole percent."""
    excerpt_characters: int = 40
    """The longest target or actual in a sentence."""
    template_characters: int = 30
    """The longest piece of a template's text in a sentence."""


RULES = RuleSettings()
