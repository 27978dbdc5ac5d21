"""Which lines each printed sum of the indicator table adds up: by its name, else by where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extract import with_doubt
from normalize.form import Indicator, Subtotal, Where
from normalize.rows.alignment import cells_by_field
from normalize.rows.row import LabelledCell
from normalize.sections.indicators.levels import LevelTable
from normalize.sections.indicators.sum_rows import SUMMED, SumRow, strip_sum
from normalize.sections.point_values import PointReader
from normalize.sections.settings import LINES

_Lines = tuple[int, ...]
"""The numbers of some lines, from 0."""


def read_subtotals(
    table: LevelTable,
    indicators: Sequence[Indicator | None],
    reader: PointReader,
    bands: Sequence[LabelledCell | None] = (),
) -> tuple[Subtotal, ...]:
    """Read the rows that print sums, each with the ordinals of the indicators that it adds up.

    ``indicators`` are those of the table's lines, None where a line holds none, ``bands`` the names and
    points over the parts of the table. Of several groups that a sum may be of it is that which its name and
    place tell; where only another adds up, that is taken, in doubt.
    """
    finder = _GroupFinder(table)
    found = list(_read_bands(bands, table, indicators))
    for row in table.sum_rows:
        printed = _read_points(row, table, reader)
        groups = [_drop_empty(group, indicators) for group in finder.list_groups(row)]
        groups = list(dict.fromkeys(filter(None, groups)))
        if not printed.values or not groups:
            continue
        fitting = [group for group in groups if _adds_up(printed, group, indicators)]
        chosen = fitting[0] if fitting else groups[0]
        where = printed.where
        if chosen != groups[0]:
            where = {field: with_doubt(boxes, "chosen") for field, boxes in where.items()}
        found.append(
            Subtotal(
                ordinal=len(found) + 1,
                name=row.name.labels.level_name if row.is_level else row.name.labels.folded.rstrip(":"),
                weight=printed.values.get("weight"),
                score=printed.values.get("score"),
                review_score=printed.values.get("review_score"),
                texts=printed.texts,
                lines=tuple(_ordinals(chosen, indicators)),
                where=where,
            )
        )
    return tuple(found)


def _read_bands(
    bands: Sequence[LabelledCell | None], table: LevelTable, indicators: Sequence[Indicator | None]
) -> Iterator[Subtotal]:
    ordinal = 0
    for part, band in enumerate(bands):
        if band is None or not band.labels.level_weight:
            continue
        ordinal += 1
        group = tuple(at for at, line in enumerate(table.lines) if line.part == part)
        yield Subtotal(
            ordinal=ordinal,
            name=band.labels.level_name,
            weight=Decimal(band.labels.level_weight),
            texts={"weight": band.text},
            lines=tuple(_ordinals(group, indicators)),
            where={"name": band.boxes, "weight": band.boxes},
        )


@dataclass(frozen=True, slots=True)
class _Printed:
    """What a row of sums prints, by field."""

    values: dict[str, Decimal]
    texts: dict[str, str]
    where: Where


def _read_points(row: SumRow, table: LevelTable, reader: PointReader) -> _Printed:
    cells = cells_by_field(row.line.placed, table.columns)
    values: dict[str, Decimal] = {}
    texts: dict[str, str] = {}
    where: Where = {"name": row.name.boxes}
    for field in SUMMED:
        if field in cells:
            texts[field] = cells[field].text
            where[field] = cells[field].boxes
            value = reader.read(field, cells)
            if value is not None:
                values[field] = value
    return _Printed(values, texts, where)


def _drop_empty(group: _Lines, indicators: Sequence[Indicator | None]) -> _Lines:
    return tuple(at for at in group if indicators[at] is not None)


def _ordinals(group: _Lines, indicators: Sequence[Indicator | None]) -> Iterator[int]:
    for at in group:
        line = indicators[at]
        if line is not None and not line.sub:
            yield line.ordinal


def _adds_up(printed: _Printed, group: _Lines, indicators: Sequence[Indicator | None]) -> bool:
    lines = [indicators[at] for at in group]
    for field, value in printed.values.items():
        figures = [getattr(line, field) for line in lines if line is not None and not line.sub]
        found = sum((figure for figure in figures if figure is not None), Decimal(0))
        if abs(found - value) > LINES.rounding:
            return False
    return True


class _GroupFinder:
    """Finds the groups of lines that a row of sums may be of, the likeliest first."""

    def __init__(self, table: LevelTable) -> None:
        self.table = table
        self.lines = len(table.chains)
        self.sums = [row for row in table.sum_rows if not row.is_level]
        self.are_above = bool(self.sums) and self.sums[0].before == 0 and not self.sums[0].entered

    def list_groups(self, row: SumRow) -> list[_Lines]:
        """Return the groups of lines that a row may add up."""
        entered = [self.list_under(depth, row.entered[depth]) for depth in sorted(row.entered, reverse=True)]
        if row.is_level:
            return entered
        named = self.list_named(row)
        if named:
            return [named]
        opened = [group for group in entered if group and group[0] >= row.before]
        if opened:
            return opened
        if self.are_above:
            return [self.list_below(row)]
        return self.list_above(row)

    def list_under(self, depth: int, level: int | None) -> _Lines:
        """Return the lines under a level."""
        if level is None:
            return ()
        return tuple(at for at, chain in enumerate(self.table.chains) if chain[depth - 1] == level)

    def list_named(self, row: SumRow) -> _Lines:
        """Return the lines of the level that a sum's own name tells: the last of that name above it."""
        name = strip_sum(row.name.labels.folded)
        if not name:
            return ()
        named = [at for at, level in enumerate(self.table.levels) if level.name.startswith(name)]
        groups = [self.list_under(self.table.levels[at].depth, at) for at in named]
        above = [group for group in groups if group and group[0] < row.before]
        return above[-1] if above else ()

    def list_below(self, row: SumRow) -> _Lines:
        """Return the lines from a sum to the next, where sums stand above their lines."""
        later = [other.before for other in self.sums if other.before > row.before]
        end = min(later, default=self.lines)
        return tuple(range(row.before, end))

    def list_above(self, row: SumRow) -> list[_Lines]:
        """Return the groups above a sum: its 一级, the lines since the last sum, all lines.

        A sum in the column of the lines' names, of which others stand before it in the same 一级, is of the
        lines since then; one below all lines, where no other is printed, of all.
        """
        last = row.before - 1
        if last < 0:
            return []
        earlier = [other.before for other in self.sums if other.before < row.before]
        at_row = [other for other in self.sums if other.before == row.before]
        is_outer = at_row.index(row) > 0
        first = self.table.chains[last][0]
        of_level1 = tuple(range(self.find_start(last, first), row.before))
        since = tuple(range(max([of_level1[0], *earlier]), row.before))
        of_all = tuple(range(row.before))
        inner_depths = [other.depth for other in self.sums if other.depth > row.depth]
        if len(self.sums) == 1 and row.before == self.lines:
            return [of_all, of_level1]
        if is_outer:
            return [of_level1, of_all] if at_row.index(row) == 1 else [of_all, of_level1]
        if inner_depths or row.depth < len(self.table.chains[last]):
            return [of_level1, since, of_all]
        return [since, of_level1, of_all]

    def find_start(self, last: int, level: int | None) -> int:
        """Return the first of the lines before a line that stand under the same 一级."""
        start = last
        while start > 0 and self.table.chains[start - 1][0] == level:
            start -= 1
        return start
