"""Which rows of a document belong to one form: from its title to the next title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract import Document
from normalize.rows.passes import read_rows
from normalize.rows.row import Row
from normalize.rows.settings import TABLES
from normalize.values.text import clean_text, fold_text
from normalize.vocabulary.lists import load_label_lists, load_words

_YEAR_BRACKET = re.compile(r"\(?\s*((?:19|20)\d{2})\s*年?度?\s*\)?$")
_YEAR = re.compile(r"((?:19|20)\d{2})年")
_NO_TITLE = re.compile(r"[。;,:]")
_ENDINGS = load_words("title_endings")


@dataclass(frozen=True, slots=True)
class Region:
    """The rows under one title (None where a table has none), and whether the title is that of a 自评表.

    ``above`` are the lines right above the title on its page, a running head among them.
    """

    title: Row | None
    rows: tuple[Row, ...]
    is_form: bool
    above: tuple[Row, ...] = ()

    @property
    def title_text(self) -> str:
        """The title without the bracketed year behind it; empty where there is none."""
        if self.title:
            return title_text(self.title.filled[0].text)
        return ""


def find_regions(document: Document) -> Iterator[Region]:
    """Part a document's rows at its titles; regions without a table are left out."""
    title: Row | None = None
    rows: list[Row] = []
    above: tuple[Row, ...] = ()
    for row in read_rows(document):
        if not row.filled:
            continue
        if is_title(row):
            yield from _region(title, rows, above)
            above = tuple(_find_lines_above(row, rows))
            title, rows = row, []
        else:
            rows.append(row)
    yield from _region(title, rows, above)


def _find_lines_above(title: Row, rows: list[Row]) -> Iterator[Row]:
    """Yield the lines right above a title on its page, the nearest first, in a table rows of few words."""
    for row in reversed(rows[-TABLES.lines_above_title :]):
        is_line = row.line or _has_few_words(row)
        if not is_line or not _stands_above(row, title):
            return
        yield row


def _has_few_words(row: Row) -> bool:
    if len(row.filled) > TABLES.cells_above_title:
        return False
    return all(cell.labels.number is None for cell in row.filled)


def _stands_above(row: Row, title: Row) -> bool:
    """Tell whether a row stands above a title on its page; on a sheet of several pages it may stand beside."""
    above, below = row.filled[0].boxes[:1], title.filled[0].boxes[:1]
    if not (above and below):
        return not (above or below)
    (upper,), (lower,) = above, below
    if upper.page != lower.page:
        return False
    if upper.bottom is None or lower.top is None:
        return True
    return upper.bottom <= (lower.bottom or lower.top)


def is_title(row: Row) -> bool:
    """Tell whether a row is the title of a table, of a 自评表 or of another."""
    if len(row.filled) != 1:
        return False
    text = fold_text(title_text(row.filled[0].text))
    is_short_line = len(text) <= TABLES.longest_title and not _NO_TITLE.search(text)
    if not is_short_line or not text.endswith((*_ENDINGS, *load_label_lists()["title"]["other"])):
        return False
    if is_form_title(text):
        return True
    return _is_other_title(text)


def title_text(text: str) -> str:
    """Return a title without the bracketed year behind it."""
    return re.sub(r"\s*[(（]\s*(?:19|20)\d{2}\s*年?度?\s*[)）]\s*$", "", clean_text(text)).strip()


def find_year_in(text: str) -> int | None:
    """Return the year that a text prints, as ``(2020年)`` or ``2020年度部门整体自评表``; None where it prints none."""
    folded = fold_text(text)
    m = _YEAR_BRACKET.fullmatch(folded) or _YEAR_BRACKET.search(folded) or _YEAR.search(folded)
    if m:
        return int(m[1])
    return None


def is_form_title(text: str) -> bool:
    """Tell whether a folded text is the title of a self-assessment."""
    if not any(word in text for word in load_label_lists()["title"]["form"]):
        return False
    return not _is_other_title(text)


def _is_other_title(text: str) -> bool:
    return any(word in text for word in load_label_lists()["title"]["other"])


def _region(title: Row | None, rows: list[Row], above: tuple[Row, ...]) -> Iterator[Region]:
    if any(not row.line for row in rows):
        is_form = title is None or is_form_title(fold_text(title_text(title.filled[0].text)))
        yield Region(title, tuple(rows), is_form, above)
