"""The lines of the indicator table: aligned, joined over page ends, named by rows of bare names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from msgspec import structs

from extract import find_doubt
from normalize.columns.columns import cells_inside
from normalize.rows.alignment import POINTS, Column, Placed, align_cells, cells_by_field, measure_slide
from normalize.rows.column import compare_width, fill_up
from normalize.rows.row import LabelledCell, Row
from normalize.rows.suspect_rows import doubt_slid_row
from normalize.sections.goals import join_rest
from normalize.vocabulary.labels import drop_numbering
from normalize.vocabulary.lists import load_pattern, load_words

LEVELS = {"level1": 1, "level2": 2}
_REST = {"actual", "reason", "measures"}  # no line of its own prints nothing else
_SHARED = ("actual", "reason", "measures")  # one cell may be beside several lines
_GROUP_SUMS = load_words("group_sum_endings")
_SUB_LINE = load_words("sub_line_openings")
_BAND_LABEL = load_pattern("level_band")
_ONLY_LEVEL1 = frozenset({1})


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """A line's cells by column, and how its row stood.

    ``begins_page``: a page began with it. ``ragged``: it comes from a text file. ``slide``: by how many
    columns it had slid to the right. ``is_sum``: it prints a sum of other lines. ``part``: the number of the
    head that it stands under. ``blank_levels`` are the depths at which a blank cell of its own begins with
    it.
    """

    placed: Placed
    begins_page: bool = False
    ragged: bool = False
    slide: int = 0
    is_sum: bool = False
    part: int = 0
    blank_levels: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class LineBlock:
    """The lines of the indicator table, and the cells that fitted nowhere.

    ``columns`` has one more for names in bands.
    """

    lines: Sequence[IndicatorLine]
    lost: Sequence[LabelledCell]
    columns: tuple[Column, ...]


def read_lines(rows: Sequence[Row], columns: Sequence[Column]) -> LineBlock:
    """Read the lines; rows that are nothing but the name of a 一级 are bands, and name the lines below them."""
    columns = tuple(columns)
    has_level1 = any(column.field == "level1" for column in columns)
    bands = [] if has_level1 else [band for band in map(_find_band, rows) if band]
    if not any(band.labels.depths == _ONLY_LEVEL1 for band in bands):
        return _read_rows(rows, columns)
    lines: list[IndicatorLine] = []
    lost: list[LabelledCell] = []
    for band, below in _split_at_bands(rows):
        part = _read_rows(below, columns)
        of_band = list(part.lines)
        if band and of_band:
            of_band[0] = replace(of_band[0], placed=of_band[0].placed | {len(columns): band})
        lines += of_band
        lost += part.lost
    of_bands = replace(columns[0], field="level1", label="", cells=())
    return LineBlock(lines, lost, (*columns, of_bands))


def _find_band(row: Row) -> LabelledCell | None:
    """Return the 一级 name that is all that a row prints; None where it is another row.

    A number or 一级指标: before it is left out.
    """
    cells = [cell for cell in row.filled if not cell.labels.is_side]
    if len(cells) != 1:
        return None
    name = structs.replace(cells[0], text=drop_numbering(_BAND_LABEL.sub("", cells[0].text)))
    if 1 in name.labels.depths:
        return name
    return None


def _split_at_bands(rows: Sequence[Row]) -> Iterator[tuple[LabelledCell | None, list[Row]]]:
    band: LabelledCell | None = None
    below: list[Row] = []
    for row in rows:
        if name := _find_band(row):
            yield band, below
            band, below = name, []
        else:
            below.append(row)
    yield band, below


@dataclass(frozen=True, slots=True)
class _AlignedRow:
    """A row, its cells inside the table, the line that they make, and those that fitted nowhere."""

    row: Row
    cells: Sequence[LabelledCell]
    line: IndicatorLine
    outside: Sequence[LabelledCell]


def _take_in_sum_name(each: _AlignedRow, columns: tuple[Column, ...]) -> _AlignedRow:
    """Put 小计 that stands left of the names, where 总分 stands, into the first column of names."""
    names = [number for number, column in enumerate(columns) if column.field in (*LEVELS, "level3")]
    is_named = any(number in each.line.placed for number in names)
    if is_named or not names or not each.line.placed:
        return each
    first = each.row.filled[0]
    others = {number: cell for number, cell in each.line.placed.items() if cell != first}
    is_left = all(first.col < cell.col for cell in others.values())
    if not is_left or not first.labels.folded.rstrip(":").endswith(_GROUP_SUMS):
        return each
    line = replace(each.line, placed={names[0]: first, **others})
    return replace(each, line=line, outside=[cell for cell in each.outside if cell != first])


def _read_rows(rows: Sequence[Row], columns: tuple[Column, ...]) -> LineBlock:
    lines: list[IndicatorLine] = []
    lost: list[LabelledCell] = []
    aligned = [_take_in_sum_name(each, columns) for each in _align_rows(rows, columns)]
    with_sub_lines = any(
        not each.row.begins_page and _is_sub_line(each.line.placed, columns) for each in aligned
    )
    for each in aligned:
        if lines and each.row.ragged and _prints_only_names(each.cells):
            lines[-1] = _add_names(lines[-1], each, columns)
        elif lines and _is_rest(each, lines[-1].placed, columns, with_sub_lines=with_sub_lines):
            whole = _collect_texts(lines[:-1])
            placed, left_over = join_rest(
                lines[-1].placed, each.cells, columns, ragged=each.row.ragged, whole=whole
            )
            lines[-1] = replace(lines[-1], placed=placed)
            lost += left_over
        else:
            if each.line.placed:
                shared = _find_shared(lines[-1].placed, each, columns) if lines else {}
                lines.append(replace(each.line, placed=each.line.placed | shared))
            lost += each.outside
    return LineBlock(lines, lost, columns)


def _collect_texts(lines: Sequence[IndicatorLine]) -> frozenset[str]:
    texts: set[str] = set()
    for line in lines:
        texts.update(cell.text for cell in line.placed.values())
    return frozenset(texts)


def _find_shared(above: Placed, each: _AlignedRow, columns: Sequence[Column]) -> Placed:
    """Return the cells of an actual, a reason or measures that began in the line above and cover this one."""
    shared: Placed = {}
    for n, cell in above.items():
        is_free = columns[n].field in _SHARED and n not in each.line.placed
        if is_free and cell.row < each.row.at < cell.row + cell.rowspan:
            shared[n] = cell
    return shared


def _align_rows(rows: Sequence[Row], columns: Sequence[Column]) -> Iterator[_AlignedRow]:
    slide = 0
    fills_up = fill_up(rows, columns)
    for number, row in enumerate(rows):
        cells = cells_inside(row, columns)
        placed, outside = align_cells(
            cells,
            columns,
            ragged=row.ragged,
            width=compare_width(row, columns, fills_up=fills_up),
            slide_above=0 if row.begins_page else slide,
        )
        if not row.ragged and cells:
            placed = _place_wide_name(placed, cells[0], columns)
        slide = measure_slide(placed, columns) if row.ragged else 0
        placed = doubt_slid_row(placed, columns)
        line = IndicatorLine(placed, row.begins_page, row.ragged, slide)
        yield _AlignedRow(row, cells, _note_blank_levels(line, rows, number, columns), outside)


def _note_blank_levels(
    line: IndicatorLine, rows: Sequence[Row], number: int, columns: Sequence[Column]
) -> IndicatorLine:
    """Note the blank cells in the columns of levels; on a page's first row they go on the group before."""
    row = rows[number]
    goes_on = number == 0 or _find_pages(rows[number - 1])[-1:] == _find_pages(row)[:1]
    if row.ragged or row.begins_page or not goes_on:
        return line
    blanks = list(filter(_is_drawn_blank, row.cells))
    blank: set[int] = set()
    for column in columns:
        if column.field in LEVELS and any(_stands_over(cell, column) for cell in blanks):
            blank.add(LEVELS[column.field])
    return replace(line, blank_levels=frozenset(blank))


