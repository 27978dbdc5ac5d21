"""What goes wrong with the columns of points and their heads: one twice, words for numbers, heads lost, strange or swapped."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from mutations.column_kinds import points_of
from mutations.kinds import Change, register_for_sheets
from mutations.row_kinds import rows_of, stretch_over
from mutations.sheet import Key, Sheet, SheetCell, SheetRow, place_cells


def _column_at(sheet: Sheet, column: str) -> tuple[int, int] | None:
    """Return the first row of the indicators and the grid column that prints ``column``."""
    found = [
        placed
        for placed in place_cells(sheet)
        if placed.cell.key is not None
        and placed.cell.key.entity == "indicator"
        and placed.cell.key.column == column
    ]
    return (min(placed.row for placed in found), found[0].col) if found else None


def _with_column(sheet: Sheet, column: str, *, same: bool, label: str = "") -> Change | None:
    """Print a column a second time beside itself, with other figures in one of its cells unless the ``same``."""
    place = _column_at(sheet, column)
    if place is None:
        return None
    first, col = place
    rows = [list(row) for row in sheet.rows]
    inserted: list[tuple[int, int, SheetCell]] = []
    for placed in place_cells(sheet):
        last = placed.col + placed.cell.cols - 1
        if placed.col <= col <= last:
            if placed.row >= first - 1 and placed.cell.cols == 1:
                text = label if label and placed.row == first - 1 else placed.cell.text
                inserted.append((placed.row, placed.at, replace(placed.cell, text=text, key=None)))
            else:
                wider = replace(placed.cell, cols=placed.cell.cols + 1)
                rows[placed.row][placed.at] = wider
    for number, (row, at, cell) in enumerate(inserted):
        other = number == len(inserted) // 2 and not same
        rows[row].insert(at + 1, replace(cell, text="1") if other else cell)
    widths = (*sheet.widths[: col + 1], sheet.widths[col], *sheet.widths[col + 1 :])
    changed = replace(sheet, rows=tuple(map(tuple, rows)), widths=widths)
    return Change(changed, sheet.numbers, may_agree=False, accuses=bool(label))


register_for_sheets(
    "the score column printed twice", lambda sheet, _: _with_column(sheet, "score", same=False)
)
register_for_sheets(
    "the weight column printed twice", lambda sheet, _: _with_column(sheet, "weight", same=False)
)


def _column_with(text: str, column: str) -> None:
    """Put a word into each cell of a column of numbers."""

    def mutate(sheet: Sheet, _: Random) -> Change | None:
        changed, left = sheet, dict(sheet.numbers)
        for row, at, cell in list(sheet.spots()):
            if cell.key is not None and cell.key.entity == "indicator" and cell.key.column == column:
                changed = changed.with_cell(row, at, replace(cell, text=text, key=None))
                left.pop(cell.key)
        if changed is sheet:
            return None
        return Change(changed, left, may_agree=False, accuses=True)

    register_for_sheets(f"words in the whole column of {column}s", mutate)


_column_with("满分", "score")
_column_with("同上", "weight")


_HEADS = {"score": "得分", "weight": "分值"}


def _relabel(name: str, column: str, label: str) -> None:
    """Print a head that nobody knows over a column of numbers, where no wider head over it tells it still."""

    def mutate(sheet: Sheet, _: Random) -> Change | None:
        place = _column_at(sheet, column)
        if place is None:
            return None
        first, col = place
        above = [one for one in place_cells(sheet) if one.col <= col < one.col + one.cell.cols]
        if any(one.row == first - 2 and _HEADS[column] in one.cell.text for one in above):
            return None
        heads = [one.at for one in place_cells(sheet) if (one.row, one.col) == (first - 1, col)]
        if not heads:
            return None
        at = heads[0]
        head = replace(sheet.rows[first - 1][at], text=label)
        return Change(sheet.with_cell(first - 1, at, head), sheet.numbers, may_agree=False)

    register_for_sheets(name, mutate)


_relabel("a score column without a head", "score", "")
_relabel("a score column under a strange head", "score", "甲栏")
_relabel("a weight column without a head", "weight", "")


def _head_rows(sheet: Sheet) -> tuple[int, SheetRow] | None:
    rows = rows_of(sheet, "indicator")
    first = min(rows) - 1
    head = sheet.rows[first]
    texts = [cell.text for cell in head]
    return (first, head) if first > 0 and any("指标" in text for text in texts) else None


def swap_heads(sheet: Sheet, _: Random) -> Change | None:
    """Swap the heads of weights and scores: nothing scores below its weight then."""
    points = points_of(sheet)
    if not any(row["score"] != row["weight"] for row in points.values()):
        return None
    spots = {cell.key.column: at for row, at, cell in sheet.spots() if cell.key and row == min(points)}
    head = _head_rows(sheet)
    if head is None or not {"weight", "score"} <= spots.keys():
        return None
    columns = {placed.at: placed.col for placed in place_cells(sheet) if placed.row == min(points)}
    heads = {placed.col: placed.at for placed in place_cells(sheet) if placed.row == head[0]}
    one, other = (heads.get(columns[spots[name]]) for name in ("weight", "score"))
    if one is None or other is None:
        return None
    cells = list(head[1])
    cells[one], cells[other] = (
        replace(cells[one], text=cells[other].text),
        replace(cells[other], text=cells[one].text),
    )
    changed = replace(sheet, rows=(*sheet.rows[: head[0]], tuple(cells), *sheet.rows[head[0] + 1 :]))
    swapped = {
        key: sheet.numbers[_other(key)]
        if _other(key) in sheet.numbers and key.entity == "indicator"
        else value
        for key, value in sheet.numbers.items()
    }
    return Change(changed, swapped, may_agree=False, accuses=True)


def _other(key: Key) -> Key:
    return key._replace(column={"weight": "score", "score": "weight"}.get(key.column, key.column))


def lose_head_row(sheet: Sheet, _: Random) -> Change | None:
    """Lose the row of the indicators' heads: nothing tells the columns."""
    head = _head_rows(sheet)
    if head is None or any(cell.rows > 1 for cell in head[1]):
        return None
    changed = replace(sheet, rows=(*stretch_over(sheet, head[0], -1), *sheet.rows[head[0] + 1 :]))
    return Change(changed, sheet.numbers, may_agree=False)


