"""The numbers that decide how pages that are pictures are read.

The resolutions are those of scanners: below 150 dpi figures of 9 points are lost, above 300 nothing is won.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScanSettings:
    """Resolutions in pixels an inch; shares are of a page's area."""

    least_dpi: float = 100.0  # of a page that is drawn: its picture is enlarged to it
    most_dpi: float = 300.0
    most_pixels: float = 24e6  # an A3 sheet at 300 dpi has 17
    least_picture_share: float = 0.05  # a smaller picture is a stamp or a logo
    most_decoded_pixels: int = 180_000_000  # a larger picture file is refused before it is decoded
    # What a picture file tells of its resolution counts between these: cameras tell 72, screens 96.
    least_told_dpi: float = 97.0
    most_told_dpi: float = 1300.0
    longest_believed_pt: float = 1700.0  # an A2 sheet: a camera's picture of 72 dpi would be larger
    longest_side_pt: float = 842.0  # of a picture that tells no resolution: an A4 page
    most_frames: int = 2000
    sure_ruling_strength: float = 0.5  # a weaker one leaves the cells beside it in doubt
    beside_ruling_pt: float = 3.0  # from a ruling to a point that is surely in the next cell


SCAN = ScanSettings()


@dataclass(frozen=True, slots=True)
class RulingSettings:
    """Lengths are in points; an em is the height of the page's text."""

    # Ink against the paper beside it.
    thickest_pt: float = 4.0  # a thicker stroke is the edge of a page, a fold or a picture
    average_pt: float = 1.6  # along a line, which takes the noise out of a faint one
    ink_share: float = 0.3  # of the page's own ink that a ruling's is dark: hairlines are grey
    noise_spreads: float = 5.0  # that ink stands out of the noise of the paper
    least_contrast: float = 8.0  # of 255; what JPEG leaves around strokes
    # Components of text.
    least_em_pt: float = 5.0
    most_em_pt: float = 18.0
    fewest_components: int = 20
    usual_em_pt: float = 10.5  # Chinese size 5, where a page has no text to measure

    # Level rulings: windows full of ink, and paper above and below.
    level_window_em: float = 2.2
    level_ink_share: float = 0.75
    level_side_share: float = 0.45
    level_seed_em: float = 5.0  # no text has a stroke as long
    # Upright ones: an em is the longest stroke of a character.
    upright_window_em: float = 1.0
    upright_ink_share: float = 0.85
    gap_pt: float = 4.0  # between two pieces of one ruling
    drift_pt: float = 1.6  # by which one ruling may be out of line over the page
    same_pt: float = 2.9  # two closer ones are one, drawn double
    search_pt: float = 0.8  # from where a ruling is looked for, to either side

    # An edge between two rulings across.
    end_pt: float = 1.5  # in which it has to touch the rulings at its ends
    side_near_pt: float = 0.8
    side_far_pt: float = 2.4
    covered_share: float = 0.4
    plain_ink_share: float = 0.93
    plain_side_share: float = 0.35
    plain_gap_pt: float = 0.6
    likely_side_share: float = 0.2
    crowded_side_share: float = 0.5
    likely_gap_pt: float = 0.3
    likely_ink_share: float = 0.7
    clean_side_share: float = 0.12
    known_em: float = 1.2  # of plain edges in line, from which a line is known
    long_em: float = 2.5
    open_end_em: float = 0.8
    beyond_pt: float = 14.0  # by which a streak goes on beyond the table


RULINGS = RulingSettings()
