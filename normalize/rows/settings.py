"""The numbers that decide how rows are cleaned, put together and aligned.

All were set on samples, none by a benchmark.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WrappingSettings:
    """When blanks in a text of a text file are the ends of wrapped lines."""

    fewest_lines: int = 3
    """Fewer pieces tell nothing about the length of a line."""
    shortest_line: int = 3
    """Characters: pieces that are shorter are words, and no lines."""
    slack_characters: int = 1
    """By how many characters full lines may differ."""
    slack_width: int = 2
    """By how much the widths of full lines may differ: one Chinese character."""


@dataclass(frozen=True, slots=True)
class TableSettings:
    """When tables share their columns, and what a title is."""

    same_edge_pt: float = 3.0
    """Edges of columns that are nearer are one edge, drawn again on another page."""
    longest_title: int = 45
    """Characters: a longer line is prose."""
    lines_above_title: int = 4
    """Lines right above a title in which a page's running head may stand."""
    cells_above_title: int = 2
    """Cells of such a line where it is a row of the table."""


@dataclass(frozen=True, slots=True)
class FitWeights:
    """What a text scores for a column by what it says: about -12 (cannot be) to 6 (is one)."""

    longest_name: int = 25
    """Characters: a longer text is no level name and no unit."""
    most_points: int = 200
    """A larger number is neither a weight nor a score."""

    level_name: float = 6.0
    """A known level name that ends in 指标, in the column of its depth: nothing else is so sure."""
    level_word: float = 3.0
    """One that is a word of prose too, as 产出."""
    level_or_indicator: float = 1.5
    """One that is as often an indicator's name, as 社会效益."""
    level_other: float = -3.0
    """Another text, or a level name of the other depth."""
    level_never: float = -6.0
    """A number or prose."""

    name: float = 1.0
    """A text for an indicator's name."""
    name_or_level: float = 0.5
    """A name that is as often a level's."""
    name_compared: float = -2.0
    """One that compares a number: it is rather a target."""
    name_never: float = -4.0
    """A number, or a level name that is none of an indicator."""

    content: float = 0.5
    """A text for the content of a target."""
    content_number: float = -3.0
    """A number there."""

    sign: float = 4.0
    """A comparator, or a kind of target as 定性."""
    sign_other: float = -4.0
    """Anything else in that column."""

    value_compared: float = 1.5
    """A target or an actual value that compares or has a unit."""
    value: float = 0.4
    """Another text there."""
    value_number: float = 0.0
    """A bare number there: it may be points as well."""

    unit: float = 0.5
    """A known unit in a column of units."""
    unit_never: float = -3.0
    """A number or prose there."""

    points: float = 1.5
    """A number that can be points."""
    points_never: float = -12.0
    """Anything else: a weight or a score is always a number."""

    prose: float = 0.5
    """A text for a reason or for measures."""
    prose_cause: float = 1.2
    """One that tells a cause or measures."""
    prose_number: float = -4.0
    """A number there."""

    source: float = 6.0
    """A known source of funds in the column of sources."""
    source_number: float = -8.0
    """A number there."""
    amount: float = 3.0
    """A text of digits mostly in a column of amounts."""
    amount_never: float = -6.0
    """Anything else there, or a percentage."""
    rate: float = 5.0
    """A percentage in the column of the rate."""
    rate_number: float = 1.0
    """A bare number there."""
    rate_never: float = -6.0
    """Anything else there."""


ROWS_KEPT = 2048
"""Ways in which a row's cells stand under its columns, whose path is kept: a table has few, an archive some hundred."""


@dataclass(frozen=True, slots=True)
class PathWeights:
    """What it costs a row of text to stand beside its header's columns."""

    outside: float = -6.0
    """A cell in no column: worse than most columns that do not fit, better than points that are none."""
    slide: float = 2.0
    """Two neighbours whose distance is not that of their columns."""
    slide_more: float = 0.3
    """Each further column of that difference."""
    start: float = 0.7
    """Each column that the first cell stands beside its own."""
    start_most: float = 2.8
    """The most for that: a row that slid as a whole is still a row."""
    same_slide: float = 0.3
    """A first cell that slid as far as the row before: rows of one page slide together."""
    skipped_points: float = 1.5
    """Each column of points that a row leaves blank: a line prints its points."""
    overlap: float = 40.0
    """In a grid, a cell that stands in its column with its whole width: there the place decides."""
    misfit: float = -2.5
    """A cell that scores no more than this cannot be what it stands under."""
    longest_points_word: int = 6
    """Characters of a word that stands for points, as 满分 or 未扣分."""
    word_for_points: float = -1.0
    """Such a word there, in a row as wide as its header."""
    whole_slide_gain: float = 4.0
    """By how much a row as wide as its header fits better where it slid as a whole: else it stays."""
    own_slide_gain: float = 3.0
    """The same where its cells slid by themselves."""
    longest_slide: int = 4
    """Columns by which a row as wide as its header may have slid."""
    rounding: float = 1e-6
    """How far a path may fall behind by rounding alone."""


@dataclass(frozen=True, slots=True)
class RowWidthSettings:
    """When the rows of a text are filled up with blank cells, so that one with fewer lost some."""

    fewest_rows: int = 3
    """Fewer rows tell nothing."""
    other_share: float = 0.2
    """The most of the rows that may be narrower or wider than their header; one may always be."""


@dataclass(frozen=True, slots=True)
class SeamSettings:
    """What goes on over a page end. All were observed on samples."""

    full_row_cells: int = 3
    """Cells that two whole rows print below each other, and a head prints; fewer are labels and values."""
    head_letters: int = 2
    """Letters in a cell of a head, on average."""
    shared_ending: int = 2
    """Characters that labels made alike end with, as 指标: they are two labels, and no halves of one."""
    slack_lines: int = 1
    """By which the half of a cell may be shorter than the fullest and still go on."""
    whole_label_score: float = 100.0
    """Of 100: how surely a level name, or the label of a total, is a label."""
    likely_label_score: float = 1.0
    """The least score of two halves that make a label."""
    rest_characters: int = 4
    """Of the end of a label: 指标 at most, with a bracket's end, as in 标分)."""
    short_number_characters: int = 5
    """That no wrap cuts: two such numbers above and below a page end may be of two rows. A guard."""


WRAPPING = WrappingSettings()
SEAMS = SeamSettings()
TABLES = TableSettings()
FIT = FitWeights()
PATH = PathWeights()
ROW_WIDTHS = RowWidthSettings()
