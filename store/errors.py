"""What can go wrong between the program and its database; each message is plain Chinese for the user."""

from __future__ import annotations


class StoreError(Exception):
    """The database cannot be opened, is not ours, or cannot be written."""


class QueryError(Exception):
    """The user's SQL did not run; the message is the database's own."""


class UnknownForm(LookupError):
    """No form has this id."""
