"""The layout families' forms printed in the styles: other forms with the same hazards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, count
from typing import TYPE_CHECKING

from styles import make, marks, ruling
from styles.layout import Piece, paged, width_of
from styles.lettering import Letters, letters
from styles.paper import Sheet, pdf
from styles.styles import Style
from styles.table import LEFT, RIGHT, SIDE, Spot

if TYPE_CHECKING:
    from source.family import Family
    from source.table import Row

TITLE, TEXT, LABEL = 16.0, 9.0, 20
_TOP = 780.0


@dataclass(frozen=True, slots=True)
class Line(Spot):
    """A line of text outside the tables."""

    size: float = TEXT


def laid_out(forms: Sequence[Family]) -> tuple[Spot, ...]:
    """Lay out forms one below the other, their lines of text among their tables, an empty line behind each part."""
    from source.family_layout import parts  # noqa: PLC0415 - the samples' folder is no package of the tests

    spots: list[Spot] = []
    for form in forms:
        edges = [
            SIDE + (RIGHT - SIDE) * share / sum(form.widths) for share in accumulate(form.widths, initial=0)
        ]
        lines = [
            Line(0, SIDE, RIGHT, form.title, size=TITLE),
            *([Line(0, SIDE, RIGHT, form.year_line)] if form.year_line else []),
        ]
        spots += _below(spots, [replace(line, row=row) for row, line in enumerate(lines)])
        for part in parts(form):
            rows = [line for line in part if isinstance(line, str)]
            texts = [Line(row, SIDE, RIGHT, text) for row, text in enumerate(rows)]
            spots += _below(spots, texts or [*_placed(part, edges), Line(len(part), SIDE, RIGHT, "")])
    return tuple(spots)


def _below(above: Sequence[Spot], spots: Sequence[Spot]) -> list[Spot]:
    first = max((spot.row + spot.rowspan for spot in above), default=0)
    return [replace(spot, row=spot.row + first) for spot in spots]


def _placed(rows: Sequence[Row], edges: Sequence[float]) -> Iterator[Spot]:
    taken: set[tuple[int, int]] = set()
    for y, row in enumerate(rows):
        for cell in row:
            x = next(x for x in count() if (x, y) not in taken)
            taken |= {(x + right, y + down) for right in range(cell.cols) for down in range(cell.rows)}
            label = cell.rows > 1 and len(cell.text) < LABEL
            yield Spot(
                y, round(edges[x], 2), round(edges[x + cell.cols], 2), cell.text, cell.rows, label=label
            )


def print_forms(style: Style, spots: Sequence[Spot], heads: Sequence[str] = ()) -> bytes:
    """Print forms in a style; pages that begin among the indicators repeat the head that prints ``heads``."""
    written = letters("".join(spot.text for spot in spots) + make._OTHER_CHARS, style.fonts, style.meant)
    pages = paged(spots, body=style.body, labels=style.labels, whole_rows=style.whole_rows)
    head = _head(spots, heads) if style.heads else ()
    pages = [page if not place else _with_head(page, head) for place, page in enumerate(pages)]
    return pdf([_sheet(style, written, page, place) for place, page in enumerate(pages)], written)


def _head(spots: Sequence[Spot], texts: Sequence[str]) -> tuple[Spot, ...]:
    found = [spot for spot in spots if spot.text in texts and not isinstance(spot, Line)]
    first = min((spot.row for spot in found if spot.text == texts[0]), default=0)
    rows = range(first, max(spot.row + spot.rowspan for spot in found))
    mine = [spot for spot in spots if spot.row in rows and spot.row + spot.rowspan <= rows.stop]
    left = min(spot.x0 for spot in mine)
    beside = [Spot(first, SIDE, left, "", len(rows))] if left > SIDE else []
    return (*mine, *beside)


def _with_head(page: Sequence[Piece], head: Sequence[Spot]) -> tuple[Piece, ...]:
    first = min((spot.row for spot in head), default=0)
    if not head or min(piece.spot.row + piece.spot.rowspan for piece in page) <= first + 1:
        return tuple(page)
    (pieces,) = paged([replace(spot, row=spot.row - first) for spot in head])
    height = max(piece.bottom for piece in pieces)
    return (*pieces, *(make._lowered(piece, height) for piece in page))


def _sheet(style: Style, written: Letters, pieces: Sequence[Piece], place: int) -> Sheet:
    cells = [piece for piece in pieces if not isinstance(piece.spot, Line)]
    drawn = (
        ruling.rectangles(cells, _TOP)
        if style.cells
        else style.rules(ruling.sides(cells, _TOP, closed=style.closed))
    )
    height = max(piece.bottom for piece in pieces)
    mark = marks.watermark(written, _TOP, height) if style.watermark else ""
    text = "".join(_text(style, written, piece) for piece in pieces) + written.show(str(place + 1), 295, 30)
    content = style.under(_TOP, height) + drawn + text + style.over(_TOP, height) + mark
    return Sheet(make._placed(style, content), style.box, style.crop, style.rotate, style.form)


def _text(style: Style, written: Letters, piece: Piece) -> str:
    if not isinstance(piece.spot, Line):
        return make._text(style, written, piece)
    size = piece.spot.size
    x = [
        (LEFT + RIGHT - width_of(line.text) * size / TEXT) / 2 if size == TITLE else line.x
        for line in piece.lines
    ]
    return "".join(
        written.show(line.text, at, _TOP - line.baseline, size)
        for at, line in zip(x, piece.lines, strict=True)
    )
