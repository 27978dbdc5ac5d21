"""Which rows of a document belong to one form: from its title to the next title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract.grid import Document
from normalize.apart import parted
from normalize.clean import clean, fold
from normalize.common import in_common_columns
from normalize.cut_rows import mended
from normalize.labels import lists
from normalize.late_labels import with_late_labels
from normalize.rows import Row, grid_rows, line_row

TITLE_LENGTH = 45
_YEAR_BRACKET = re.compile(r"\(?\s*((?:19|20)\d{2})\s*年?度?\s*\)?$")
_YEAR = re.compile(r"((?:19|20)\d{2})年")
_NO_TITLE = re.compile(r"[。;,:]")


@dataclass(frozen=True, slots=True)
class Region:
    """The rows under one title (None where a table has none), and whether the title is that of a 自评表."""

    title: Row | None
    rows: tuple[Row, ...]
    is_form: bool

    @property
    def title_text(self) -> str:
        """The title without the bracketed year behind it; empty where there is none."""
        return title_text(self.title.filled[0].text) if self.title else ""


def regions(document: Document) -> Iterator[Region]:
    """Part a document's rows at its titles; regions without a table are left out."""
    title: Row | None = None
    rows: list[Row] = []
    for row in _all_rows(document):
        if not row.filled:
            continue
        if is_title(row):
            yield from _region(title, rows)
            title, rows = row, []
        else:
            rows.append(row)
    yield from _region(title, rows)


def is_title(row: Row) -> bool:
    """Tell whether a row is the title of a table, of a 自评表 or of another."""
    if len(row.filled) != 1:
        return False
    text = fold(title_text(row.filled[0].text))
    return (
        len(text) <= TITLE_LENGTH
        and not _NO_TITLE.search(text)
        and text.endswith(("表", "报告", *lists()["title"]["other"]))
        and (_form_title(text) or _other_title(text))
    )


def title_text(text: str) -> str:
    """Give a title without the bracketed year behind it."""
    return re.sub(r"\s*[(（]\s*(?:19|20)\d{2}\s*年?度?\s*[)）]\s*$", "", clean(text)).strip()


def year_in(text: str) -> int | None:
    """Give the year that a text prints, as ``(2020年)`` or ``2020年度部门整体自评表``; None where it prints none."""
    folded = fold(text)
    m = _YEAR_BRACKET.fullmatch(folded) or _YEAR_BRACKET.search(folded) or _YEAR.search(folded)
    return int(m[1]) if m else None


def _form_title(text: str) -> bool:
    return any(word in text for word in lists()["title"]["form"]) and not _other_title(text)


def _other_title(text: str) -> bool:
    return any(word in text for word in lists()["title"]["other"])


def _all_rows(document: Document) -> Iterator[Row]:
    grids = in_common_columns(document.grids)
    for grid, before in zip(grids, (None, *grids), strict=False):
        yield from map(line_row, grid.before)
        yield from grid_rows(grid) if grid.ragged else parted(mended(with_late_labels(grid_rows(grid))), grid, before)
    yield from map(line_row, document.tail)


def _region(title: Row | None, rows: list[Row]) -> Iterator[Region]:
    if any(not row.line for row in rows):
        yield Region(title, tuple(rows), title is None or _form_title(fold(title_text(title.filled[0].text))))
