"""The rows of one form by block, and the parts of its indicator table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from normalize.rows.row import Row
from normalize.sections.blocks.rows import find_kinds, is_band, is_indicator_head


@dataclass(frozen=True, slots=True)
class IndicatorPart:
    """Some rows of the indicator table below a head of their own; ``band`` is a row over that head."""

    heads: Sequence[Row]
    rows: Sequence[Row]
    band: Row | None = None


@dataclass(slots=True)
class Blocks:
    """The rows of one form by block, the rows that head a block apart. Filled while its rows go by.

    ``labelled_goals`` are rows that are a goal's label and its text; ``other_tables`` are none of the form's.
    ``parts`` are the heads and the rows before each further head of the indicators, and a row over it.
    """

    head: list[Row] = field(default_factory=list)
    fund_heads: list[Row] = field(default_factory=list)
    funds: list[Row] = field(default_factory=list)
    spending: list[Row] = field(default_factory=list)
    management: list[Row] = field(default_factory=list)
    goal_heads: list[Row] = field(default_factory=list)
    goals: list[Row] = field(default_factory=list)
    labelled_goals: list[Row] = field(default_factory=list)
    indicator_heads: list[Row] = field(default_factory=list)
    indicators: list[Row] = field(default_factory=list)
    total: list[Row] = field(default_factory=list)
    foot: list[Row] = field(default_factory=list)
    other_tables: list[Row] = field(default_factory=list)
    parts: list[tuple[int, int, Row | None]] = field(default_factory=list)

    def open_part(self) -> None:
        """Let the heads and rows that follow be another part of the indicator table."""
        band = self.indicators.pop() if is_band(self.indicators[-1]) else None
        self.parts.append((len(self.indicator_heads), len(self.indicators), band))

    def list_parts(self) -> list[IndicatorPart]:
        """Return the indicator table by its heads."""
        starts = [(0, 0, None), *self.parts]
        ends = [*((heads, rows) for heads, rows, _ in self.parts), (None, None)]
        return [
            IndicatorPart(self.indicator_heads[head:last_head], self.indicators[row:last_row], band)
            for (head, row, band), (last_head, last_row) in zip(starts, ends, strict=True)
        ]

    def rows_of(self, block: str) -> list[Row]:
        """Return the rows of a block, by its name."""
        rows: list[Row] = getattr(self, block)
        return rows


def find_unread_heads(blocks: Blocks) -> list[Row]:
    """Return the rows of other tables that could head the lines of a form."""
    return [row for row in blocks.other_tables if _could_head_lines(row)]


def _could_head_lines(row: Row) -> bool:
    if not is_indicator_head(row):
        return False
    return bool(find_kinds(row, "indicator") & {"actual", "score"})


_HELD = ("target", "actual")


def heads_other_columns(row: Row, blocks: Blocks) -> bool:
    """Tell whether a head among the indicators names other columns than those before it.

    Most are others, some of the same names stand in other columns, or targets and actuals stand where the
    head before it names something else.
    """
    known: dict[str, set[int]] = {}
    others: dict[int, str] = {}
    for head in blocks.indicator_heads:
        for cell in head.filled:
            known.setdefault(cell.text, set()).add(cell.col)
            others[cell.col] = cell.labels.kinds.get("indicator", "")
    shared = [cell for cell in row.filled if cell.text in known]
    if len(shared) == len(row.filled):
        return False
    is_moved = any(cell.col not in known[cell.text] for cell in shared)
    is_renamed = any(
        cell.labels.kinds.get("indicator") in _HELD and others.get(cell.col) == "other" for cell in row.filled
    )
    return is_moved or is_renamed or 2 * len(shared) < len(row.filled)