def _find_pages(row: Row) -> list[int]:
    """Return the pages on which a row's cells stand, in order."""
    return sorted({box.page for cell in row.cells for box in cell.boxes if box.page is not None})


def _is_drawn_blank(cell: LabelledCell) -> bool:
    """Tell whether a cell is blank with drawn edges; where white parts columns, a name may stand anywhere."""
    return not cell.text and find_doubt(cell.boxes) != "inferred"


def _place_wide_name(placed: Placed, first: LabelledCell, columns: Sequence[Column]) -> Placed:
    """Put a first cell over the levels, the name and more where it belongs.

    预算执行率 is the name of a 一级, 产出指标小计 a line's.
    """
    under = {column.field: n for n, column in enumerate(columns) if _stands_over(first, column)}
    at = next((n for n, cell in placed.items() if cell is first), None)
    if at is None or "level3" not in under or "target" not in under:
        return placed
    is_level = "level1" in under and 1 in first.labels.depths
    others = {n: cell for n, cell in placed.items() if n != at}
    return {under["level1" if is_level else "level3"]: first} | others


def _stands_over(cell: LabelledCell, column: Column) -> bool:
    if column.col >= cell.col + cell.colspan:
        return False
    return cell.col < column.col + column.colspan


def _prints_only_names(cells: Sequence[LabelledCell]) -> bool:
    """Tell whether a row prints nothing but level names."""
    if not cells:
        return False
    return all(cell.labels.depths for cell in cells)


