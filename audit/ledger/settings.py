"""The numbers that decide how a form is read as a ledger, in one place."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class LedgerSettings:
    """Steps, decimals and lengths; all observed on samples."""

    rate_step: Decimal = Decimal("0.0001")
    """A rate's last place where its cell does not tell, as a ratio: most print hundredths of a percent."""
    points_places: int = 2
    """Decimals of a score that a rule gives, as forms print scores."""
    name_characters: int = 24
    """The longest name of a line in a sentence."""


LEDGER = LedgerSettings()
