"""The numbers that decide which rulings are one, which part cells, and which glyphs are one text line.

All were observed on the sample forms and on pages drawn by Word, WPS, Excel and LibreOffice;
``benchmarks/sensitivity.py`` tells which rows change when one is moved by a fifth.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GeometrySettings:
    """Lengths are in points; shares are of a glyph's height."""

    # Rulings.
    snap_pt: float = 3.0  # within which two are one: a double one is 1.5 apart, and no row of text is as low
    gap_pt: float = 4.0  # that a ruling may fall short of another and still meet it
    shortest_pt: float = 5.0  # what is shorter parts no cells
    dot_pt: float = 2.6  # a dot may be a piece of a dotted ruling in either direction
    exact_pt: float = 0.4  # within which pieces are one ruling, were they never so short
    # where all rulings of a table meet, an underline falls short of its cell's sides by little more
    exact_gap_pt: float = 1.5
    most_rulings: int = 3000  # in one direction; a map has more, and a table's rulings are the longest

    # Lines through text, of which Word's and browsers' are 0.5 to 1.5 points thick. Shares of the glyph's
    # box.
    strike_pt: float = 2.0
    touch_pt: float = 1.0  # within which two rulings meet
    strike_from_share: float = 0.3
    strike_to_share: float = 0.75
    strike_slack_share: float = 0.6  # by which the line may end beyond the glyphs

    # Marks of notes and powers: Word raises by a third and makes them two thirds as high.
    raised_height_share: float = 0.85
    raised_share: float = 0.12
    lowered_share: float = 0.4  # a line below stands lower
    raised_gap_share: float = 0.4
    # Two figures of one number are drawn one after the other; fonts that give a figure's width as a
    # character's let them overlap by half.
    overlap_next_share: float = 0.75
    # The step from a figure to the next, of its width: all of a number are alike but for kerning, which takes
    # a seventh of two ones. Farther on begins another number.
    crowded_share: float = 0.82
    next_figure_share: float = 1.4
    overlap_share: float = 0.4  # of a figure, that lies under another: drawn twice for boldness it is one

    # Of a page's straight glyphs, that are turned one way where the page lies; labels beside a table are
    # fewer.
    turned_share: float = 0.7
    fewest_turned: int = 12  # a page with a turned label and nothing else does not lie

    # Text lines.
    same_line_share: float = 0.45  # by which glyphs of one line may be out of level
    word_gap_share: float = 0.35  # between two letters or figures that no blank parts
    # Glyphs set apart over a cell's width, as 分散对齐 does: gaps of one line that differ by less are alike.
    spread_slack_share: float = 0.2
    fewest_spread: int = 3  # two glyphs apart may be two numbers
    line_gap_share: float = 0.8  # the same between any two glyphs outside tables


GEOMETRY = GeometrySettings()