def _add_names(line: IndicatorLine, each: _AlignedRow, columns: Sequence[Column]) -> IndicatorLine:
    """Give the line before a row of bare names those that it lacks.

    Names that it has already begin with the next line. A name that may be of both depths is of that in whose
    column it stands.
    """
    number_of = {LEVELS[c.field]: n for n, c in enumerate(columns) if c.field in LEVELS}
    placed = line.placed
    for cell in each.cells:
        depths = [depth for depth in sorted(cell.labels.depths, reverse=True) if depth in number_of]
        stands_in = [n for n, own in each.line.placed.items() if own is cell]
        depths = [depth for depth in depths if number_of[depth] in stands_in] or depths
        free = [depth for depth in depths if number_of[depth] not in placed]
        if free:
            placed = {number_of[free[0]]: cell} | placed
    return replace(line, placed=placed)


def _is_rest(each: _AlignedRow, before: Placed, columns: Sequence[Column], *, with_sub_lines: bool) -> bool:
    placed = each.line.placed
    if each.row.begins_page:
        return _goes_on(before, placed, columns, with_sub_lines=with_sub_lines)
    if each.row.ragged:
        return False
    if not placed:
        return False
    return {columns[n].field for n in placed} <= _REST


def _goes_on(before: Placed, placed: Placed, columns: Sequence[Column], *, with_sub_lines: bool) -> bool:
    """Tell whether the first row of a page is the rest of the row before.

    Then one of the two is no whole line by itself.

    A row without points is a line where other lines of the form have none either; two rows that print them
    all are two lines.
    """
    first, rest = cells_by_field(before, columns), cells_by_field(placed, columns)
    if _opens_line(rest) or (with_sub_lines and _has_values(rest)):
        return False
    printed = {column.field for column in columns}
    if _names_part(first) and _is_whole(rest, printed):
        return False
    have_points = _has_points(first, printed) and _has_points(rest, printed)
    if have_points and not printed.isdisjoint(POINTS):
        return False
    return not (_is_whole(first, printed) and _is_whole(rest, printed))


def _opens_line(cells: Mapping[str, LabelledCell]) -> bool:
    """Tell whether a row prints what only a line of its own does.

    That is a level name, a placeholder, or 其中 before its name.
    """
    if any(cells[field].labels.depths for field in LEVELS if field in cells):
        return True
    name = cells.get("level3")
    is_placeholder = name is not None and len(cells) == 1 and name.labels.is_placeholder
    return is_placeholder or _names_part(cells)


def _names_part(cells: Mapping[str, LabelledCell]) -> bool:
    """Tell whether a row is part of the line before it, as 其中:山区乡镇: it prints no points."""
    name = cells.get("level3")
    if name is None:
        return False
    return name.labels.folded.startswith(_SUB_LINE)


def _is_sub_line(placed: Placed, columns: Sequence[Column]) -> bool:
    cells = cells_by_field(placed, columns)
    if not _has_values(cells):
        return False
    return not _has_points(cells, {column.field for column in columns})


def _is_whole(cells: Mapping[str, LabelledCell], printed: set[str]) -> bool:
    """Tell whether a row can stand alone: it has a name, a value, and the points of the form's columns.

    A target or an actual is a value.

    Where the form has no points a row needs both.
    """
    if "level3" not in cells and "content" not in cells:
        return False
    values = [field in cells for field in ("target", "actual") if field in printed]
    has_enough = any(values) if not printed.isdisjoint(POINTS) else all(values)
    return (has_enough or not values) and _has_points(cells, printed)


def _has_values(cells: Mapping[str, LabelledCell]) -> bool:
    return cells.keys() >= {"level3", "target", "actual"}


def _has_points(cells: Mapping[str, LabelledCell], printed: set[str]) -> bool:
    return all(_is_points(cells.get(field)) for field in POINTS if field in printed)


def _is_points(cell: LabelledCell | None) -> bool:
    if cell is None:
        return False
    if cell.labels.is_blank:
        return False
    return cell.labels.points is not None
