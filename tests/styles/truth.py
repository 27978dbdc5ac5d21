"""What a reader must find: the joined grid's cells, and the form's values."""

from __future__ import annotations

from collections.abc import Sequence

from styles.changes import END, REASON
from styles.layout import Piece, wrapped
from styles.styles import Style
from styles.table import DATA, Spot

Place = tuple[int, int, int, int, str]  # row, column, how many of each, text


def grid(
    style: Style, spots: Sequence[Spot], pages: Sequence[Sequence[Piece]]
) -> tuple[list[Place], list[int]]:
    """Give the cells of the joined grid, and the rows with which a page begins after one that was closed."""
    columns = sorted({edge for spot in spots for edge in (spot.x0, spot.x1)})
    if not style.closed:
        whole = {
            piece.spot.row for pieces in pages[1:] for piece in pieces if piece.top == 0 and not piece.cut_top
        }
        first = {min(piece.spot.row + piece.spot.rowspan - 1 for piece in pieces) for pieces in pages[1:]}
        cells = sorted(
            _place(columns, spot, spot.row, spot.rowspan, _text(style, spot, spot.text)) for spot in spots
        )
        return cells, sorted(whole & first)
    cells: list[Place] = []
    breaks: list[int] = []
    offset = 0
    for pieces in pages:
        first = min(piece.spot.row + piece.spot.rowspan - 1 for piece in pieces)
        last = max(piece.spot.row for piece in pieces)
        for piece in pieces:
            top, low = max(piece.spot.row, first), min(piece.spot.row + piece.spot.rowspan - 1, last)
            text = _text(style, piece.spot, "".join(line.text for line in piece.lines))
            cells.append(_place(columns, piece.spot, top - first + offset, low - top + 1, text))
        breaks.append(offset)
        offset += last - first + 1
    return _late_labels(sorted(cells), breaks[1:], len(columns) - 1), breaks[1:]


def _late_labels(cells: list[Place], breaks: Sequence[int], cols: int) -> list[Place]:
    """Join an empty cell of several rows at a page's end to the label below it, as a reader should."""
    for row in reversed(breaks):
        lower = {(col, width): (high, text) for top, col, high, width, text in cells if top == row and text}
        for place in [
            cell for cell in cells if cell[0] + cell[2] == row and not cell[4] and (cell[1], cell[3]) in lower
        ]:
            top, col, high, width, _ = place
            more, text = lower[col, width]
            if max(high, more) > 1 and 2 * (col + width) <= cols:
                cells = [cell for cell in cells if cell not in (place, (row, col, more, width, text))]
                cells.append((top, col, high + more, width, text))
    return sorted(cells)


def values(style: Style, spots: Sequence[Spot] = ()) -> dict[str, object]:
    """Give the form's values as printed; what stands in one column for reasons and measures is the reason."""
    merged = {spot.text for spot in spots if (spot.x0, spot.x1) == (REASON, END)}
    plain = [[_raised(style, text.replace("\n", "")) for text in row] for row in DATA["indicators"]]
    plain = [
        [*row[:8], row[8] + row[9], ""] if row[8] and row[8] + row[9] in merged else row for row in plain
    ]
    return {
        "title": DATA["title"],
        "department": DATA["department"],
        "goals": [[DATA["expected"], DATA["actual"]]],
        "funds": [[row[0], row[1], row[2], row[5]] for row in DATA["funds"]],
        "indicators": plain,
        "weight_total": DATA["weight_total"],
        "score_total": DATA["score_total"],
    }


def _place(columns: Sequence[float], spot: Spot, row: int, rowspan: int, text: str) -> Place:
    col = columns.index(spot.x0)
    return row, col, rowspan, columns.index(spot.x1) - col, text


def _text(style: Style, spot: Spot, text: str) -> str:
    if style.spaced and spot.label:
        return "".join(" ".join(line) for line in wrapped(spot))
    return _raised(style, text.replace("\n", ""))


def _raised(style: Style, text: str) -> str:
    return f"{text[:-1]}2" if style.raised and text.endswith("m²") else text
