"""What is told to a person, as data: a code and its arguments.

Sentences are made of it at the edge, by ``audit.messages``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from msgspec import Struct

Argument: TypeAlias = "str | int | Message | tuple[str | Message, ...]"
"""What fills a blank of a sentence."""


class Message(Struct, frozen=True):
    """A code of the catalogue with its arguments by name, sorted by name so that equal messages are equal.

    An argument is a text or a number as the file or form prints it, another message, or several of them.
    """

    code: str
    args: tuple[tuple[str, Argument], ...] = ()

    def to_data(self) -> dict[str, Any]:
        """Return plain data for JSON: ``{"code": ..., "args": {...}}``, messages in arguments likewise."""
        return {"code": self.code, "args": {name: _to_data(value) for name, value in self.args}}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Message:
        """Return the message that ``to_data`` gave."""
        return message(data["code"], **{name: _from_data(value) for name, value in data["args"].items()})


def message(code: str, /, **args: Argument) -> Message:
    """Make a message; ``code`` is an entry of the catalogue and ``args`` fill its blanks."""
    return Message(code, tuple(sorted(args.items())))


def _to_data(value: object) -> object:
    if isinstance(value, Message):
        return value.to_data()
    if isinstance(value, tuple):
        return [_to_data(item) for item in value]
    return value


def _from_data(value: Any) -> Any:  # noqa: ANN401 - JSON holds anything
    if isinstance(value, dict):
        return Message.from_data(value)
    if isinstance(value, list):
        return tuple(_from_data(item) for item in value)
    return value
