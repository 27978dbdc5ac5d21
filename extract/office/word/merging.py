"""Cells that are merged downwards, each row writing its part, to cells that span rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from extract.grid import Doubt
from extract.office.spans import PlacedCell
from extract.office.word.columns import Edges
from extract.office.word.left_out import LeftOut
from extract.office.word.story import Merge, WordCell

ReadText = Callable[[WordCell], tuple[str, Doubt | None]]


@dataclass(slots=True)
class _Draft:
    row: int
    col: int
    colspan: int
    text: str
    doubt: Doubt | None
    rowspan: int
    merge: Merge | None = None


@dataclass(slots=True)
class Merger:
    """Places the cells of some rows of a table.

    A cell that goes on with none above it begins a merged cell itself, as Word and WPS show it; its writer does
    not say where one begins, and the next with a text of its own begins another. Otherwise text in a cell that
    goes on is not shown.
    """

    edges: Edges
    read_text: ReadText
    left_out: LeftOut
    _open: dict[int, _Draft] = field(default_factory=dict)

    def place(
        self, rows: Sequence[tuple[int, Sequence[WordCell]]], name: Callable[[int, int], str]
    ) -> list[PlacedCell]:
        """Return the cells of the rows, each row with its number in the table.

        ``name`` gives a cell's place by its row and column in the table.
        """
        drafts: list[_Draft] = []
        for at, (_, row) in enumerate(rows):
            drafts += self._place_row(at, row)
        return [
            PlacedCell(
                row=draft.row,
                col=draft.col,
                text=draft.text,
                place=name(rows[draft.row][0], draft.col),
                rowspan=draft.rowspan,
                colspan=draft.colspan,
                doubt=draft.doubt,
            )
            for draft in drafts
        ]

    def _place_row(self, at: int, row: Sequence[WordCell]) -> Iterator[_Draft]:
        before, self._open = self._open, {}
        for cell in row:
            col, end = self.edges[cell.left], self.edges[cell.right]
            text, doubt = self.read_text(cell)
            above = _find_above(before, col) if cell.merge == "continue" else None
            if above is not None and not _begins_anew(above, text):
                above.rowspan = at - above.row + 1
                self._hide(above, text)
                self._open[above.col] = above
                continue
            draft = _Draft(at, col, max(1, end - col), text, doubt or cell.doubt, cell.rowspan, cell.merge)
            self._open[col] = draft
            yield draft

    def _hide(self, draft: _Draft, text: str) -> None:
        if not text.strip():
            return
        self.left_out.add("merged", text)
        if any(char.isdecimal() for char in text):
            draft.doubt = draft.doubt or "covered"


def _begins_anew(above: _Draft, text: str) -> bool:
    return above.merge == "continue" and bool(text.strip()) and text != above.text


def _find_above(before: dict[int, _Draft], col: int) -> _Draft | None:
    """Return the merged cell of the row above in whose columns a cell begins."""
    merged = (draft for draft in before.values() if draft.merge is not None)
    return next((draft for draft in merged if draft.col <= col < draft.col + draft.colspan), None)
