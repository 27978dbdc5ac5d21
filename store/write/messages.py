"""What is told as columns: the Chinese sentence, its code and its arguments.

Rooms that still tell plain sentences are served too: a text stands as it is and has no code.
"""

from __future__ import annotations

from collections.abc import Sequence

from audit import render
from extract import Message
from store.messages import MessageColumns, column_of, columns_of, message_as_told

Told = Message | str


def text_of(told: Told | None) -> str | None:
    """Return the Chinese sentence, or None for none."""
    return render(told) if isinstance(told, Message) else told


def texts_of(told: Sequence[Told]) -> tuple[str, ...]:
    """Return the Chinese sentences of several messages."""
    return tuple(render(one) if isinstance(one, Message) else one for one in told)


def code_and_args(told: Told | None, explanation: Told | None = None) -> MessageColumns:
    """Return the values of the columns ``code`` and ``args``; an explanation stands among the arguments."""
    return columns_of(_message_of(told), _message_of(explanation))


def code_and_args_of_check(missing: Told | None, explanation: Told | None) -> MessageColumns:
    """Return the same for a check: code and arguments are of what is missing, else of the explanation."""
    return code_and_args(explanation) if missing is None else code_and_args(missing, explanation)


def messages_column(told: Sequence[Told]) -> str | None:
    """Return messages as a JSON list of codes with arguments; None where none of them has a code."""
    return column_of([message_as_told(one) if isinstance(one, str) else one for one in told])


def _message_of(told: Told | None) -> Message | None:
    return message_as_told(told) if isinstance(told, str) else told
