"""Sentences for messages: the one catalogue, Chinese and English side by side, and the one renderer."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Any

from extract import Message

LANGUAGES = ("zh", "en")
_AND = {"zh": "、", "en": ", "}

Sentences = Mapping[str, Mapping[str, str]]


@cache
def catalogue() -> Sentences:
    """Return each code's sentences by language: ``{"scan-page": {"zh": ..., "en": ...}}``.

    The TOML files beside this module hold them, a file a subject; names and clauses of places stand in their
    packs. Raises ``ValueError`` for a code that stands twice.
    """
    entries: dict[str, Mapping[str, str]] = {}
    for code, sentences in chain(_subjects(), _places()):
        if code in entries:
            raise ValueError(f"the catalogue holds {code} twice")
        entries[code] = sentences
    return entries


def _subjects() -> Iterator[tuple[str, Mapping[str, str]]]:
    for content in _contents("messages"):
        yield from content.items()


def _places() -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield the name of each pack, and the words of its clauses."""
    for content in _contents("packs"):
        yield content["name"]["code"], content["name"]
        for clauses in content.values():
            named = [entry["clause"] for entry in clauses if isinstance(entry, dict)]
            yield from ((clause["code"], clause) for clause in named)


def _contents(folder: str) -> Iterator[Mapping[str, Any]]:
    """Yield what the TOML files of one of the room's folders hold."""
    for file in sorted(files("audit").joinpath(folder).iterdir(), key=lambda path: path.name):
        if file.name.endswith(".toml"):
            yield tomllib.loads(file.read_text(encoding="utf-8"))


def render(message: Message, language: str = "zh") -> str:
    """Return the sentence of a message in a language (``zh``, ``en``).

    Raises ``KeyError`` for a code that the catalogue lacks and for a blank that no argument fills.
    """
    sentence = catalogue()[message.code][language]
    return sentence.format(**{name: _shown(value, language) for name, value in message.args})


def is_renderable(message: Message) -> bool:
    """Tell whether the catalogue has a message, and every one among its arguments, with all blanks filled.

    One that another version stored may have lost its sentence.
    """
    try:
        return all(render(message, language) for language in LANGUAGES)
    except KeyError:
        return False


def _shown(value: object, language: str) -> str:
    if isinstance(value, Message):
        return render(value, language)
    if isinstance(value, tuple):
        return _AND[language].join(_shown(item, language) for item in value)
    return str(value)
