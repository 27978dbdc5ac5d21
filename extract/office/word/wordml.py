"""A story of WordprocessingML (of Word's packages and of its XML of 2003) to paragraphs and tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from extract.errors import TooDeep
from extract.office.settings import LIMITS
from extract.office.word.columns import lay_out
from extract.office.word.left_out import Reason
from extract.office.word.looks import is_set, read_number, read_shading, read_value
from extract.office.word.paragraphs import NO_TEXT, ParagraphReader, is_deleted, list_tokens
from extract.office.word.story import Block, Merge, SpannedRow, WordCell, WordTable
from extract.office.xml_tree import find_child, local_name, read_attribute


@dataclass(slots=True)
class StoryReader(ParagraphReader):
    """Reads a body, a header or a text box; what it leaves out goes to ``left_out``."""

    def read(self, story: etree._Element) -> list[Block]:
        """Return the blocks of a story; raises ``TooDeep``."""
        self._fields = self._begin_fields(are_closed=_are_fields_closed(story))
        return list(self.read_blocks(story))

    def read_blocks(self, container: etree._Element) -> Iterator[Block]:
        """Yield the paragraphs and tables of a container."""
        self._depth += 1
        if self._depth > LIMITS.depth:
            raise TooDeep
        for child in container:
            name = local_name(child)
            if name == "p":
                yield from self._read_paragraph(child)
            elif name == "tbl":
                yield self.read_table(child)
            elif is_deleted(child):
                self._skip(child, "deleted")
            elif name == "altChunk":
                self.left_out.add("chunk")
            elif name == "AlternateContent":
                yield from self.read_blocks(self._choose(child))
            elif name not in NO_TEXT:
                yield from self.read_blocks(child)
        self._depth -= 1

    def read_table(self, table: etree._Element) -> WordTable:
        """Return a table with its rows and cells as shown."""
        properties = find_child(table, "tblPr")
        outer = self._ground, self._fields
        self._ground = read_shading(find_child(properties, "shd")) or self._ground
        if read_value(properties, "tblStyle") in self.styles.shading_tables:
            self._ground = "?"
        grid = find_child(table, "tblGrid")
        widths = (
            [read_number(read_attribute(column, "w")) or 0 for column in grid] if grid is not None else []
        )
        rows = list(self._read_rows(table))
        self._ground, self._fields = outer
        laid = lay_out(rows, widths[: LIMITS.columns])
        return _mirror(laid) if is_set(properties, "bidiVisual") else laid

    def _read_rows(self, container: etree._Element) -> Iterator[SpannedRow]:
        for child in container:
            name = local_name(child)
            if name == "tr":
                reason = _why_row_is_unseen(child)
                if reason is None:
                    yield self._read_row(child)
                else:
                    self._skip(child, reason)
            elif is_deleted(child):
                self._skip(child, "deleted")
            elif name not in NO_TEXT:
                yield from self._read_rows(child)

    def _read_row(self, element: etree._Element) -> SpannedRow:
        properties = find_child(element, "trPr")
        row = SpannedRow(
            cells=[],
            spans=[],
            widths=[],
            before=_read_span(read_value(properties, "gridBefore"), least=0),
            after=_read_span(read_value(properties, "gridAfter"), least=0),
            width_before=_read_width(find_child(properties, "wBefore")) or 0,
        )
        self._read_cells(element, row)
        return row

    def _read_cells(self, container: etree._Element, row: SpannedRow) -> None:
        for child in container:
            name = local_name(child)
            if name == "tc":
                self._read_cell(child, row)
            elif is_deleted(child):
                self._skip(child, "deleted")
            elif name not in NO_TEXT:
                self._read_cells(child, row)

    def _read_cell(self, element: etree._Element, row: SpannedRow) -> None:
        properties = find_child(element, "tcPr")
        if find_child(properties, "cellDel") is not None:
            self._skip(element, "deleted")
            return
        span = _read_span(read_value(properties, "gridSpan"), least=1)
        width = _read_width(find_child(properties, "tcW"))
        is_rest = _read_merge(properties, "hMerge", "hmerge") == "continue" and bool(row.cells)
        if is_rest or len(row.cells) >= LIMITS.columns:
            row.spans[-1] += span
            row.widths[-1] = None if width is None else (row.widths[-1] or 0) + width
            if list_tokens(element).strip():
                self._skip(element, "merged")
            return
        outer = self._ground, self._fields
        shade = find_child(properties, "shd")
        self._ground = read_shading(shade) if shade is not None else self._ground
        self._fields = self._begin_fields(are_closed=self._fields.are_closed)
        self._cells += 1
        blocks = list(self.read_blocks(element))
        self._cells -= 1
        self._ground, self._fields = outer
        row.cells.append(WordCell(0, 0, blocks, _read_merge(properties, "vMerge", "vmerge")))
        row.spans.append(span)
        row.widths.append(width)


def _are_fields_closed(story: etree._Element) -> bool:
    """Tell whether each field ends; otherwise nobody knows what is a code and what is shown."""
    kinds = [read_attribute(one, "fldCharType") for one in story.iter() if local_name(one) == "fldChar"]
    return kinds.count("begin") == kinds.count("end")


def _why_row_is_unseen(row: etree._Element) -> Reason | None:
    properties = find_child(row, "trPr")
    if find_child(properties, "del") is not None:
        return "deleted"
    height = find_child(properties, "trHeight")
    if is_set(properties, "hidden"):
        return "hidden"
    if height is None or read_attribute(height, "hRule") != "exact":
        return None
    twips = read_number(read_attribute(height, "val"))
    return "hidden" if twips is not None and twips <= LIMITS.unseen_height_twips else None


def _read_span(value: str | None, least: int) -> int:
    number = read_number(value)
    return least if number is None else max(least, min(number, LIMITS.columns))


def _read_width(element: etree._Element | None) -> int | None:
    """Return a width in twips, or in fiftieths of a percent; None where the file leaves it to Word."""
    if element is None or read_attribute(element, "type") in {"auto", "nil"}:
        return None
    return read_number(read_attribute(element, "w"))


def _read_merge(properties: etree._Element | None, *names: str) -> Merge | None:
    """Return how a cell is merged; without a value it goes on."""
    element = next((found for name in names if (found := find_child(properties, name)) is not None), None)
    if element is None:
        return None
    return "restart" if read_attribute(element, "val") == "restart" else "continue"


def _mirror(table: WordTable) -> WordTable:
    """Return a table whose first column is shown at the right."""
    most = max((cell.right for row in table.rows for cell in row), default=0)
    for row in table.rows:
        for cell in row:
            cell.left, cell.right = most - cell.right, most - cell.left
    return WordTable([list(reversed(row)) for row in table.rows], table.unit)
