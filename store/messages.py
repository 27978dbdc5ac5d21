"""Messages in columns: ``code`` and ``args`` (JSON) beside the Chinese sentence, the same in both databases.

A message that only repeats a sentence of an older database (``as-told``) has no code: NULL.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from audit import is_renderable
from extract import Message, message
from store.values import clean

AS_TOLD = "as-told"
EXPLANATION = "explanation"
"""The key in ``args`` under which the explanation of a finding stands, a message of its own."""


class MessageColumns(NamedTuple):
    """The values of ``code`` and ``args``; None for a sentence that has no code."""

    code: str | None
    args: str | None


def make_columns(told: Message | None, explanation: Message | None = None) -> MessageColumns:
    """Return code and arguments of a message; the explanation stands among the arguments."""
    if told is None or told.code == AS_TOLD:
        return MessageColumns(None, None)
    data = told.to_data()
    args = data["args"]
    if explanation is not None:
        args = args | {EXPLANATION: explanation.to_data()}
    return MessageColumns(data["code"], _to_json(args))


def make_list_column(told: Sequence[Message]) -> str | None:
    """Return messages as a JSON list of codes with arguments; None where none of them has a code."""
    if all(one.code == AS_TOLD for one in told):
        return None
    return _to_json([one.to_data() for one in told])


def message_as_told(text: str) -> Message:
    """Return the message that repeats a sentence in every language."""
    return message(AS_TOLD, text=text)


def read_message(text: str | None, code: str | None, args: str | None) -> Message | None:
    """Return the message of a row, or None where the row has no sentence."""
    if text is None:
        return None
    if code is None:
        return message_as_told(text)
    named = _read_args(args)
    named.pop(EXPLANATION, None)
    return _message_or_text({"code": code, "args": named}, text)


def read_explanation(text: str | None, args: str | None) -> Message | None:
    """Return the explanation among a row's arguments, or None where the row has no explanation."""
    if text is None:
        return None
    data = _read_args(args).get(EXPLANATION)
    return message_as_told(text) if data is None else _message_or_text(data, text)


def read_messages(texts: Sequence[str], column: str | None) -> tuple[Message, ...]:
    """Return the messages of a row: those of the JSON list, or the sentences as they are."""
    if column is None:
        return tuple(message_as_told(text) for text in texts)
    return tuple(_message_or_text(data, text) for data, text in zip(json.loads(column), texts, strict=True))


def _message_or_text(data: Mapping[str, Any], text: str) -> Message:
    """Return a stored message, or its sentence as it is where another version's code is not known."""
    found = Message.from_data(data)
    return found if is_renderable(found) else message_as_told(text)


def _read_args(args: str | None) -> dict[str, Any]:
    named: dict[str, Any] = json.loads(args or "{}")
    return named


def _to_json(data: object) -> str:
    return json.dumps(_cleaned(data), ensure_ascii=False, separators=(",", ":"))


def _cleaned(data: object) -> object:
    """Return the data with texts that every database takes."""
    if isinstance(data, str):
        return clean(data)
    if isinstance(data, list):
        return [_cleaned(item) for item in data]
    if isinstance(data, dict):
        return {name: _cleaned(value) for name, value in data.items()}
    return data
