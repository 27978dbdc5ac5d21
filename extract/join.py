"""A file's pages joined to its document, and what is wrong with them told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from extract.chains import chains
from extract.grid import Conservation, Document, Grid, Line
from extract.overflow import with_overflow
from extract.page import Page
from extract.stitch import stitch

_BROKEN_SHARE = 0.3
_BROKEN_CELLS = 3  # of two characters or more: a check box is one
_UNMAPPED = "(cid:"
_MEANINGLESS = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]")  # no character, or one of a font's own


def join_pages(pages: Iterable[Page], *, format: str, engine: str) -> Document:  # noqa: A002 - the field's name
    """Join pages, in their order, to a document: a table that goes on over page ends is one grid."""
    *grids, document = joined(pages, format=format, engine=engine)
    assert isinstance(document, Document)
    return replace(document, grids=tuple(grid for grid in grids if isinstance(grid, Grid)))


def joined(pages: Iterable[Page], *, format: str, engine: str) -> Iterator[Grid | Document]:  # noqa: A002
    """Give each grid when its last page is read, and in the end the document without them: no page is held for longer."""
    counts: list[tuple[int, int, int]] = []
    warnings: list[str] = []

    def noted() -> Iterator[Page]:
        before: Page | None = None
        for page in map(with_overflow, pages):
            counts.append((page.glyphs, page.in_cells, page.outside))
            warnings.extend(_warnings(page))
            if before and _lacks_a_column(before, page):
                warnings.append(f"第{page.number}页的表格比上一页窄，旁边的文字不在任何单元格内")
            before = page
            yield page

    tail: tuple[Line, ...] = ()
    for table in chains(noted()):
        if table.parts:
            yield stitch(table.parts, table.before)
        else:
            tail = table.before
    conservation = Conservation(*map(sum, zip((0, 0, 0), *counts, strict=True)))
    if not conservation.holds:
        warnings.append(_loss(conservation))
    yield Document(format, engine, len(counts), (), tail, conservation, tuple(warnings))


def _warnings(page: Page) -> Iterator[str]:
    yield from page.warnings
    if page.images and not page.glyphs:
        yield f"第{page.number}页是图片(扫描件)，没有文字层"
    elif is_broken(page):
        yield f"第{page.number}页的文字层已损坏，读出的文字不可靠"


def _lacks_a_column(before: Page, page: Page) -> bool:
    """Tell whether a text stands beside a table where the table on the page before had a column: no rule closes it."""
    if not before.tables or not page.tables:
        return False
    (left, *_, right), table = before.tables[-1].xs, page.tables[0]
    beside = [line.box.x0 or 0.0 for line in page.lines if table.ys[0] < (line.box.top or 0.0) < table.ys[-1]]
    return any(left < x < table.xs[0] or table.xs[-1] < x < right for x in beside)


def _loss(conservation: Conservation) -> str:
    return f"文字没有守恒：页面共{conservation.total}字，表内{conservation.in_cells}字，表外{conservation.outside}字"


def is_broken(page: Page) -> bool:
    """Tell whether a page's text layer does not say what it shows: characters without a meaning, or none at all.

    A font of figures may be broken alone, and few characters are figures.
    """
    cells = [cell.text for table in page.tables for cell in table.cells]
    text = "".join(chain(cells, (line.text for line in page.lines)))
    found = len(_MEANINGLESS.findall(text))
    if _UNMAPPED in text or found > _BROKEN_SHARE * max(page.glyphs, 1):
        return True
    return found >= 2 * _BROKEN_CELLS and sum(map(_says_nothing, cells)) >= _BROKEN_CELLS


def _says_nothing(text: str) -> bool:
    found = len(_MEANINGLESS.findall(text))
    return found > 1 and 2 * found > len(text)
