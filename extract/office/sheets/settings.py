"""The numbers that decide where on a sheet a table is; all were observed on made and published sheets."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SheetSettings:
    """Counts are of rows, columns or cells, as the name says."""

    # What parts a sheet into blocks.
    blank_rows_between: int = 20  # print breaks of hand-made sheets have up to a dozen
    blank_cols_between: int = 6  # notes stand one to three columns from a form
    table_rows: int = 3  # with two filled cells or more: what is less is a note beside a form
    heads_above: int = 3  # rows of one cell that stand over two forms side by side
    repeated_texts: int = (
        6  # labels that two forms side by side both print; halves of one form share five at most
    )
    repeated_share: float = 0.05  # of the texts of each; of forms of one kind a fifth
    note_share: float = 0.34  # of a table's rows: a note beside it has fewer
    ruled_share: float = 0.5  # of a block's filled cells: a table drawn by borders
    # What is not seen.
    smallest_font_pt: float = 2.0  # nobody reads it on paper
    narrowest_column_chars: float = 0.3  # in narrower ones not a digit is seen
    lowest_row_pt: float = 1.0
    # What is read at most.
    hidden_cols: int = 200_000  # of all stretches that a sheet names; it has 16,384 columns
    merged_areas: int = 50_000
    merged_rows: int = 1_000_000  # of all areas together, rows with a filled cell
    blank_styled: int = 200_000  # blank cells over which a text may be centred
    most_cells: int = 100_000  # of a workbook: a form has 300, and so many take four seconds


SHEETS = SheetSettings()
