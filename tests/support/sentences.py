"""Messages for tests that do not care which of the catalogue's they are."""

from __future__ import annotations

from extract import message


def as_told(text):
    """Return a message that is the text in both languages."""
    return message("as-told", text=text)
