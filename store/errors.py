"""What can go wrong between the program and its database, as messages: a code with arguments.

    StoreError       the database cannot be opened, is not ours, or cannot be written
    QueryError       the user's SQL does not run
    UnknownForm      no form has this id

The text of an error is its Chinese sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extract import Message


class _StoreRefusal(Exception):
    """What the database or its user's SQL refuses; ``message`` tells why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        from audit import render  # noqa: PLC0415 - only where an error is told

        return render(self.message)


class StoreError(_StoreRefusal):
    """The database cannot be opened, is not ours, or cannot be written."""


class QueryError(_StoreRefusal):
    """The user's SQL does not run; the message is the database's own, or tells the limit that was reached."""


class UnknownForm(_StoreRefusal, LookupError):
    """No form has this id."""
