"""Pages read by their tables: each glyph lands in one cell, or in the text outside the tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from extract.geometry.marks import SLANTED, Flags, Floats, Glyphs, Ints, Marks, join_glyphs
from extract.geometry.overprints import (
    Raised,
    Struck,
    find_all_raised,
    find_all_struck,
    find_crowded,
    find_overlapping,
)
from extract.geometry.text_lines import TextLine, count_visible, set_slanted_lines, set_text_lines
from extract.geometry.turning import find_turn, turn_upright
from extract.grid import Box, Cell, Doubt, Line, Page, PageTable, Turn, with_doubt
from extract.layout.run_together import find_run_together
from extract.layout.settings import LAYOUT
from extract.layout.sheets import part_sheets
from extract.layout.stacked_numbers import join_cell_lines, part_stacked_numbers
from extract.layout.tables import LatticeTable, find_owners, find_tables
from extract.messages import Message, message


def mark_overlays(pages: Sequence[Marks], tables: Sequence[Sequence[LatticeTable]]) -> Iterator[Marks]:
    """Yield the pages, the glyphs too large for their cells told as slanted, as other watermarks are."""
    for marks, found in zip(pages, tables, strict=True):
        heights = _measure_heights(marks.glyphs)
        if not found or not len(heights) or heights.max() <= LAYOUT.overlay_size_ratio * heights.mean():
            yield marks
            continue
        is_large = heights > LAYOUT.overlay_size_ratio * heights.mean()
        large = np.flatnonzero(is_large & (marks.glyphs.turns == 0))
        turns = np.where(_are_over_cells(marks.glyphs, found, large), SLANTED, marks.glyphs.turns)
        yield replace(marks, glyphs=replace(marks.glyphs, turns=turns))


def _are_over_cells(glyphs: Glyphs, tables: Sequence[LatticeTable], large: Ints) -> Flags:
    """Find the lines of large glyphs of which one does not fit its cell, or lies over other glyphs in it."""
    boxes = glyphs.boxes[large]
    owner = find_owners([tables], _find_centres(boxes), np.zeros(len(large), np.int64))
    cells = np.array(_list_cell_edges(tables))[owner]
    beyond = LAYOUT.overlay_beyond_share * (boxes[:, 3:] - boxes[:, 1:2])
    reaches_out = (boxes[:, :2] < cells[:, :2] - beyond) | (boxes[:, 2:] > cells[:, 2:] + beyond)
    over = (owner >= 0) & (_cover_others(glyphs, boxes) | reaches_out.any(axis=1))
    baselines = np.rint(glyphs.origins[large, 1])
    found = np.zeros(len(glyphs), np.bool_)
    found[large[np.isin(baselines, np.unique(baselines[over]))]] = True
    return found


def _cover_others(glyphs: Glyphs, boxes: Floats) -> Flags:
    """Tell which boxes (m, 4) hold the middle of another glyph than their own."""
    inside = _find_centres(glyphs.boxes)
    covers = (inside > boxes[:, None, :2]) & (inside < boxes[:, None, 2:])
    many: Flags = covers.all(axis=2).sum(axis=1) > 1
    return many


def _find_centres(boxes: Floats) -> Floats:
    return (boxes[:, :2] + boxes[:, 2:]) / 2


def _list_cell_edges(tables: Sequence[LatticeTable]) -> list[tuple[float, float, float, float]]:
    """List each cell's x0, top, x1, bottom."""
    edges = []
    for table in tables:
        xs, ys = table.grid.xs, table.grid.ys
        for row, col, down, across in table.spans:
            edges.append((xs[col], ys[row], xs[col + across], ys[row + down]))
    return edges


def find_cut_numbers(glyphs: Glyphs, owner: Ints, page: Ints) -> Ints:
    """Find the figures of a page (n) with another owner (n) than the next one of their number.

    That one is drawn after them without a gap.
    """
    first = np.flatnonzero((owner[1:] != owner[:-1]) & (page[1:] == page[:-1]))
    left, right = glyphs.where(first), glyphs.where(first + 1)
    height = np.maximum(_measure_heights(left), 1.0)
    gap = (right.boxes[:, 0] - left.boxes[:, 2]) / height
    is_level = np.abs(right.origins[:, 1] - left.origins[:, 1]) <= LAYOUT.figure_level_share * height
    is_close = (gap <= LAYOUT.figure_gap_share) & (gap >= -LAYOUT.figure_overlap_share)
    cut: Ints = first[_are_figures(left) & _are_figures(right) & is_level & is_close]
    return cut


