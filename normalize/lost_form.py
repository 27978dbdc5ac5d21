"""Whether a document that gave no form looks like one all the same: its table was lost on the way to the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import chain

from extract import Document
from normalize.rows.passes import read_rows
from normalize.rows.regions import is_form_title, is_title, title_text
from normalize.rows.row import Row
from normalize.values.text import fold_text
from normalize.vocabulary.lists import depend_on_lists, load_label_lists, load_words

_BLOCKS = ("indicator", "fund")
_LEVELS = frozenset({"level1", "level2", "level3"})
_RESULTS = frozenset({"actual", "score"})
_PARTS = re.compile(r"[\s|,\t]+")
# every character several times, as programs print glyphs that are drawn several times to look bold
_REPEATED = re.compile(r"(?:(.)\1\1)+|(?:(.)\2)+")
_NAME_ENDINGS = load_words("level_name_endings")


@dataclass(frozen=True, slots=True)
class LostFormSettings:
    """How much of a form's labels a text must print; observed on what four programs make of the sample forms."""

    fewest_levels: int = 2
    """Of 一级指标, 二级指标 and 三级指标, beside a column of results: nothing but such a table prints them."""
    fewest_labels: int = 3
    """Different labels below a title, which a report also prints where it names its annexes."""
    fewest_level_names: int = 3
    """Different ones, as 产出指标, that stand by themselves below a title: a form with other heads prints them, too."""
    longest_labels: int = 60
    """Characters of labels without blanks between them: more is prose."""


SETTINGS = LostFormSettings()


@dataclass(slots=True)
class _Found:
    """What a document prints: kinds of titles, meanings of labels, and level names."""

    titles: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    level_names: set[str] = field(default_factory=set)

    @property
    def has_heads(self) -> bool:
        return len(self.kinds & _LEVELS) >= SETTINGS.fewest_levels and bool(self.kinds & _RESULTS)

    @property
    def is_form(self) -> bool:
        """Tell whether the labels are those of a form, of whatever title but one of another table."""
        if self.titles == {"other"}:
            return False
        has_labels = len(self.kinds) >= SETTINGS.fewest_labels
        has_names = len(self.level_names) >= SETTINGS.fewest_level_names
        return self.has_heads or ("form" in self.titles and (has_labels or has_names))


def is_form_lost(document: Document) -> bool:
    """Tell whether a document prints a self-assessment's heads, or its title and labels, but no table that can be read.

    Labels within a sentence do not count, and no document with the title of another table, such as targets
    alone. The lines of a page that lies on its side may be printed from behind.
    """
    forwards, backwards = _Found(), _Found()
    for row in read_rows(document):
        if is_title(row):
            forwards.titles.add(_find_title_kind(row))
            continue
        for text in _list_texts(row):
            _add_text(forwards, text)
            _add_text(backwards, text[::-1])
    return forwards.is_form or backwards.has_heads


def _find_title_kind(title: Row) -> str:
    """Return ``form``, ``report``, which is prose but may have a form behind it, or ``other``."""
    text = fold_text(title_text(title.filled[0].text))
    if not is_form_title(text):
        return "other"
    return "form" if text.endswith("表") else "report"


def _list_texts(row: Row) -> Iterator[str]:
    """Yield what stands between blanks and signs that part cells."""
    for cell in row.filled:
        for part in _PARTS.split(cell.text):
            text = fold_text(part)
            repeated = _REPEATED.fullmatch(text)
            if repeated:
                text = text[::3] if repeated[1] else text[::2]
            if 1 < len(text) <= SETTINGS.longest_labels:
                yield text


def _add_text(found: _Found, text: str) -> None:
    if _load_labels().fullmatch(text):
        found.kinds.update(_load_kinds()[label] for label in _load_label().findall(text))
    elif text in _load_level_names():
        found.level_names.add(text)


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


@cache
def _load_level_names() -> frozenset[str]:
    """Return the level names that are no words of other texts: 产出指标, but not 产出."""
    names = chain.from_iterable(load_label_lists()["level"].values())
    return frozenset(name for name in names if name.endswith(_NAME_ENDINGS))


depend_on_lists(_load_level_names.cache_clear)
depend_on_lists(_load_kinds.cache_clear)
depend_on_lists(_load_label.cache_clear)
depend_on_lists(_load_labels.cache_clear)
