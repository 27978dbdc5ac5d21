"""The paragraphs, cells and rows of an RTF file, to blocks: a row says its cells before or behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.office.settings import LIMITS
from extract.office.word.left_out import LeftOut
from extract.office.word.story import Block, Merge, Paragraph, WordCell, WordTable

_DEFAULT_TWIPS = 1000
UNKNOWN_GROUND = -1


@dataclass(slots=True)
class CellSettings:
    """What a row says of a cell; ``right`` is its right edge in twips, ``ground`` an entry of the colours."""

    right: int = 0
    merge: Merge | None = None
    is_rest: bool = False
    ground: int | None = None


@dataclass(slots=True)
class RowSettings:
    """What the file says of a row: its left edge in twips, its cells, and the colour entry behind them."""

    left: int = 0
    ground: int | None = None
    cells: list[CellSettings] = field(default_factory=list)
    next_cell: CellSettings = field(default_factory=CellSettings)

    def read_word(self, name: str, number: int | None) -> None:
        """Take a control word of the row's description."""
        cell = self.next_cell
        if name == "cellx":
            self._end_cell(number or 0)
        elif name == "trleft":
            self.left = number or 0
        elif name == "clvmgf":
            cell.merge = "restart"
        elif name == "clvmrg":
            cell.merge = "continue"
        elif name == "clmrg":
            cell.is_rest = True
        elif name == "clcbpat":
            cell.ground = number
        elif name == "clshdng":
            cell.ground = UNKNOWN_GROUND
        elif name == "trcbpat":
            self.ground = number

    def _end_cell(self, right: int) -> None:
        if len(self.cells) < LIMITS.columns:
            self.next_cell.right = right
            self.cells.append(self.next_cell)
        self.next_cell = CellSettings()


@dataclass(slots=True)
class _OpenTable:
    blocks: list[Block] = field(default_factory=list)
    cells: list[list[Block]] = field(default_factory=list)
    rows: list[list[WordCell]] = field(default_factory=list)


@dataclass(slots=True)
class RtfStory:
    """Gathers one text: that of the file, of a text box or of a header.

    A level is a table inside the one before; level 0 is the text around all tables.
    """

    left_out: LeftOut
    settings: dict[int, RowSettings] = field(default_factory=dict)
    _levels: list[_OpenTable] = field(default_factory=lambda: [_OpenTable()])

    @property
    def has_open_row(self) -> bool:
        """Whether cells have ended and their row has not: some writers do not say that a text is in a table."""
        return len(self._levels) > 1 and bool(self._levels[1].cells)

    def add(self, blocks: Sequence[Block], level: int) -> None:
        """Add blocks at a level; tables inside it that are open end, those around it begin."""
        self._reach(level)
        self._levels[-1].blocks += blocks

    def end_cell(self, level: int) -> None:
        """End the cell of a level that is open."""
        self._reach(level)
        at = self._levels[-1]
        if len(at.cells) < LIMITS.columns:
            at.cells.append(at.blocks)
        else:
            at.cells[-1] += at.blocks
        at.blocks = []

    def end_row(self, level: int) -> None:
        """End the row of a level by what the file said of it last."""
        self._reach(level)
        at = self._levels[-1]
        if at.blocks and any(_has_text(block) for block in at.blocks):
            at.cells.append(at.blocks)
            at.blocks = []
        if at.cells:
            at.rows.append(self._place(at.cells, self.settings.get(level, RowSettings())))
        at.cells = []

    def finish(self) -> list[Block]:
        """Return the blocks of the text."""
        self._reach(0)
        return self._levels[0].blocks

    def _reach(self, level: int) -> None:
        level = min(level, LIMITS.depth)
        while len(self._levels) <= level:
            self._levels.append(_OpenTable())
        while len(self._levels) > level + 1:
            at = self._levels[-1]
            if at.cells or any(_has_text(block) for block in at.blocks):
                self.end_row(len(self._levels) - 1)
            self._levels.pop()
            if at.rows:
                self._levels[-1].blocks.append(WordTable(at.rows, "twip"))

    def find_ground(self, level: int) -> int | None:
        """Return the colour entry of the open cell of a level, ``UNKNOWN_GROUND`` where nobody knows it."""
        row = self.settings.get(level, RowSettings())
        at = len(self._levels[level].cells) if level < len(self._levels) else 0
        if at >= len(row.cells):
            return UNKNOWN_GROUND
        return row.ground if row.cells[at].ground is None else row.cells[at].ground

    def _place(self, contents: Sequence[list[Block]], row: RowSettings) -> list[WordCell]:
        cells: list[WordCell] = []
        left = row.left
        for at, blocks in enumerate(contents):
            is_said = at < len(row.cells)
            said = row.cells[at] if is_said else CellSettings(left + _DEFAULT_TWIPS)
            right = max(said.right, left)
            if said.is_rest and cells:
                cells[-1].right = right
                self._hide(blocks)
            else:
                cells.append(WordCell(left, right, blocks, said.merge))
            left = right
        return cells

    def _hide(self, blocks: Sequence[Block]) -> None:
        text = "".join(block.text for block in blocks if isinstance(block, Paragraph))
        if text.strip():
            self.left_out.add("merged", text)


def _has_text(block: Block) -> bool:
    return isinstance(block, WordTable) or bool(block.text.strip())