def _are_figures(glyphs: Glyphs) -> Flags:
    """Tell which glyphs (n) stand upright and are figures, or the signs inside a number."""
    codes = glyphs.codes
    is_digit = (codes >= ord("0")) & (codes <= ord("9"))
    found: Flags = (glyphs.turns == 0) & (is_digit | np.isin(codes, tuple(map(ord, ".,%"))))
    return found


def _measure_heights(glyphs: Glyphs) -> Floats:
    heights: Floats = glyphs.boxes[:, 3] - glyphs.boxes[:, 1]
    return heights


_NO_CHARACTER = 0xFFFD  # stands for a figure that nobody can read

CellTexts = Iterator[tuple[list[str], Doubt | None, float]]
"""The lines of each cell, table by table, why it is in doubt, and how sure its least sure glyph is."""


def read_page(marks: Marks, before: Page | None = None) -> Page:
    """Find the tables of a page and set its text.

    A table without upright rulings may go on from the page ``before``.
    """
    (page,) = read_together([marks], before)
    return page


def read_together(pages: Sequence[Marks], before: Page | None = None) -> Iterator[Page]:
    """Yield pages that follow each other, read as ``read_page`` does; together they take half the time."""
    pages, turns = _prepare_pages(pages, before)
    tables = list(find_tables(pages, before))
    pages = list(mark_overlays(pages, tables))
    glyphs = join_glyphs([marks.glyphs for marks in pages])
    page = np.repeat(np.arange(len(pages)), [len(marks.glyphs) for marks in pages])
    upright = np.flatnonzero(glyphs.turns != SLANTED)
    if len(upright) < len(glyphs):
        glyphs, page = glyphs.where(upright), page[upright]
    owner = find_owners(tables, _find_entry_points(glyphs), page)
    overlapping = find_overlapping(glyphs, owner)
    glyphs.codes[overlapping] = _NO_CHARACTER
    lines = set_text_lines(glyphs, owner)
    ends = np.searchsorted(lines.places, np.arange(_count_cells(tables) + 1)).tolist()
    texts = part_stacked_numbers(lines, tables)
    doubts = _find_doubts(pages, tables, glyphs, owner, page)
    for at in find_run_together(lines, tables):
        doubts[at] = doubts[at] or "broken"
    sure = _find_least_sure(glyphs, owner, len(doubts))
    in_cells = zip(map(texts.__getitem__, map(slice, ends, ends[1:])), doubts, sure, strict=True)
    outside: list[list[TextLine]] = [[] for _ in pages]
    for line in lines.where(slice(ends[0])):
        outside[-1 - line.place].append(line)
    cuts = np.bincount(page[find_cut_numbers(glyphs, owner, page)], minlength=len(pages)).tolist()
    for marks, found, around, cut_numbers, turn in zip(pages, tables, outside, cuts, turns, strict=True):
        yield _make_page(marks, found, in_cells, around, cut_numbers, turn=turn)


def _find_least_sure(glyphs: Glyphs, owner: Ints, count: int) -> list[float]:
    """Tell of each cell how sure the least sure of its glyphs is."""
    if glyphs.sure is None:
        return [1.0] * count
    least, in_cells = np.ones(count), owner >= 0
    np.minimum.at(least, owner[in_cells], glyphs.sure[in_cells])
    sure: list[float] = least.tolist()
    return sure


def _prepare_pages(pages: Sequence[Marks], before: Page | None) -> tuple[list[Marks], list[Turn | None]]:
    """Return the pages upright, without what is printed over text, parted where several stand on one."""
    pages = list(map(_give_up_mirrored, pages))
    ways = list(map(find_turn, pages))
    uprights = [turn_upright(page, turn) if turn else page for page, turn in zip(pages, ways, strict=True)]
    struck, raised = find_all_struck(uprights), find_all_raised(uprights)
    plain = list(map(_leave_out_overprints, uprights, struck, raised))
    parts: list[Marks] = []
    turns: list[Turn | None] = []
    for found, turn in zip(part_sheets(plain, before), ways, strict=True):
        parts += found
        turns += [turn] * len(found)
    return parts, turns


