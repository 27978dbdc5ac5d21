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
    # A page with so much ink and so little text was not read. Observed on samples: a page of a form has 4 in a
    # hundred, and 300 glyphs; the dirt of a blank back 1 in a thousand.
    few_glyphs: int = 20
    ink_level: int = 128  # of 255
    least_ink_share: float = 0.005
    sure_ruling_strength: float = 0.5  # a weaker one leaves the cells beside it in doubt
    beside_ruling_pt: float = 3.0  # from a ruling to a point that is surely in the next cell


SCAN = ScanSettings()
