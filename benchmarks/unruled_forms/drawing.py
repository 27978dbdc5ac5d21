"""Draws a sheet in a look, as pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mutations.drawing import LANDSCAPE, MARGIN_PT, PORTRAIT, Words, part_pages, width_of, wrap_text
from mutations.sheet import Placed, Sheet, place_cells

from support.pdf_bytes import pdf
from unruled_forms.looks import Look

FIGURE = re.compile(r"[\d.,%/*—-]+(分|%)?")
TITLE_PT = 13.0
HAIRLINE = "0.1 w 0.85 G\n"
PENS = {"dotted": "0.5 w 0.5 G [0.5 1.5] 0 d\n", "pale": "0.4 w 0.92 G\n"}


def draw_unruled(sheet: Sheet, look: Look) -> bytes:
    """Return the sheet as a file of pages that end between rows."""
    size = LANDSCAPE if look.landscape else PORTRAIT
    xs = _edges(sheet, size[0] - 2 * MARGIN_PT)
    placed = place_cells(sheet)
    heights = _measure_rows(sheet, placed, xs, look)
    contents = []
    for first, last in part_pages(heights, size[1] - 2 * MARGIN_PT - 60):
        top = size[1] - MARGIN_PT
        content = ""
        if first == 0:
            for at, line in enumerate(sheet.above):
                letters = TITLE_PT if at == len(sheet.above) - 2 else look.size
                content += str(
                    Words((size[0] - width_of(line, letters)) / 2, top - letters, line, size=letters)
                )
                top -= 1.6 * letters
        ys = [top - 6]
        for height in heights[first:last]:
            ys.append(ys[-1] - height)
        for cell in placed:
            content += "".join(_draw_text(cell, xs, ys, (first, last), look))
        content += "".join(_draw_rules(placed, xs, ys, (first, last), look))
        if look.rules == "guides":
            content += _draw_guides(size)
        if last == len(heights):
            for at, line in enumerate(sheet.below):
                content += str(Words(MARGIN_PT, ys[-1] - look.leading * (1.5 + at), line, size=look.size))
        contents.append(content)
    return pdf(*contents, box=(0, 0, *size))


def _edges(sheet: Sheet, width: float) -> list[float]:
    xs, whole = [MARGIN_PT], sum(sheet.widths)
    for share in sheet.widths:
        xs.append(xs[-1] + width * share / whole)
    return xs


def _measure_rows(sheet: Sheet, placed: Sequence[Placed], xs: Sequence[float], look: Look) -> list[float]:
    heights = [look.leading + 2 * look.pad_y] * len(sheet.rows)
    for row, col, _, cell in sorted(placed, key=lambda one: one.cell.rows):
        width = xs[col + cell.cols] - xs[col] - 2 * look.pad_x
        wanted = look.leading * len(_wrap(cell.text, width, look)) + 2 * look.pad_y
        lacks = wanted - sum(heights[row : row + cell.rows])
        if lacks > 0:
            heights[row + cell.rows - 1] += lacks
    return heights


def _wrap(text: str, width: float, look: Look) -> list[str]:
    return wrap_text(text, width * 8.0 / look.size) if text else [""]


def _draw_text(
    placed: Placed, xs: Sequence[float], ys: Sequence[float], rows: tuple[int, int], look: Look
) -> Iterator[str]:
    """Draw a cell's lines on the page on which it begins; in the middle of what this page shows of it."""
    row, col, _, cell = placed
    first, last = rows
    if not first <= row < last:
        return
    upper, lower = ys[row - first], ys[min(row + cell.rows, last) - first]
    left, right = xs[col] + look.pad_x, xs[col + cell.cols] - look.pad_x
    lines = _wrap(cell.text, right - left, look)
    top = upper - look.pad_y
    if not look.top:
        top = (upper + lower) / 2 + look.leading * len(lines) / 2
    align = look.numbers if FIGURE.fullmatch(cell.text) else look.align
    for at, line in enumerate(lines):
        if line:
            width = width_of(line, look.size)
            x = {"left": left, "centre": (left + right - width) / 2, "right": right - width}[align]
            y = top - at * look.leading - (look.leading + look.size * 0.76) / 2
            yield str(Words(x, y, line, size=look.size))


def _draw_rules(
    placed: Sequence[Placed], xs: Sequence[float], ys: Sequence[float], rows: tuple[int, int], look: Look
) -> Iterator[str]:
    first, last = rows
    if look.rules == "head":
        yield "0.8 w\n"
        for y in (ys[0], ys[-1]):
            yield _line(xs[0], y, xs[-1], y)
        return
    if look.rules not in {"level", "blocks", *PENS}:
        return
    yield PENS.get(look.rules, "0.5 w 0 G\n")
    for row, col, _, cell in placed:
        above, below = max(row, first), min(row + cell.rows, last)
        if above >= below:
            continue
        left, right, upper, lower = xs[col], xs[col + cell.cols], ys[above - first], ys[below - first]
        if look.rules == "blocks":
            if col == 0 and cell.rows > 1:
                yield _line(xs[0], lower, xs[-1], lower) + _line(xs[0], upper, xs[-1], upper)
            continue
        yield _line(left, upper, right, upper) + _line(left, lower, right, lower)
        if look.rules in PENS:
            yield _line(left, upper, left, lower) + _line(right, upper, right, lower)
    yield "[] 0 d 0 G\n"


def _draw_guides(size: tuple[float, float]) -> str:
    """Draw what a design tool leaves: hairlines at the margins and the middle of the page."""
    width, height = size
    xs = (MARGIN_PT - 6, width / 2, width - MARGIN_PT + 6)
    return HAIRLINE + "".join(_line(x, 10, x, height - 10) for x in xs) + "0 G\n"


def _line(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"{x0:.2f} {y0:.2f} m {x1:.2f} {y1:.2f} l S\n"
