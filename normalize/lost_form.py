"""Whether a document that gave no form looks like one all the same: its table was lost on the way to the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extract import Document
from normalize.rows.passes import read_rows
from normalize.rows.regions import is_form_title, is_title, title_text
from normalize.rows.row import Row
from normalize.values.text import fold_text
from normalize.vocabulary.lists import depend_on_lists, load_label_lists

_BLOCKS = ("indicator", "fund")
_LEVELS = frozenset({"level1", "level2", "level3"})
_RESULTS = frozenset({"actual", "score"})
_PARTS = re.compile(r"[\s|,\t]+")


@dataclass(frozen=True, slots=True)
class LostFormSettings:
    """How much of a form's labels a text must print; observed on what four programs make of the sample forms."""

    fewest_levels: int = 2
    """Of 一级指标, 二级指标 and 三级指标, beside a column of results: nothing but such a table prints them."""
    fewest_labels: int = 3
    """Different labels below a title, which a report also prints where it names its annexes."""
    longest_labels: int = 60
    """Characters of labels without blanks between them: more is prose."""


SETTINGS = LostFormSettings()


def is_form_lost(document: Document) -> bool:
    """Tell whether a document prints a self-assessment's heads, or its title and labels, but no table that can be read.

    Labels within a sentence do not count, and no document with the title of another table, such as targets
    alone.
    """
    titles: set[bool] = set()
    kinds: set[str] = set()
    for row in read_rows(document):
        if is_title(row):
            titles.add(_is_of_form(row))
        else:
            kinds.update(_find_kinds(row))
    if titles == {False}:
        return False
    has_heads = len(kinds & _LEVELS) >= SETTINGS.fewest_levels and bool(kinds & _RESULTS)
    return has_heads or (True in titles and len(kinds) >= SETTINGS.fewest_labels)


def _is_of_form(title: Row) -> bool:
    """Tell whether a title is that of a self-assessment's table; a report of that name is prose."""
    text = fold_text(title_text(title.filled[0].text))
    return is_form_title(text) and text.endswith("表")


def _find_kinds(row: Row) -> Iterator[str]:
    for cell in row.filled:
        for part in _PARTS.split(cell.text):
            text = fold_text(part)
            if 1 < len(text) <= SETTINGS.longest_labels and _load_labels().fullmatch(text):
                yield from (_load_kinds()[found] for found in _load_label().findall(text))


@cache
def _load_kinds() -> dict[str, str]:
    """Return what each label of a table's columns means."""
    lists = load_label_lists()
    kinds: dict[str, str] = {}
    for block in _BLOCKS:
        for kind, names in lists[block].items():
            if kind != "other":
                kinds |= {fold_text(name): kind for name in names}
    return kinds


@cache
def _load_label() -> re.Pattern[str]:
    """Return what finds each label in a text of nothing else, the longest first."""
    longest_first = sorted(_load_kinds(), key=lambda name: -len(name))
    return re.compile("|".join(map(re.escape, longest_first)))


@cache
def _load_labels() -> re.Pattern[str]:
    """Return what a text of labels alone matches."""
    return re.compile(f"(?:{_load_label().pattern})+")


depend_on_lists(_load_kinds.cache_clear)
depend_on_lists(_load_label.cache_clear)
depend_on_lists(_load_labels.cache_clear)
