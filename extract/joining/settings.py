"""The numbers that decide which tables go on over a page end, and what on a page is no part of its body."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class JoiningSettings:
    """Distances in points (72 an inch). What set a value stands beside it."""

    # Edges of one column on two pages: each page snaps its own rulings.
    same_edge_pt: float = 3.0

    # Of a table on two pages, one of them scanned: feeders and printers that fit a page differ by this much.
    scan_stretch_share: float = 0.05

    # Of a table that another page prints narrower, all edges agree once it is drawn out; in few columns that
    # may be chance. Observed on no sample: a guard.
    fewest_scaled_columns: int = 5

    # Sheets to the right: rows of one height to a point, in so many rows and of so many heights that it is no
    # chance, and on a page not much farther on. A spreadsheet's rows fit their text. Observed on one print of
    # LibreOffice.
    same_row_pt: float = 1.5
    fewest_sheet_rows: int = 6
    fewest_row_heights: int = 2
    fewest_even_rows: int = 10  # where all are of one height
    same_rows_share: float = 0.8  # of the edges of the part with fewer rows; merged cells hide others
    sheets_ahead: int = 6  # pages
    # Text that a page's edge cuts ends near it. Observed on prints of LibreOffice.
    cut_text_pt: float = 12.0
    fewest_title_cells: int = 3  # that a sheet prints again on each page, as its title columns

    # A part of a sheet is a page of A4 made smaller until it fits: two on a sheet of A4 are printed at 0.71.
    paper_short_pt: float = 595.0
    paper_long_pt: float = 842.0
    booklet_pages: int = 120  # a guard: they are held until the last is read

    # A page that prints what the page before does is that page again; one with fewer glyphs may be a form's
    # blank rows. A guard, observed on no sample.
    repeated_page_glyphs: int = 50
    corrected_share: float = 0.9  # of a page's filled cells that say the same where one page corrects another

    # A line of text that runs out of its cell at the foot of a page. Observed on samples that Word prints.
    overflow_height_share: float = 0.8  # of the line's height, from the end of the text that it goes on
    overflow_slack_pt: float = 1.0  # by which it may reach beyond its cell's sides

    # Running heads and feet. Observed on samples; Word's own distance from the edge is 36 to 43 points.
    head_margin_pt: float = 60.0  # from the page's upper edge
    foot_margin_pt: float = 72.0  # from its lower edge
    running_line_height_pt: float = 14.0  # a title that stands on each page is higher
    # Official documents (GB/T 9704) print page numbers 28 mm from the lower edge, in 14 points.
    number_foot_margin_pt: float = 110.0
    number_line_height_pt: float = 24.0
    # Running lines on two pages stand at one place. Observed on samples.
    same_place_pt: float = 6.0
    # Left and right pages may have heads of their own: the next page of a kind is two pages ahead.
    pages_ahead: int = 2

    # A text layer that says nothing: so much of a page has no meaning, or so many cells have none.
    broken_text_share: float = 0.3
    broken_cells: int = 3  # of two characters or more: a check box is one

    # Pages without text to read. Observed on scans, and on a form printed in a Latin font, of whose letters
    # nearly all have accents; in French and Portuguese one in ten has.
    picture_page_share: float = 0.5  # of a page of few glyphs that pictures cover
    latin_share: float = 0.3  # of a page's glyphs
    fewest_latin_letters: int = 20


JOINING = JoiningSettings()
