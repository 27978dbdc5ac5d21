"""Which pages may have tables side by side is told of many pages at once, and never less than one page tells."""

from __future__ import annotations

import numpy as np
import pytest

from extract.geometry.marks import Marks, make_no_glyphs
from extract.layout.side_by_side import find_table_gaps, may_have_gaps

_HEIGHTS = (100, 130, 160)
_COLUMNS = (0, 60, 120, 180)


def _draw_page(*lefts: float) -> Marks:
    """Draw a table at each place, three rules high and three columns wide."""
    rules = []
    for left in lefts:
        rules += [(left, y, left + _COLUMNS[-1], y + 1) for y in _HEIGHTS]
        rules += [(left + x, _HEIGHTS[0], left + x + 1, _HEIGHTS[-1]) for x in _COLUMNS]
    drawn = np.array(rules, np.float64).reshape(-1, 4)
    return Marks(number=1, width=842, height=595, glyphs=make_no_glyphs(), rules=drawn)


@pytest.mark.parametrize(
    "pages",
    [
        [(50, 500)],
        [(50,), (50, 500), ()],
        [(500,), (50,)],  # the next page's table begins left of this one's
        [(), ()],
    ],
)
def test_pages_with_white_between_tables_are_told_together(pages: list[tuple[float, ...]]) -> None:
    drawn = [_draw_page(*lefts) for lefts in pages]

    assert may_have_gaps(drawn) == [bool(list(find_table_gaps(page))) for page in drawn]
    assert may_have_gaps(drawn) == [len(lefts) > 1 for lefts in pages]
