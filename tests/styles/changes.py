"""Tables whose columns change on the following pages, and another table below the form."""

from __future__ import annotations

from collections.abc import Sequence

from styles.lettering import Letters
from styles.table import Spot

REASON, MEASURES, END = 478, 523, 568
CONTENT, HALF, TARGET = 218, 266, 314
OTHER_TITLE = "基础数据表"
OTHER = (("名称", "单位", "数量"), ("河道", "条", "18"), ("涵闸", "座", "41"))
_OTHER_XS, _OTHER_HEIGHT, _GAP = (54.0, 218.0, 314.0, 418.0), 18.0, 60.0


def unchanged(spots: Sequence[Spot], _first: int) -> tuple[Spot, ...]:
    """Keep the columns."""
    return tuple(spots)


def merged(spots: Sequence[Spot], first: int) -> tuple[Spot, ...]:
    """Print reasons and measures in one column from row ``first`` on."""
    later = {spot.row: spot.text for spot in spots if spot.row >= first and spot.x0 == MEASURES}
    kept = [spot for spot in spots if not (spot.row in later and spot.x0 in (REASON, MEASURES))]
    reasons = {spot.row: spot.text for spot in spots if spot.x0 == REASON}
    return (*kept, *(Spot(row, REASON, END, reasons[row] + measures) for row, measures in later.items()))


def split(spots: Sequence[Spot], first: int) -> tuple[Spot, ...]:
    """Print the contents in the first of two columns from row ``first`` on; the second is empty."""
    later = [spot for spot in spots if spot.row >= first and (spot.x0, spot.x1) == (CONTENT, TARGET)]
    halves = ((Spot(spot.row, CONTENT, HALF, spot.text), Spot(spot.row, HALF, TARGET, "")) for spot in later)
    return (*(spot for spot in spots if spot not in later), *(half for pair in halves for half in pair))


def other_table(written: Letters, top: float) -> str:
    """Draw a small table that is no form under its title, below what ends at ``top`` of page space."""
    head = top - _GAP
    ys = [head - 10 - _OTHER_HEIGHT * row for row in range(len(OTHER) + 1)]
    level = "".join(f"{_OTHER_XS[0]} {y} m {_OTHER_XS[-1]} {y} l S\n" for y in ys)
    upright = "".join(f"{x} {ys[0]} m {x} {ys[-1]} l S\n" for x in _OTHER_XS)
    texts = [
        (x + 2, y - 12, text)
        for y, row in zip(ys, OTHER, strict=False)
        for x, text in zip(_OTHER_XS, row, strict=False)
    ]
    return (
        level
        + upright
        + written.show(OTHER_TITLE, 240, head)
        + "".join(written.show(text, x, y) for x, y, text in texts)
    )
