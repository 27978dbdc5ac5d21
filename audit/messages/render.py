"""Sentences for messages: the one catalogue, Chinese and English side by side, and the one renderer."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from extract import Message

LANGUAGES = ("zh", "en")
_AND = {"zh": "、", "en": ", "}

Sentences = Mapping[str, Mapping[str, str]]


@cache
def catalogue() -> Sentences:
    """Return each code's sentences by language: ``{"scan-page": {"zh": ..., "en": ...}}``.

    The TOML files beside this module hold them, a file a subject. Raises ``ValueError`` for a code that two files hold.
    """
    entries: dict[str, Mapping[str, str]] = {}
    for file in sorted(files(__package__).iterdir(), key=lambda path: path.name):
        if not file.name.endswith(".toml"):
            continue
        for code, sentences in tomllib.loads(file.read_text(encoding="utf-8")).items():
            if code in entries:
                raise ValueError(f"two files of the catalogue hold {code}")
            entries[code] = sentences
    return entries


def render(message: Message, language: str = "zh") -> str:
    """Return the sentence of a message in a language (``zh``, ``en``).

    Raises ``KeyError`` for a code that the catalogue lacks and for a blank that no argument fills.
    """
    sentence = catalogue()[message.code][language]
    return sentence.format(**{name: _shown(value, language) for name, value in message.args})


def _shown(value: object, language: str) -> str:
    if isinstance(value, Message):
        return render(value, language)
    if isinstance(value, tuple):
        return _AND[language].join(_shown(item, language) for item in value)
    return str(value)
