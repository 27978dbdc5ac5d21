"""The numbers that decide how lines of text are found and recognised on scanned pages.

All were observed on the sample forms, printed at 150 to 300 dpi and degraded.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RecogniserSettings:
    """How a line is put to the recogniser, and what is kept of its output. Lengths are in its pixels."""

    line_height_px: int = 48  # that the models were trained on
    step_px: int = 8  # of the line's width, for which the model gives one step
    width_step_px: int = 32  # lines of one width go together; the white at the end is paper
    widest_px: int = 2400  # a longer line is squeezed: a page's width in small print
    most_pixels: int = 12_800  # of width in one go: the output is 18,710 numbers a step
    kept: int = 8  # characters a step, the likeliest

    # The search for the likeliest texts.
    beam: int = 8  # texts
    least_share: float = 1e-4  # a character less likely than this at a step is not tried
    long_steps: int = 60  # a line of more steps is no figure, and a narrow search will do
    narrow_beam: int = 2


RECOGNISER = RecogniserSettings()


@dataclass(frozen=True, slots=True)
class TextLineSettings:
    """How ink is parted into lines. An em is the height of the page's Chinese characters."""

    # Ink and paper.
    ink_share: float = 0.3  # of the way from paper to the page's ink, beyond which a pixel is ink
    least_ink: int = 70  # that the page's ink is darker than paper
    darkest_percent: float = 10.0  # of a page's dark pixels, that tell how dark its ink is
    black: int = 48  # as dark, or as light as paper, are the pixels of a page of two values
    bilevel_share: float = 0.1  # of its ink, that is grey where a page is of more
    bilevel_blur_pt: float = 0.3  # by which a page of two values is made grey: the models know no other
    speck_pt2: float = 0.3  # a point of 9 pt print has 0.9 square points, a pixel of a fax 0.13

    # The page's em: the heights of components that may be characters.
    least_em_pt: float = 5.0
    most_em_pt: float = 24.0
    usual_em_pt: float = 10.5
    em_percentile: float = 75.0  # of the heights; figures and parts of characters are lower
    least_width_share: float = 0.25  # of its height; a narrower one is a stroke or a rest of a ruling
    fewest_components: int = 12

    # Rests of rulings at the sides of a cell.
    inset_pt: float = 0.6
    ruling_depth_pt: float = 2.4  # how far into the cell a ruling may reach
    ruling_reach_pt: float = 3.0  # from the lattice's edge, within which the ruling is looked for
    found_ruling_share: float = 0.8  # of a side, that ink covers where the ruling is
    ruling_share: float = 0.55  # of a side, that ink covers where a ruling is
    rest_pt: float = 1.7  # the thickness of a rest
    fringe_pt: float = 0.75  # the same where the ruling is cut off
    level_rest_em: float = 4.0  # longer ones as thin, anywhere in the cell, are rests
    level_rest_share: float = 0.8  # of the cell's width, the same
    upright_rest_em: float = 1.3  # the same of upright ones near a side
    flat_em: float = 0.3  # the height of a level stroke
    stroke_slack_em: float = 0.35  # by which level strokes of one character may differ at either end

    # A faint stroke beside a line.
    faint_share: float = 0.5  # of the way from paper to where ink begins
    faint_reach_em: float = 1.3
    faint_width_em: float = 0.45

    # Specks: a point of print is beside a figure.
    speck_em: float = 0.22
    dash_ratio: float = 1.6  # of width to height: longer ones are dashes
    stroke_em: float = 0.35
    speck_gap_em: float = 0.8
    based_em: float = 0.12
    point_gap_em: float = 0.55
    speck_level_em: float = 0.25

    # Lines.
    merge_gap_em: float = 0.4  # the strokes of one character, one over the other
    merge_height_em: float = 1.25
    tall_em: float = 1.7  # what is higher is two lines that touch
    pitch_em: float = 1.25  # the least distance of two lines
    pitch_slack_em: float = 0.25  # that the last of lines that touch has no white below it
    cut_reach_share: float = 0.3  # of their distance, in which two lines that touch are parted
    full_em: float = 0.62  # a figure is as high; what is lower may be a part of a character
    pad_em: float = 0.18  # around a line's ink
    least_height_em: float = 0.95  # of a line's picture
    most_lines: int = 200  # in one cell: more is dirt

    local_percentile: float = 60.0  # of the heights of a cell's or line's components, that is its own em
    least_local_em: float = 0.8
    most_local_em: float = 3.5

    # Words outside tables.
    word_gap_em: float = 1.6
    stroke_gap_em: float = 0.2  # between the strokes of a character, one over the other
    lowest_line_em: float = 0.3
    highest_em: float = 4.0  # a title's character
    widest_em: float = 12.0  # some of them that touch
    longest_stroke_em: float = 3.0  # of those as thin as a rest of a ruling
    highest_stroke_em: float = 1.5  # the same of upright ones


TEXT_LINES = TextLineSettings()


@dataclass(frozen=True, slots=True)
class CellTextSettings:
    """How cells are read from their lines. An em is the height of the page's Chinese characters."""

    # Signs told by their shape.
    dash_height_em: float = 0.3
    dash_ratio: float = 1.6  # of its width to its height
    dash_width_em: float = 0.22
    long_dash_em: float = 0.7  # 一 and — are as wide as a character
    double_dash_em: float = 1.45
    most_strokes: int = 3  # of a dash or slash that is broken
    dot_em: float = 0.3
    dots_slack_em: float = 0.12  # by which the dots of an ellipsis may differ
    bar_width_em: float = 0.14
    bar_height_em: float = 1.1  # higher than any character
    slash_thin_share: float = 0.035  # of the spread of its pixels across it to that along it
    slash_slope: tuple[float, float] = (0.12, 1.6)  # of its way to the right to its way up
    slash_height_em: float = 0.5

    stop_em: tuple[float, float] = (0.15, 0.5)  # the size of a full stop that has a line of its own

    # Two readings.
    sure_at: float = 0.999  # above which the least sure character of a number needs no second reading
    inner_sure_at: float = 0.98  # the same of figures in a text
    text_sure_at: float = 0.9  # the same of other texts
    missing_cost: float = 9.0  # of a text that one of two readings does not know
    most_alternatives: int = 8
    covered_share: float = 0.03  # of a line's box that was lifted: a thin stroke of a seal
    covered_cell_share: float = 0.1  # the same of a blank cell
    column_share: float = 0.5  # of the cells of a column that are numbers: then all may be
    column_cost: float = 8.0  # of reading a text in such a column as a number, at most
    number_cost: float = 3.5  # the same of a text anywhere that is figures for the most part
    figure_share: float = 0.6
    least_glyph_em: float = 0.8  # the height of a glyph's box, were its line a dash
    doubtful: float = 0.5  # how sure a number is of which two readings differ, at most

    # Between two figures: where a separator was lost their middles are farther apart.
    figure_height_em: float = 0.45
    figure_step_share: float = 0.95  # of their height; plain ones are 0.72 to 0.8 apart, a point is 0.35 wide
    figure_width_share: float = 0.9  # of its height, at most
    figure_near_em: float = 0.4  # from where the model saw it to the middle of its ink

    # Labels down a narrow cell.
    stacked_em: float = 1.45  # the widest line of one character
    turned_ratio: float = 2.0  # of the height of a line of turned text to its width
    turned_height_em: float = 2.2
    turned_sure_at: float = 0.85  # how sure the characters of a turned text are in the mean, at least


CELLS = CellTextSettings()
