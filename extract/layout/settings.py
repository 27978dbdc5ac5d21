"""The numbers that decide where a page's tables, their columns and their rows are.

Tables with rulings need few of them. Those of tables without upright rulings were set one after the other on
the samples printed without rulings (``benchmarks/borderless.py``), none by a formula. Set to nothing or to
four times its value, each of these changes cells of such forms, but for guards and what bounds the time.
``benchmarks/sensitivity.py`` tells which rows change when one is moved by a fifth.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LayoutSettings:
    """Lengths in ems are in widths of a Chinese character; costs are weighed against each other."""

    # Glyphs in cells. Shares are of a glyph's width or height.
    cell_entry_share: float = 0.25  # of its width: punctuation may hang past the right edge of its cell
    hanging_line_share: float = (
        0.6  # of its height by which a line may begin below the row that it belongs to
    )
    # Figures of one number, as Word and WPS set them: tight, level, hardly overlapping.
    figure_gap_share: float = 0.15
    figure_overlap_share: float = 0.3
    figure_level_share: float = 0.1
    # Watermarks that no angle tells: titles are up to twice as large as a form's text, outside cells.
    overlay_size_ratio: float = 2.5  # to the mean glyph of the page
    overlay_beyond_share: float = 0.25  # of its height by which a glyph reaches out of its cell

    # Tables side by side. A guard: tables with white between their cells have 1 to 4 points of it; two forms
    # that a sheet prints side by side were seen 57 points apart, pages printed two on a sheet 40 and more.
    part_gap_pt: float = 8.0
    shortest_part_pt: float = 4.0  # of a level ruling, to tell where tables part
    fewest_part_columns: int = 2
    part_level_pt: float = 2.0  # within which glyphs stand on one line
    part_gap_share: float = 1.5  # of a glyph's height, from which a line outside tables is two

    # Pages that a printer puts on a sheet in equal columns and rows. The white between two of them is the margin
    # of both, as wide as the sheet's own two margins; printers' dialogs offer 2, 4, 6, 9 and 16 pages.
    most_pages_in_row: int = 4
    narrowest_page_share: float = 0.45  # of a page's height: three portrait pages on a sheet of A4 that lies
    page_white_pt: float = 24.0  # a guard: the white between two columns of one table is less
    page_margin_share: float = 0.8  # of the sheet's margins that the white between two pages is at least
    fewest_page_lines: int = 4  # of text; a guard
    row_white_pt: float = 8.0  # between two pages, where a table goes on behind it; a guard
    same_column_pt: float = 1.5  # within which the edges of a table on two pages of a sheet agree
    fewest_shared_edges: int = 3  # both outer edges and an inner one
    small_line_share: float = 1.15  # of the mean glyph's height: titles are higher, page numbers are not

    # What is told of cells that only the white between texts parts.
    inferred_confidence: float = 0.8

    # Runs of ink. A Chinese character's em box stands 0.88 above the baseline and 0.12 below it.
    ascent_em: float = 0.88
    descent_em: float = 0.12
    letter_em_share: float = 0.8  # of a letter's box that its font's em takes
    baseline_em: float = 0.3  # between two baselines of one line
    run_gap_em: float = 0.3  # wider than what is set between two letters, narrower than a cell's own margins

    # Columns by the white between them.
    cell_gap_em: float = 0.55  # what parts two cells on one line
    gutter_em: float = 0.25  # what parts two columns when it persists
    gutter_lines: int = 3  # for which it has to
    block_cost_cells: float = 0.9  # just less than to lose one cell in another
    block_lines: int = 120  # bounds the time on long pages
    block_end_lines: int = 8  # from either end of a block, where it may be parted; a guard of the time
    edge_slack_em: float = 0.1  # by which a run may reach over its column's edge
    pushed_slack_em: float = (
        0.8  # the same where one blank parts two cells: the longer text pushes the other aside
    )

    # Tables among the blocks of a page.
    table_columns: int = 3
    table_rows: int = 3
    title_em: float = (
        1.25  # height of a title's letters; a guard: a wide title right above the first row is no row
    )
    # White above or below which a line is no part of the table. A guard: a page number far below is no row.
    apart_white_em: float = 2.5

    # Rows by the white between them, and by the figures that print once a row.
    wrap_white_em: float = 0.6  # the widest white that a cell is taken to have between its own lines
    row_white_em: float = 0.25  # more than between a cell's lines is between two rows
    row_reach_em: float = 0.2  # by which a text may reach over the end of its row
    row_lines: int = 60  # of the longest row; bounds the time
    figure_share: float = 0.6  # of a column's runs are figures where each row prints one
    figureless_row_cost_em: float = 0.5  # a row has no figure of its own

    # Rows of a text whose lines all stand at one distance: by lines that are full to the end.
    paragraph_em: float = 20.0  # a line in a text of paragraphs, which may end anywhere
    indent_em: float = 2.5  # of a paragraph's first line: two characters and a bit
    line_apart_em: float = 1.2  # white that no two lines of a cell have between them
    label_line_white_em: float = 0.6  # the widest white between two lines of a label
    padding_em: float = 1.3  # of a column that its cells leave free
    same_height_em: float = (
        0.2  # between two pieces of one line; a guard: baselines of one line may be a little apart
    )
    likely_full: float = (
        0.75  # how sure it is that a line is full that is as wide as the widest of its column
    )

    # Of a figure's width, what may stand beyond the ruling that closes its cell; a guard, observed on no
    # sample.
    ruling_slack_share: float = 0.2

    # Of a cell's width, the white at its sides: Word's margins are 5.4 points each, WPS's the same.
    cell_padding_pt: float = 11.0

    # Rows between which no ruling is drawn. Observed on pages drawn without one: a row adds its cells' margins
    # to the step from line to line. Steps are shares of a line's height; Word's widest usual one is 1.5.
    row_step_ratio: float = 1.3  # to the step of wrapped lines, of the step from one row to the next
    widest_usual_step: float = 1.5  # where no line is wrapped

    # What speaks against rows that stand as close as the lines of one cell. Costs in ems.
    join_cost: float = 1.0  # a cell has a line below one that had room for its beginning
    split_cost: float = 0.3  # two cells where the upper had no room for the lower's beginning
    split_text_cost: float = 1.0  # the same where the characters are no beginning
    row_cost: float = 0.5
    label_row_cost: float = 1.5  # a row with nothing but a label
    crossed_label_cost: float = 0.15  # a label stands across a row's end
    narrow_white_cost: float = 0.5  # at most: there is less white between two rows than usual
    wide_white_cost: float = 1.0  # there is as much of it within one row
    missed_label_cost: float = 0.5  # at most: a label misses its place in its row
    place_slack_em: float = 0.2  # by which a cell may miss its place in its row
    better_share: float = 0.8  # of what the rows by white cost, at most
    better_lines_share: float = 0.75  # the same in the lines of a text
    fewest_weighed_lines: int = 12  # of a text: fewer tell too little of its rows
    # In the lines of a text, observed on what pdftotext makes of sample forms:
    second_figure_cost: float = 2.0  # a row has two figures in a column where each row prints one
    figureless_cost: float = 1.3  # or none
    head_over_figure_cost: float = 0.7  # a cell goes on from words to a figure
    across_columns: int = 3  # a text across so many parts one block of columns from the next
    worst_cost: float = 12.0  # beyond which no row is looked at; bounds the time

    # Labels beside several rows. Costs in ems.
    unlabelled_cost: float = 0.4  # a row has no label
    unlabelled_inner_cost: float = 0.8  # the same for a row that has one in the next column
    unlabelled_crossed_cost: float = 0.1  # the same for a row with a text across the columns of labels
    mixed_rows_cost: float = 0.5  # a label has rows of both these kinds
    unlabelled_end_cost: float = 0.1  # the same for the last rows, whose label the next page may print
    cut_group_cost: float = 1.0  # a label ends within the rows of one to its right
    split_label_cost: float = 5.0  # a label stands over the end of its rows
    cut_off_cost: float = 0.2  # the last label stands beside the first of its rows, as a page end cuts them
    label_slack_em: float = 0.15  # by which a label may miss its place
    label_closer_em: float = 0.25  # by which a label's lines are closer than the rows beside it
    label_reach_em: float = 0.3  # by which a label's ink may reach over its rows
    label_rows: int = 60  # above or below a label that it may cover; bounds the time
    own_text_share: float = 0.9  # of the rows with figures, in which a column with texts of its own has one


LAYOUT = LayoutSettings()
