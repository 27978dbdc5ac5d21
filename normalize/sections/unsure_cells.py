"""Cells of the funds and the indicators of which nobody knows what they print, or for which row or column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from extract import Message, find_doubt, message
from normalize.form import Fund
from normalize.rows.column import Column
from normalize.rows.row import LabelledCell, Row
from normalize.sections.settings import FORMS
from normalize.values.text import fold_text
from normalize.vocabulary.labels import find_depths
from normalize.vocabulary.lists import load_words

_GROUP_SUMS = load_words("group_sum_endings")
_LOST = "\ufffd"
_PROSE = ("reason", "measures", "other")
_NAMES = frozenset(("level1", "level2"))
_VALUES = ("target", "actual", "weight", "score")
_AMOUNTS = ("initial", "budget", "executed", "transferred", "net", "amount", "rate")
_FIGURES = frozenset((*_VALUES, *_AMOUNTS, "review_score", "coefficient"))
_UNREAD = ("covered", "broken")
_AMOUNT_BEHIND_NAME = re.compile(r"[\u4e00-\u9fff]\s?(?!(?:19|20)\d\d$)\d[\d,]*(?:\d\d|\.\d+)$")


def warn_of_unsure_cells(rows: Sequence[Row], columns: Sequence[Column]) -> Iterator[Message]:
    """Tell the cells of the indicators that may hold another row's or column's figures, or hide their own."""
    yield from warn_of_joined_rows(rows, columns)
    drawn = [row for row in rows if not (row.ragged or row.line)]
    yield from _warn_of_wide_cells(drawn, columns)
    yield from warn_of_covered_figures(rows, columns)


def warn_of_joined_rows(rows: Sequence[Row], columns: Sequence[Column]) -> Iterator[Message]:
    """Tell each row in whose cells the texts of two rows stand, as no ruling parts them on the page."""
    own = [column for column in columns if column.field not in _PROSE]
    for row in rows:
        if row.ragged or row.line or not row.filled:
            continue
        if any(_holds_two_rows(cell, own) for cell in row.filled) or _reaches_into_next(row, own):
            yield message("rows-run-together", row=row.texts[0][: FORMS.longest_told])
        for cell in row.filled:
            if _is_cut_by_edge(cell) and any(column.overlap(cell) for column in own):
                yield message("cell-cut-by-edge", text=cell.text[: FORMS.longest_told])


def _is_cut_by_edge(cell: LabelledCell) -> bool:
    """Tell whether the edge between two pages of a sheet cuts a text: its pieces stand beside each other."""
    if find_doubt(cell.boxes) != "mended":
        return False
    tops = {box.page: round(box.top or 0.0) for box in cell.boxes}
    return len(tops) > 1 and len(set(tops.values())) == 1


def _holds_two_rows(cell: LabelledCell, columns: Sequence[Column]) -> bool:
    within = {column.field for column in columns if column.overlap(cell)}
    if not within:
        return False
    is_name = bool(within & _NAMES)
    if is_name and _joins_level_names(cell.text):
        return True
    is_cut = len(cell.boxes) > 1
    is_apart = cell.lines > 1 or (is_cut and not is_name)
    return is_apart and _LOST not in cell.text and find_doubt(cell.boxes) == "broken"


def _joins_level_names(text: str) -> bool:
    """Tell whether a text is two names of one depth, one behind the other: 时效指标成本指标."""
    if find_depths(text):
        return False
    return any(find_depths(text[:at]) & find_depths(text[at:]) for at in range(2, len(text) - 1))


def _warn_of_wide_cells(rows: Sequence[Row], columns: Sequence[Column]) -> Iterator[Message]:
    """Tell each cell with figures that stands over several columns of values: whose they are nobody can tell.

    The name of a level or of a sum prints points of its own.
    """
    values = [column for column in columns if column.field in _VALUES]
    for row in rows:
        for cell in row.filled:
            covered = sum(column.overlap(cell) > 0 for column in values)
            if covered > 1 and _prints_figures(cell):
                yield message("cell-over-columns", text=cell.text[: FORMS.longest_told])


def warn_of_covered_figures(rows: Sequence[Row], columns: Sequence[Column]) -> Iterator[Message]:
    """Tell each row with a cell that should hold a figure and prints nothing that can be read.

    What it holds lies below paint, leaves no ink, reaches beyond its edge, or has characters that nobody can tell.
    """
    figures = [column for column in columns if column.field in _FIGURES]
    for row in rows:
        if row.ragged or row.line or not row.filled:
            continue
        hidden = [cell for cell in row.cells if not cell.text and find_doubt(cell.boxes) in _UNREAD]
        if any(column.overlap(cell) for cell in hidden for column in figures):
            yield message("cell-covered", row=row.texts[0][: FORMS.longest_told])


def warn_of_amounts_in_names(funds: Sequence[Fund]) -> Iterator[Message]:
    """Tell each source whose name ends in an amount: no ruling parts the two on the page.

    A year behind a name is a part of it.
    """
    for fund in funds:
        if _AMOUNT_BEHIND_NAME.search(fold_text(fund.source)):
            yield message("cell-over-columns", text=fund.source[: FORMS.longest_told])


def _prints_figures(cell: LabelledCell) -> bool:
    labels = cell.labels
    is_name = bool(labels.depths or "total" in labels.names) or labels.is_side
    if is_name or labels.folded.rstrip(":").endswith(_GROUP_SUMS):
        return False
    return any(char.isdigit() for char in cell.text)


def _reaches_into_next(row: Row, columns: Sequence[Column]) -> bool:
    """Tell whether a value reaches below its row, though the row names no indicator or lacks a value.

    Then the value may be that of the row below.
    """
    own = {column.field: cell for column in columns for cell in row.cells if column.overlap(cell)}
    if "level3" not in {column.field for column in columns}:
        return False
    name, unit = own.get("level3"), own.get("unit")
    values = [own[field] for field in _VALUES if field in own and own[field].text]
    is_nameless = name is not None and (not name.text or name.labels.is_placeholder)
    if is_nameless and any(name and value.rowspan > name.rowspan for value in values):
        return True
    if name and _has_points_of_next(own, name.rowspan):
        return True
    has_target = any(column.field == "target" for column in columns)
    return unit is not None and bool(unit.text) and has_target and "target" not in own


def _has_points_of_next(own: Mapping[str, LabelledCell], height: int) -> bool:
    """Tell whether a weight or a score reaches below its row of ``height``, which prints no other points."""
    if not own.keys() >= {"weight", "score"}:
        return False
    weight, score = own["weight"], own["score"]
    for tall, other in ((weight, score), (score, weight)):
        if tall.text and tall.rowspan > height and not other.text and other.rowspan == height:
            return True
    return False
