"""The cells of a table between edges, to columns: edges that nearly meet are one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from extract.office.settings import LIMITS
from extract.office.word.story import SpannedRow, WordTable

Edges = Mapping[int, int]
"""The column at whose left each edge stands."""


def number_columns(tables: Sequence[WordTable]) -> Edges:
    """Return the column of each edge of tables that share their columns.

    Rows that people draw by hand end a little beside each other. Edges are one where they are nearer than
    columns are, and where no cell between them vanishes.
    """
    spans: set[tuple[int, int]] = set()
    for table in tables:
        for row in table.rows:
            spans.update((cell.left, cell.right) for cell in row)
    edges = sorted({edge for span in spans for edge in span})
    slacks = LIMITS.same_edge_twips if all(table.unit == "twip" for table in tables) else ()
    for slack in (*slacks, 0):
        columns = dict(_join_near(edges, slack))
        if not any(columns[left] == columns[right] for left, right in spans if left < right):
            return columns
    return {edge: at for at, edge in enumerate(edges)}


def find_runs(tables: Iterable[WordTable]) -> list[list[WordTable]]:
    """Return tables that follow each other in runs of common columns: a form may go on in the next table.

    As on pages, a table shares the columns of those before where most edges between its columns are theirs.
    """
    runs: list[list[WordTable]] = []
    edges: set[int] = set()
    for table in tables:
        own = {edge for row in table.rows for cell in row for edge in (cell.left, cell.right)}
        inner = sorted(own)[1:-1]
        shared = sum(_is_near_any(edge, edges) for edge in inner)
        if runs and runs[-1][-1].unit == table.unit and 2 * shared >= len(inner):
            runs[-1].append(table)
            edges |= own
        else:
            runs.append([table])
            edges = own
    return runs


def _is_near_any(edge: int, others: Iterable[int]) -> bool:
    return any(abs(edge - other) <= LIMITS.same_edge_twips[0] for other in others)


def _join_near(edges: Sequence[int], slack: int) -> Iterator[tuple[int, int]]:
    """Yield each edge with its column; a column begins at its first edge, and slack counts from there."""
    column = -1
    first: int | None = None
    for edge in edges:
        if first is None or edge - first > slack:
            first = edge
            column += 1
        yield edge, column


def lay_out(rows: Sequence[SpannedRow], grid: Sequence[int]) -> WordTable:
    """Return the table of rows whose cells cover columns of a grid of these widths in twips.

    Spans count where they agree with each other. Where rows cover different numbers of columns and the widths
    of their cells end at one place, the widths count: so Word and WPS show it. Short rows in a table that
    merges no cell downwards are those of a converter that lost it: nobody knows their columns.
    """
    columns = {row.columns for row in rows}
    widest = max(columns, default=0)
    if len(columns) > 1 and _end_together(rows):
        for row in rows:
            widths = [width or 0 for width in row.widths]
            _set_edges(row, add_up(row.width_before, widths))
        return WordTable([row.cells for row in rows], "twip")
    if not any(cell.merge for row in rows for cell in row.cells):
        _doubt_short_rows(rows, widest)
    has_widths = len(grid) == widest and all(width > 0 for width in grid)
    edges = add_up(0, grid) if has_widths else list(range(widest + 1))
    for row in rows:
        _set_edges(row, [edges[at] for at in add_up(row.before, row.spans)])
    return WordTable([row.cells for row in rows], "twip" if has_widths else "column")


def _doubt_short_rows(rows: Sequence[SpannedRow], widest: int) -> None:
    for row in rows:
        if row.columns < widest:
            for cell in row.cells:
                cell.doubt = "inferred"


def _end_together(rows: Sequence[SpannedRow]) -> bool:
    """Tell whether each cell has a width, and all rows end at nearly one place."""
    ends: list[int] = []
    for row in rows:
        if any(not width or width < 0 for width in row.widths):
            return False
        ends.append(row.width_before + sum(width or 0 for width in row.widths))
    return max(ends) - min(ends) <= LIMITS.same_end_share * max(ends)


def _set_edges(row: SpannedRow, edges: Sequence[int]) -> None:
    for cell, left, right in zip(row.cells, edges, edges[1:], strict=False):
        cell.left, cell.right = left, right


def add_up(start: int, widths: Iterable[int]) -> list[int]:
    """Return the edges of what stands side by side from ``start`` on, one more than there are widths."""
    edges = [start]
    for width in widths:
        edges.append(edges[-1] + width)
    return edges
