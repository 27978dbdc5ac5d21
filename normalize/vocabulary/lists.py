"""The words that forms print: labels by block and kind, as hebiao ships them and a user adds to them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from extract import Message, message
from normalize.values.text import fold_text

Lists = Mapping[str, Mapping[str, list[str]]]
_MANY = frozenset(
    {"level", "side", "spending", "fund_total", "fund_source", "total", "execution", "template", "title"}
)
_added: list[Path] = []
_depending: list[Callable[[], None]] = []


@dataclass(frozen=True, slots=True)
class VocabularySettings:
    """How long labels are and how alike they may be; all observed on samples."""

    longest_label: int = 40
    """Characters: a longer text is prose, and no label."""
    shortest_similar: int = 5
    """Characters: a shorter text that differs in one is another label, as 省级 and 县级."""
    least_similar: float = 88
    """Of 100, by rapidfuzz's ratio: one character in eight may differ."""
    longest_number: int = 60
    """Characters: a longer text is no number, which has 20 digits at most."""
    longest_remembered: int = 80
    """Characters: longer texts seldom come again, and would fill the memory."""
    remembered_texts: int = 4096
    """Texts whose meaning a process remembers: the labels of all forms, and the cells of the latest."""


SETTINGS = VocabularySettings()


class LabelError(ValueError):
    """A list of labels cannot be used; ``message`` tells which entry and why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


def read_shipped_lists() -> dict[str, dict[str, list[str]]]:
    """Return the lists that hebiao ships: by block and kind, the level names as block ``level``."""
    tables = {name: table for name, table in _toml("labels").items() if isinstance(table, dict)}
    levels = {name: names for name, names in _toml("levels").items() if isinstance(names, list)}
    return tables | {"level": levels}


@cache
def load_under_words() -> dict[str, list[str]]:
    """Return under which words in a name of 一级 which words in one of 二级 usually stand."""
    under: dict[str, list[str]] = _toml("levels")["under"]
    return under


def merge_labels(lists: Lists, path: Path) -> dict[str, dict[str, list[str]]]:
    """Return the lists with a user's synonyms added: a TOML file with the same blocks and kinds.

    Raises ``LabelError`` for a file that cannot be read, a block or kind that is not known, and a synonym
    that means something else already.
    """
    try:
        own = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LabelError(message("labels-unreadable", file=path.name, error=str(error))) from error
    together = {block: _copy(kinds) for block, kinds in lists.items()}
    for block, kinds in own.items():
        _check_kinds(block, kinds, together)
        for kind, names in kinds.items():
            together[block][kind] += [name for name in names if name not in together[block][kind]]
    check_labels(together)
    return together


def _copy(kinds: Mapping[str, list[str]]) -> dict[str, list[str]]:
    return {kind: list(names) for kind, names in kinds.items()}


def _check_kinds(block: str, kinds: object, lists: Lists) -> None:
    if block not in lists:
        raise LabelError(message("label-block-unknown", block=block, known=tuple(lists)))
    if not isinstance(kinds, dict):
        raise LabelError(message("label-block-no-table", block=block))
    for kind, names in kinds.items():
        if kind not in lists[block]:
            raise LabelError(message("label-kind-unknown", block=block, kind=kind, known=tuple(lists[block])))
        if not isinstance(names, list) or not all(
            isinstance(name, str) and fold_text(name) for name in names
        ):
            raise LabelError(message("label-names-invalid", block=block, kind=kind))


def check_labels(lists: Lists) -> None:
    """Raise ``LabelError`` where a label stands twice in a list, or in one block under two meanings."""
    for block, kinds in lists.items():
        seen: dict[str, str] = {}
        for kind, names in kinds.items():
            if block in _MANY:
                seen = {}
            _check_names(block, kind, names, seen)


def _check_names(block: str, kind: str, names: list[str], seen: dict[str, str]) -> None:
    for name in names:
        other = seen.get(fold_text(name))
        if other is not None:
            raise LabelError(message("label-repeated", block=block, label=name, kinds=(other, kind)))
        seen[fold_text(name)] = kind


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8"))


@cache
def load_label_lists() -> Lists:
    """Return all labels by block and kind: those that hebiao ships and those that were added."""
    labels: Lists = read_shipped_lists()
    for path in _added:
        labels = merge_labels(labels, path)
    return labels


def add_labels(path: Path) -> None:
    """Add a user's own synonyms from a TOML file, for this process.

    Raises ``LabelError`` where they cannot be used.
    """
    merge_labels(load_label_lists(), path)
    if path not in _added:
        _added.append(path)
    forget_lists()


def depend_on_lists(forget: Callable[[], None]) -> None:
    """Have ``forget`` called when the lists change, by whoever remembers what a text means."""
    _depending.append(forget)


def forget_lists() -> None:
    """Read the lists anew when they are next asked for, and with them what texts mean."""
    load_label_lists.cache_clear()
    for forget in _depending:
        forget()


def load_words(name: str) -> tuple[str, ...]:
    """Return the words of a list, in its order."""
    return tuple(_table("words")[name])


def load_pattern(name: str) -> re.Pattern[str]:
    """Return a pattern; ``{grade}`` in it stands for the pattern ``grade``, and so on."""
    patterns = _table("patterns")
    text: str = patterns[name]
    for inner, replacement in patterns.items():
        text = text.replace(f"{{{inner}}}", f"(?:{replacement})")
    return re.compile(text)


@cache
def _table(name: str) -> dict[str, Any]:
    table: dict[str, Any] = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))[name]
    return table
