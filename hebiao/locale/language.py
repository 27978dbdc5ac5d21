"""The language that the command speaks, and its texts in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hebiao.locale.texts import LANGUAGES, texts

if TYPE_CHECKING:
    from extract import Message


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text of the catalogue that fills a blank of another one."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)


_language: ContextVar[str] = ContextVar("language", default=LANGUAGES[0])
_LIST_SIGNS = {"zh": "、", "en": ", "}
_CLAUSE_SIGNS = {"zh": "，", "en": ", "}


def use_language(language: str) -> None:
    """Speak a language, ``zh`` or ``en``, from now on."""
    _language.set(language)


def current_language() -> str:
    """Return the language that is spoken."""
    return _language.get()


def translate(key: str, /, **values: object) -> str:
    """Return a text of the catalogue in the language that is spoken.

    Raises ``KeyError`` for a key that it lacks.

    A value may be a ``Phrase``, a message of ``extract``, or several values in a tuple.
    """
    return translate_into(current_language(), key, **values)


def translate_into(language: str, key: str, /, **values: object) -> str:
    """Do as ``translate`` in a language, ``zh`` or ``en``."""
    shown = {name: _show_value(value, language) for name, value in values.items()}
    return texts(language)(key, **shown)


def join_clauses(parts: Iterable[str]) -> str:
    """Join parts of a sentence as the language that is spoken does."""
    return _CLAUSE_SIGNS[current_language()].join(parts)


def show_message(told: Message | str, language: str) -> str:
    """Return the sentence of a message in a language; a sentence stays as it is."""
    if isinstance(told, str):
        return told
    from audit import render

    return render(told, language)


def _show_value(value: object, language: str) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return _LIST_SIGNS[language].join(_show_value(one, language) for one in value)
    if isinstance(value, Phrase):
        return translate_into(language, value.key, **value.values)
    if hasattr(value, "code"):
        from extract import Message

        assert isinstance(value, Message)
        return show_message(value, language)
    return str(value)
