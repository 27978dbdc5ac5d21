"""The numbers that decide where tables in text files are, and which lines are one paragraph.

All were observed on the sample forms and on what converters make of them; ``benchmarks/sensitivity.py`` tells
which rows change when one is moved by a fifth.
"""

from __future__ import annotations

from dataclasses import dataclass

# What draws a table in characters: upright lines, corners and crossings, level lines.
PIPES = "|│┃║"
JOINTS = "+" + "".join(map(chr, range(0x250C, 0x254C))) + "".join(map(chr, range(0x2552, 0x2571)))
LEVELS = "-=─━═"


@dataclass(frozen=True, slots=True)
class TextSettings:
    """Counts are of lines, cells or characters, as the name says."""

    # What the bytes mean.
    known_share: float = 0.95  # of Chinese, ASCII and common signs in a text taken for UTF-16
    zero_share: float = 0.02  # of bytes in UTF-16: each figure, tab and line end has one
    text_share: float = 0.7  # of such characters in what is a text, however broken
    most_lost_share: float = 0.1  # of lost places to Chinese characters: with more, nobody knows what it says
    shift_gain: int = 2  # so many more characters are known after a byte that is lost
    common_share: float = 0.45  # of the 3755 most common characters: traditional forms have more, noise half
    most_control_share: float = 0.05  # of control bytes in a text: noise has a tenth
    sample_bytes: int = 65_536  # by which a large file is told to be no text
    most_parted_bytes: int = 50_000  # of broken lines in a file: they take a second; others are cut plainly
    most_foreign: int = (
        3  # letters of other scripts: so few are broken bytes, more are words of another tongue
    )
    big5_characters: int = 20  # with fewer, nothing is certain
    big5_share: float = 0.7  # of its characters are common ones of GB18030: with more it may be that

    # What a character costs where bytes are lost: a common one nothing.
    lost_cost: float = 4.0
    next_lost_cost: float = 1.5
    switch_cost: float = 4.0  # between UTF-8 and GB18030
    second_level_cost: float = 1.0
    rare_cost: float = 2.0
    ascii_trail_cost: float = 3.0
    swallowed_pipe_cost: float = 8.0
    four_bytes_cost: float = 6.0
    latin_signs: str = "\u00a0\u00b0\u00b1\u00b2\u00b3\u00b7\u00d7\u00f7"

    # What parts the cells.
    row_pipes: int = 2  # a row of a table has so many
    open_rows: int = 2  # so many rows without a pipe before them show that pipes only part the cells
    whole_rows_share: float = 0.75  # of a sheet's rows: the others are notes with such signs of their own
    note_characters: int = 12  # of a cell below a sheet that is a sentence
    sheet_columns: int = 4  # a sheet is so wide: two or three words parted by commas are prose

    # Columns that blanks make.
    column_cost_cells: float = 0.05  # what another column costs, in cells that are in no column
    longest_page_lines: int = 200  # where no form feed ends the page before
    rich_line_cells: int = 3  # a line of so many is of a table
    rich_lines_a_blank: int = 2  # with more blank lines than one to so many rich ones, these part the rows

    # Tables that are drawn with characters.
    ruled_row_edges: int = 4  # a table with a rule under each row has so many
    figure_columns: int = 2  # with several figures between two rules show that the rules part no rows

    # Tables whose columns dashes draw.
    longest_head_lines: int = 10  # between the rule over the head and the one that draws the columns

    # Cells and paragraphs that go on.
    longest_cell_lines: int = 200  # of a quoted cell of CSV
    wrapped_line_characters: int = 10  # a shorter line is not wrapped
    longest_paragraph_lines: int = 50


TEXT = TextSettings()
