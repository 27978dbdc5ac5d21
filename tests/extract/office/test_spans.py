"""Cells with spans as files write them, and the grids that they make."""

from __future__ import annotations

import pytest

from extract.office.spans import PlacedCell, make_grid


def cell(row: int, col: int, text: str, down: int = 1, across: int = 1) -> PlacedCell:
    return PlacedCell(row=row, col=col, text=text, place=f"{row},{col}", rowspan=down, colspan=across)


def draw(grid) -> list[str]:
    """Each row as the texts of the cells that cover it."""
    rows = [[""] * grid.cols for _ in range(grid.rows)]
    for one in grid.cells:
        for row in range(one.row, one.row + one.rowspan):
            for col in range(one.col, one.col + one.colspan):
                assert rows[row][col] == "", "two cells cover one square"
                rows[row][col] = one.text or "."
    assert all(all(row) for row in rows), "no cell covers a square"
    return ["".join(row) for row in rows]


@pytest.mark.parametrize(
    ("cells", "rows"),
    [
        ([cell(0, 0, "a", 2, 1), cell(0, 1, "b"), cell(1, 1, "c")], ["ab", "ac"]),
        ([cell(0, 0, "a", 1, 3), cell(1, 0, "b"), cell(1, 2, "c")], ["aaa", "b.c"]),
        # a rectangle over another's squares is cut
        ([cell(0, 1, "a", 2, 1), cell(0, 0, "b"), cell(1, 0, "c", 1, 2)], ["ba", "ca"]),
        # a cell whose place is taken is not lost
        ([cell(0, 0, "a", 1, 2), cell(0, 1, "b")], ["aab"]),
        # a rowspan beyond the table ends with it
        ([cell(0, 0, "a", 10**9, 1), cell(0, 1, "b"), cell(1, 1, "c")], ["ab", "ac"]),
        ([], []),
    ],
)
def test_cells_cover_the_grid_once(cells, rows):
    assert draw(make_grid(cells)) == rows


def test_spans_of_any_size_stay_within_the_limits():
    grid = make_grid([cell(0, 0, "a", 1, 2 * 10**9), cell(0, 3 * 10**9, "b"), cell(4 * 10**9, 0, "c")])
    assert grid.cols <= 201
    assert grid.rows <= 5000
    assert {"a", "b", "c"} <= {one.text for one in grid.cells}
