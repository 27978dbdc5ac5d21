"""Merged cells that a converter printed in each of their columns: one cell again.

MinerU and docling write the text of a merged cell as often as it has columns, and a column that is two wide
in the original comes twice.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from msgspec import structs

from normalize.rows.row import LabelledCell, Row
from normalize.sections.blocks.rows import has_levels, is_fund_head, is_goal_head, is_indicator_head, is_total
from normalize.sections.settings import REPEATED
from normalize.values.number_cell import is_like_number

Joins = Callable[[LabelledCell, LabelledCell], bool]


def join_repeated_cells(rows: Sequence[Row]) -> list[Row]:
    """Return a form's rows with each repeated cell as one over its columns.

    A column of the funds or the indicators that repeats the one before it in every row is one with it. Texts
    side by side are one where the form repeats others often, but in the lines of the indicators and the
    goals: there a target and what came of it may be equal.
    """
    joined: list[Row] = []
    does_repeat = any(map(_repeats_often, rows))
    for part, is_table in _split_at_tables(rows):
        table = _join_doubled_columns(part) if is_table else part
        if does_repeat and is_table and is_indicator_head(part[0]):
            joined += [_join_cells(row, _are_any) if _is_pair(row) else row for row in table]
        elif does_repeat and not is_goal_head(part[0]):
            joined += [row if has_levels(row) else _join_cells(row, _are_one_text) for row in table]
        else:
            joined += table
    return _blank_sides(joined) if does_repeat or _repeats_sides(joined) else joined


def _repeats_sides(rows: Sequence[Row]) -> bool:
    """Tell whether some label beside a table stands in each of several of its rows."""
    cols = {cell.col for row in rows for cell in row.filled if cell.labels.is_side}
    return any(_repeats_side(rows, col) for col in cols)


def _repeats_side(rows: Sequence[Row], col: int) -> bool:
    for text, run in groupby(rows, key=lambda row: _read_side(row, col)):
        widths = [len(row.filled) for row in run]
        is_of_table = max(widths) >= REPEATED.fewest_columns
        if text and is_of_table and len(widths) >= REPEATED.fewest_rows:
            return True
    return False


def _read_side(row: Row, col: int) -> str:
    """Return the label beside a table that a row prints in a column; nothing where it prints none."""
    sides = (cell.text for cell in row.filled if cell.col == col and cell.labels.is_side)
    return "" if row.line else next(sides, "")


def _blank_sides(rows: Sequence[Row]) -> list[Row]:
    """Leave a label beside its block to the first of its rows, where a merged one is printed in each."""
    kept: list[Row] = []
    above: dict[int, str] = {}
    for row in rows:
        cells: list[LabelledCell] = []
        for cell in row.cells:
            is_repeated = cell.labels.is_side and cell.text == above.get(cell.col)
            cells.append(structs.replace(cell, text="") if is_repeated else cell)
        above = {cell.col: cell.text for cell in row.cells}
        has_rest = any(cell.text for cell in cells)
        kept.append(replace(row, cells=tuple(cells)) if has_rest else row)
    return kept


def _repeats_often(row: Row) -> bool:
    """Tell whether a row prints one text in several columns side by side."""
    run = 1
    for before, cell in pairwise(row.filled):
        run = run + 1 if _are_beside(before, cell) and _are_one_text(before, cell) else 1
        if run >= REPEATED.fewest_columns and len(cell.text) >= REPEATED.shortest_text:
            return True
    return False


def _split_at_tables(rows: Sequence[Row]) -> list[tuple[list[Row], bool]]:
    """Part the rows at the heads of the funds, goals and indicators, and behind the total."""
    parts: list[tuple[list[Row], bool]] = []
    is_table = is_behind = is_of_funds = False
    for row in rows:
        is_head = bool(row.filled) and not row.line
        opens_indicators = is_head and is_indicator_head(row)
        opens_table = opens_indicators or (is_head and is_fund_head(row))
        opens_other = opens_table and (not is_table or (is_of_funds and opens_indicators))
        if opens_other or (is_head and is_goal_head(row)) or is_behind or not parts:
            is_table = opens_table
            is_of_funds = not opens_indicators
            parts.append(([], is_table))
        parts[-1][0].append(row)
        is_behind = is_head and is_table and is_total(row)
    return parts


def _join_doubled_columns(rows: Sequence[Row]) -> list[Row]:
    """Join the columns of a table that repeat the one before them in every row that prints either."""
    doubled = _find_doubled(rows)
    if not doubled or len(rows) < REPEATED.fewest_rows:
        return list(rows)
    return [_join_cells(row, lambda _, cell: cell.col in doubled) for row in rows]


def _find_doubled(rows: Sequence[Row]) -> set[int]:
    seen: dict[int, bool] = {}
    for row in rows:
        texts = {cell.col: cell.text for cell in row.filled if cell.colspan == 1}
        wide = {cell.col for cell in row.filled} - texts.keys()
        if row.line or _is_pair(row):
            continue
        for col in texts:
            for right in (col, col + 1):
                seen[right] = seen.get(right, True) and _prints_twice(texts, wide, right)
    heads = {cell.col for cell in rows[0].filled}
    return {col for col, is_same in seen.items() if is_same and col in heads}


def _prints_twice(texts: Mapping[int, str], wide: Collection[int], right: int) -> bool:
    """Tell whether a column prints what the one before it prints, both in cells of one column."""
    if right in wide or right - 1 in wide:
        return False
    return texts.get(right) == texts.get(right - 1)


def _is_pair(row: Row) -> bool:
    """Tell whether a row is a label and its text in several columns, as 其他需要说明事项: no line of the table."""
    texts = [cell.text for cell in row.filled]
    changes = sum(before != text for before, text in pairwise(texts))
    return changes < REPEATED.label_and_text and len(texts) > REPEATED.fewest_columns


def _join_cells(row: Row, joins: Joins) -> Row:
    """Join cells side by side that print the same; in a text a blank cell keeps each joined one's place."""
    cells: list[LabelledCell] = []
    first: int | None = None
    for cell in row.cells:
        if first is None or not _is_repeated(cells[first], cell, joins):
            first = len(cells)
            cells.append(cell)
            continue
        before = cells[first]
        cells[first] = structs.replace(before, colspan=before.colspan + cell.colspan)
        if row.ragged:
            cells.append(structs.replace(cell, text=""))
    return replace(row, cells=tuple(cells))


def _is_repeated(before: LabelledCell, cell: LabelledCell, joins: Joins) -> bool:
    """Tell whether a cell prints again what the one beside it prints, and both may be one."""
    if not cell.text or before.text != cell.text:
        return False
    return _are_beside(before, cell) and joins(before, cell)


def _are_beside(before: LabelledCell, cell: LabelledCell) -> bool:
    return before.col + before.colspan == cell.col and before.rowspan == cell.rowspan


def _are_any(_before: LabelledCell, _cell: LabelledCell) -> bool:
    return True


def _are_one_text(before: LabelledCell, cell: LabelledCell) -> bool:
    if before.text != cell.text:
        return False
    return not cell.labels.is_blank and not is_like_number(cell.text)
