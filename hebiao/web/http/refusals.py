"""Why a request is not answered: an error with a code and arguments, told in the visitor's language."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException

from audit import render
from extract import Message
from hebiao.errors import HebiaoError
from store import QueryError

Refusal = HebiaoError | QueryError
"""An error that carries its code and arguments."""


class RequestRefused(HTTPException):
    """A request is answered with a status and the reason why there is no other answer."""

    def __init__(self, status: int, reason: Refusal) -> None:
        super().__init__(status)
        self.reason = reason


def sentence_of(reason: Refusal, language: str) -> str:
    """Return an error as a sentence of the language, ``zh`` or ``en``."""
    if isinstance(reason, HebiaoError):
        return reason.sentence(language)
    return render(reason.message, language)


def data_of(reason: Refusal) -> dict[str, Any]:
    """Return an error's code and arguments for JSON: ``{"code": ..., "args": {...}}``."""
    if isinstance(reason, HebiaoError):
        return {"code": reason.code, "args": {name: _to_data(value) for name, value in reason.values.items()}}
    return reason.message.to_data()


def _to_data(value: object) -> object:
    if isinstance(value, Message):
        return value.to_data()
    if isinstance(value, tuple | list):
        return [_to_data(item) for item in value]
    return value if isinstance(value, int) else str(value)