def _give_up_mirrored(marks: Marks) -> Marks:
    """Return a page whose text is mirrored with no text that stands straight: none of it can be read."""
    if not marks.is_mirrored:
        return marks
    return replace(marks, glyphs=replace(marks.glyphs, turns=np.full(len(marks.glyphs), SLANTED)))


def _leave_out_overprints(marks: Marks, struck: Struck, raised: Raised) -> Marks:
    """Return a page without what is struck out and without the marks of notes; m² stands in one line."""
    out = struck.glyphs | raised.marks
    if not (out.any() or raised.powers.any()):
        return marks
    glyphs = marks.glyphs
    powers = np.flatnonzero(raised.powers)
    origins = glyphs.origins.copy()
    origins[powers, 1] = origins[raised.base[powers], 1]
    level = replace(glyphs, origins=origins)
    return replace(
        marks,
        glyphs=level.where(~out),
        rules=marks.rules[~struck.rules],
        notes=glyphs.where(raised.marks & ~struck.glyphs),
        struck=join_glyphs([marks.struck, glyphs.where(struck.glyphs)]),
    )


def _find_doubts(
    pages: Sequence[Marks],
    tables: Sequence[Sequence[LatticeTable]],
    glyphs: Glyphs,
    owner: Ints,
    page: Ints,
) -> list[Doubt | None]:
    """Tell of each cell (m) why what it prints is in doubt: something in it was left out, or lies over it."""
    doubts: list[Doubt | None] = [None] * _count_cells(tables)
    covered = np.flatnonzero(_find_covered_cells(glyphs, tables, owner, page))
    for at in [*covered.tolist(), *owner[find_crowded(glyphs, owner)].tolist()]:
        doubts[at] = "covered"
    left_out: list[tuple[Doubt, list[Floats]]] = [
        ("covered", [marks.unseen for marks in pages]),
        ("mended", [marks.notes.boxes for marks in pages]),
        ("struck", [marks.struck.boxes for marks in pages]),
        ("broken", [marks.misread for marks in pages]),
    ]
    for doubt, parts in left_out:
        counts = list(map(len, parts))
        if any(counts):
            points, of_page = _find_centres(np.concatenate(parts)), np.repeat(np.arange(len(pages)), counts)
            cells = find_owners(tables, points, of_page)
            for at in np.unique(cells[cells >= 0]).tolist():
                doubts[at] = doubt
    return doubts


def _find_covered_cells(
    glyphs: Glyphs, tables: Sequence[Sequence[LatticeTable]], owner: Ints, page: Ints
) -> Flags:
    """Tell of each cell (m) whether a figure in it stands across its edge, on the ruling to the next cell.

    Nobody can say to which of the two such a figure belongs.
    """
    covered = np.zeros(_count_cells(tables), np.bool_)
    figures = np.flatnonzero(_are_figures(glyphs) & (owner >= 0))
    boxes = glyphs.boxes[figures]
    x1 = boxes[:, 2] - (boxes[:, 2] - boxes[:, 0]) * LAYOUT.ruling_slack_share
    ends = np.stack((x1, (boxes[:, 1] + boxes[:, 3]) / 2), axis=1)
    other = find_owners(tables, ends, page[figures])
    across = (other != owner[figures]) & (other >= 0)
    covered[owner[figures][across]] = True
    covered[other[across]] = True
    return covered


def _count_cells(tables: Sequence[Sequence[LatticeTable]]) -> int:
    count = 0
    for found in tables:
        count += sum(len(table.spans) for table in found)
    return count


def _find_entry_points(glyphs: Glyphs) -> Floats:
    """Return the point (n, 2) by which a glyph belongs to a cell.

    It is a quarter into the glyph along its line, in its middle across.
    """
    into = LAYOUT.cell_entry_share
    x0, top, x1, bottom = glyphs.boxes.T
    if not glyphs.turns.any():
        return np.stack((x0 + (x1 - x0) * into, (top + bottom) / 2), axis=1)
    into_x = np.choose(glyphs.turns % 4, [into, 0.5, 1 - into, 0.5])
    into_y = np.choose(glyphs.turns % 4, [0.5, into, 0.5, 1 - into])
    return np.stack((x0 + (x1 - x0) * into_x, top + (bottom - top) * into_y), axis=1)