def repeat_head_row(sheet: Sheet, chance: Random) -> Change | None:
    """Print the heads again in the middle, as on the top of a page."""
    head = _head_rows(sheet)
    merged = {placed.row + down for placed in place_cells(sheet) for down in range(1, placed.cell.rows)}
    scored = [row for row in rows_of(sheet, "indicator") if row not in merged]
    if head is None or not scored[1:] or any(cell.rows > 1 for cell in head[1]):
        return None
    at = chance.choice(sorted(scored)[1:])
    rows = (*stretch_over(sheet, at, 1), head[1], *sheet.rows[at:])
    return Change(replace(sheet, rows=rows), sheet.numbers)


def _lose_sign_of_heads(sign: str) -> None:
    def mutate(sheet: Sheet, _: Random) -> Change | None:
        head = _head_rows(sheet)
        if head is None:
            return None
        cells = tuple(replace(cell, text=cell.text.replace("分", sign)) for cell in head[1])
        if cells == head[1]:
            return None
        changed = replace(sheet, rows=(*sheet.rows[: head[0]], cells, *sheet.rows[head[0] + 1 :]))
        return Change(changed, sheet.numbers)

    register_for_sheets(f"the heads' 分 printed as {sign}", mutate)


register_for_sheets("the heads of weights and scores swapped", swap_heads)
register_for_sheets("the row of heads lost", lose_head_row)
register_for_sheets("the row of heads again in the middle", repeat_head_row)
_lose_sign_of_heads(" 分 ")
_lose_sign_of_heads("□")
_lose_sign_of_heads("\ufffd")
