"""Why a correction is refused.

CorrectionRefused
    ValueRefused     the text is none that the field can hold
    PlaceMissing     the form has no such row, or the row no such field
"""

from __future__ import annotations

from extract import Message


class CorrectionRefused(Exception):
    """A correction cannot be made; ``message`` tells why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


class ValueRefused(CorrectionRefused):
    """The text is none that the field can hold, as a word where a number must stand."""


class PlaceMissing(CorrectionRefused, LookupError):
    """The form has no such row, or the row has no such field."""
