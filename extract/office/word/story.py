"""What a Word, RTF or OpenDocument text holds in reading order: paragraphs and tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple, TypeAlias

from extract.grid import Doubt
from extract.office.word.left_out import LeftOut

Merge = Literal["restart", "continue"]
"""How a cell is part of one that is merged downwards: its first, or one that goes on with the cell above."""

_OF_NUMBERS = frozenset("0123456789.,%)％）")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph's text as shown, with ``number`` from 1; ``is_joined``: the next one goes on its line."""

    text: str
    number: int
    doubt: Doubt | None = None
    is_joined: bool = False


@dataclass(slots=True)
class WordCell:
    """A cell between two edges, in the unit of its table; ``rowspan`` where the file itself counts rows.

    ``merge`` is None where the cell is merged with none above or below. ``doubt``: its columns are not sure.
    """

    left: int
    right: int
    blocks: Sequence[Block]
    merge: Merge | None = None
    rowspan: int = 1
    doubt: Doubt | None = None


@dataclass(slots=True)
class SpannedRow:
    """A row of which a file gives how many columns each cell covers, and perhaps how wide it is.

    ``before`` and ``after`` count columns without a cell, ``widths`` are those of the cells in any unit, None
    where the file does not give it, ``width_before`` that of the columns before the first.
    """

    cells: list[WordCell]
    spans: list[int]
    widths: list[int | None]
    before: int = 0
    after: int = 0
    width_before: int = 0

    @property
    def columns(self) -> int:
        """How many columns the row covers."""
        return self.before + sum(self.spans) + self.after


@dataclass(slots=True)
class WordTable:
    """A table's rows of cells, from left to right.

    Edges are in ``unit``: twips, or columns where the file gives no widths that can be relied on.
    """

    rows: Sequence[Sequence[WordCell]]
    unit: Literal["twip", "column"] = "column"


Block: TypeAlias = Paragraph | WordTable


def doubt_place(block: Block) -> Block:
    """Return what a box holds that is anchored in a cell: nobody knows whether it lies over it."""
    if isinstance(block, WordTable) or not block.text.strip():
        return block
    return replace(block, doubt=block.doubt or "moved")


class _Written(NamedTuple):
    text: str
    is_raised: bool


@dataclass(slots=True)
class TextWriter:
    """Gathers the runs of one paragraph.

    A raised figure behind a number is the mark of a note and no digit of it; behind a Latin letter it is part
    of a unit, as in m².
    """

    left_out: LeftOut
    doubt: Doubt | None = None
    _parts: list[_Written] = field(default_factory=list)

    @property
    def has_text(self) -> bool:
        """Whether a run was added that is no blank."""
        return any(part.text.strip() for part in self._parts)

    def write(self, text: str, *, is_raised: bool = False) -> None:
        """Add the text of a run."""
        if text:
            self._parts.append(_Written(text, is_raised))

    def mark(self, doubt: Doubt) -> None:
        """Put the paragraph in doubt; the first reason stays."""
        self.doubt = self.doubt or doubt

    def finish(self) -> str:
        """Return the text without the marks of notes, and be empty again."""
        parts, self._parts = self._parts, []
        if not any(part.is_raised for part in parts):
            return "".join(part.text for part in parts)
        shown = ""
        for at, part in enumerate(parts):
            if part.is_raised and self._is_mark(part.text, shown, parts[at + 1 :]):
                self.left_out.add("mark", part.text)
                self.mark("mended")
            else:
                shown += part.text
        return shown

    def _is_mark(self, raised: str, before: str, behind: Sequence[_Written]) -> bool:
        if any(char.isalpha() or char in "%％°℃" for char in raised) or not raised.strip():
            return False
        base = before.rstrip()[-1:] or next(
            (part.text.lstrip()[:1] for part in behind if not part.is_raised), ""
        )
        return base in _OF_NUMBERS and bool(base)
