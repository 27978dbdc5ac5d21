"""The ways in which producers draw a table's rules: pieces of cells in, a content stream in page space out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from styles.layout import Piece

Side = tuple[float, float, float, float]
Rules = Callable[[Sequence[Side]], str]


def sides(pieces: Sequence[Piece], top: float, *, closed: bool = False) -> list[Side]:
    """Give the cells' sides in page space, ``top`` being the height of the table's upper edge; cut sides only where ``closed``."""
    return list(dict.fromkeys(side for piece in pieces for side in _sides(piece, top, closed=closed)))


def _sides(piece: Piece, top: float, *, closed: bool) -> Iterator[Side]:
    x0, x1, upper, lower = piece.spot.x0, piece.spot.x1, top - piece.top, top - piece.bottom
    yield x0, lower, x0, upper
    yield x1, lower, x1, upper
    if closed or not piece.cut_top:
        yield x0, upper, x1, upper
    if closed or not piece.cut_bottom:
        yield x0, lower, x1, lower


def whole(found: Sequence[Side]) -> list[Side]:
    """Join sides that follow each other into the longest lines."""
    level: dict[float, list[tuple[float, float]]] = {}
    upright: dict[float, list[tuple[float, float]]] = {}
    for x0, y0, x1, y1 in found:
        (level.setdefault(y0, []) if y0 == y1 else upright.setdefault(x0, [])).append(
            (x0, x1) if y0 == y1 else (y0, y1)
        )
    lines = [(start, y, end, y) for y, pieces in level.items() for start, end in _joined(pieces)]
    return lines + [(x, start, x, end) for x, pieces in upright.items() for start, end in _joined(pieces)]


def _joined(pieces: list[tuple[float, float]]) -> list[tuple[float, float]]:
    joined: list[tuple[float, float]] = []
    for start, end in sorted(pieces):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def rectangles(pieces: Sequence[Piece], top: float) -> str:
    """Stroke a rectangle for each cell."""
    boxes = (
        (piece.spot.x0, top - piece.bottom, piece.spot.x1 - piece.spot.x0, piece.bottom - piece.top)
        for piece in pieces
    )
    return "0.5 w\n" + "".join(f"{x} {y} {width} {height} re S\n" for x, y, width, height in boxes)


def strokes(found: Sequence[Side], width: float = 0.5) -> str:
    """LibreOffice: one stroked line from end to end."""
    return f"{width} w\n" + "".join(f"{x0} {y0} m {x1} {y1} l S\n" for x0, y0, x1, y1 in whole(found))


def hair(found: Sequence[Side]) -> str:
    """The thinnest line that a device has."""
    return strokes(found, 0)


def grey(found: Sequence[Side]) -> str:
    """Lines that are light but seen."""
    return f"0.75 G\n{strokes(found)}0 G\n"


def pieces(found: Sequence[Side]) -> str:
    """One stroke for each cell's side."""
    return "0.5 w\n" + "".join(f"{x0} {y0} m {x1} {y1} l S\n" for x0, y0, x1, y1 in found)


def one_path(found: Sequence[Side]) -> str:
    """All lines in one path."""
    return "0.5 w\n" + "".join(f"{x0} {y0} m {x1} {y1} l\n" for x0, y0, x1, y1 in whole(found)) + "S\n"


def word(found: Sequence[Side]) -> str:
    """Word and WPS: a thin rectangle for each side of a cell, and a square in each corner."""
    corners = dict.fromkeys(corner for x0, y0, x1, y1 in found for corner in ((x0, y0), (x1, y1)))
    squares = "".join(f"{x - 0.24:.2f} {y - 0.24:.2f} 0.48 0.48 re f*\n" for x, y in corners)
    return "".join(f"{_thin(side, 0.48)} f\n" for side in found) + squares


def thin(found: Sequence[Side]) -> str:
    """Chromium: long thin rectangles."""
    return "".join(f"{_thin(side, 0.75)} f\n" for side in whole(found))


def thin_at_once(found: Sequence[Side]) -> str:
    """Thin rectangles filled as one path."""
    return "".join(f"{_thin(side, 0.75)}\n" for side in whole(found)) + "f\n"


def polygons(found: Sequence[Side]) -> str:
    """Thin rectangles as polygons of four lines."""
    corners = ((x0 - 0.3, y0 - 0.3, x1 + 0.3, y1 + 0.3) for x0, y0, x1, y1 in found)
    return "".join(f"{x0} {y0} m {x1} {y0} l {x1} {y1} l {x0} {y1} l h f\n" for x0, y0, x1, y1 in corners)


def double(found: Sequence[Side]) -> str:
    """Two thin lines, 1.5 points apart."""
    both = [shifted for x0, y0, x1, y1 in whole(found) for shifted in _doubled(x0, y0, x1, y1, 0.75)]
    return "0.4 w\n" + "".join(f"{x0} {y0} m {x1} {y1} l S\n" for x0, y0, x1, y1 in both)


def twice(found: Sequence[Side]) -> str:
    """Each line drawn again, a trifle away."""
    return pieces(found) + pieces(
        [(x0 + 0.2, y0 - 0.2, x1 + 0.2, y1 - 0.2) for x0, y0, x1, y1 in whole(found)]
    )


def dashed(found: Sequence[Side]) -> str:
    """A dash pattern."""
    return f"[3 2] 0 d\n{strokes(found)}[] 0 d\n"


def dashes(found: Sequence[Side]) -> str:
    """Dashes drawn one by one."""
    return "0.5 w\n" + "".join(
        f"{x0} {y0} m {x1} {y1} l S\n" for side in whole(found) for x0, y0, x1, y1 in _steps(side, 5, 3)
    )


def dots(found: Sequence[Side]) -> str:
    """Square dots drawn one by one."""
    return "".join(f"{_thin(dot, 0.75)} f\n" for side in whole(found) for dot in _steps(side, 1.5, 0.75))


def short_of_corners(found: Sequence[Side], by: float) -> str:
    """Lines that end before they meet."""
    return "0.5 w\n" + "".join(
        f"{x0} {y0} m {x1} {y1} l S\n" for x0, y0, x1, y1 in (_longer(side, -by) for side in whole(found))
    )


def past_corners(found: Sequence[Side], by: float) -> str:
    """Lines that cross where they should meet."""
    return "0.5 w\n" + "".join(
        f"{x0} {y0} m {x1} {y1} l S\n" for x0, y0, x1, y1 in (_longer(side, by) for side in whole(found))
    )


def _thin(side: Side, width: float) -> str:
    x0, y0, x1, y1 = side
    return f"{x0 - width / 2:.2f} {y0 - width / 2:.2f} {x1 - x0 + width:.2f} {y1 - y0 + width:.2f} re"


def _doubled(x0: float, y0: float, x1: float, y1: float, away: float) -> Iterator[Side]:
    for by in (-away, away):
        yield (x0, y0 + by, x1, y1 + by) if y0 == y1 else (x0 + by, y0, x1 + by, y1)


def _steps(side: Side, step: float, length: float) -> Iterator[Side]:
    x0, y0, x1, y1 = side
    reach = max(x1 - x0, y1 - y0)
    for number in range(int(reach // step) + 1):
        start, end = number * step, min(number * step + length, reach)
        yield (x0 + start, y0, x0 + end, y1) if y0 == y1 else (x0, y0 + start, x1, y0 + end)


def _longer(side: Side, by: float) -> Side:
    x0, y0, x1, y1 = side
    return (x0 - by, y0, x1 + by, y1) if y0 == y1 else (x0, y0 - by, x1, y1 + by)