def _make_page(
    marks: Marks,
    found: Sequence[LatticeTable],
    in_cells: CellTexts,
    outside: list[TextLine],
    cut_numbers: int,
    *,
    turn: Turn | None,
) -> Page:
    tables = tuple(_make_table(table, in_cells, marks.number) for table in found)
    slanted = marks.glyphs.turns == SLANTED
    misread = _find_centres(marks.misread)
    overlay = list(set_slanted_lines(marks.glyphs.where(slanted))) if slanted.any() else []
    outside.sort(key=lambda line: (line.top, line.x0))
    warnings: list[Message] = []
    if any(table.inferred for table in found):
        warnings.append(message("columns-inferred", page=marks.number))
    if marks.contradicting_fonts:
        names = ", ".join(marks.contradicting_fonts)
        warnings.append(message("font-contradicts", page=marks.number, font=names))
    if marks.is_mirrored:
        warnings.append(message("mirrored-page", page=marks.number))
    return Page(
        number=marks.number,
        width=marks.width,
        height=marks.height,
        tables=tables,
        lines=tuple(_make_line(line, marks.number, misread) for line in outside),
        glyphs=count_visible(_decode(marks.glyphs)),
        in_cells=_count_in_cells(tables),
        outside=sum(count_visible(line.text) for line in [*outside, *overlay]),
        images=marks.images,
        picture_share=marks.picture_share,
        is_drawn=marks.is_drawn,
        overlay=tuple(_make_line(line, marks.number, misread) for line in overlay),
        cut_numbers=cut_numbers,
        warnings=tuple(warnings),
        turn=turn,
        part=marks.part,
    )


def _count_in_cells(tables: Sequence[PageTable]) -> int:
    count = 0
    for table in tables:
        count += count_visible(" ".join([cell.text for cell in table.cells]))
    return count


def _make_table(table: LatticeTable, texts: CellTexts, page: int) -> PageTable:
    top, bottom = table.grid.level[0], table.grid.level[-1]
    return PageTable(
        xs=table.xs,
        ys=tuple(table.grid.ys),
        cells=tuple(_make_cells(table, texts, page)),
        open_top=not any(top),
        open_bottom=not any(bottom),
        ruled_top=tuple(top),
        ruled_bottom=tuple(bottom),
        inferred=table.inferred,
        ruled_left=tuple(table.grid.upright[0]),
        ruled_right=tuple(table.grid.upright[-1]),
    )


def _make_cells(table: LatticeTable, texts: CellTexts, page: int) -> Iterator[Cell]:
    xs, ys = table.grid.xs, table.grid.ys
    read: tuple[float, Doubt | None] = (1.0, None)
    if table.inferred:
        read = (LAYOUT.inferred_confidence, "inferred")
    confidence, inferred = read
    for (row, col, down, across), (lines, doubt, sure) in zip(table.spans, texts, strict=False):
        x0, top, x1, bottom = xs[col], ys[row], xs[col + across], ys[row + down]
        box = Box(page, x0, top, x1, bottom, None, None, min(confidence, sure), inferred)
        boxes = with_doubt((box,), doubt) if doubt else (box,)
        count = len(lines)
        text = lines[0] if count == 1 else join_cell_lines(lines)
        yield Cell(row, col, text, boxes, down, across, count)


def _make_line(line: TextLine, page: int, misread: Floats) -> Line:
    """Make a line of text outside tables; in doubt where one of the points (k, 2) of misread glyphs is in it."""
    box = Box(page=page, x0=line.x0, top=line.top, x1=line.x1, bottom=line.bottom)
    if len(misread):
        low, high = (line.x0, line.top), (line.x1, line.bottom)
        if ((misread >= low) & (misread <= high)).all(axis=1).any():
            (box,) = with_doubt((box,), "broken")
    return Line(line.text, box)


def _decode(glyphs: Glyphs) -> str:
    return glyphs.codes.astype(np.uint32).tobytes().decode("utf-32-le", "replace")
