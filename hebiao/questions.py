"""Ready-made questions in SQL."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Question(NamedTuple):
    """A question: what it is called in Chinese and in English, and the statement that answers it."""

    zh: str
    en: str
    sql: str

    def name(self, language: str) -> str:
        """Return what it is called in a language, ``zh`` or ``en``."""
        if language == "en":
            return self.en
        return self.zh


@cache
def questions() -> tuple[Question, ...]:
    """List the ready-made questions."""
    entries = tomllib.loads(files("hebiao").joinpath("questions.toml").read_text(encoding="utf-8"))[
        "question"
    ]
    return tuple(Question(entry["zh"], entry["en"], entry["sql"].strip()) for entry in entries)
