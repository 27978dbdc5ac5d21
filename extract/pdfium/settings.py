"""The numbers that decide which of the glyphs and strokes that PDFium gives are seen, and which are rulings.

All were observed on the sample forms and on pages drawn by Word, WPS, Excel and LibreOffice;
``benchmarks/sensitivity.py`` tells which rows change when one is moved by a fifth.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PdfiumSettings:
    """Lengths are in points; shares are of a glyph's width or height."""

    # Glyphs.
    upright_rad: float = 0.03  # by which a glyph may lean and still stand straight
    same_place_share: float = 0.3  # by which a glyph that is drawn twice, as for boldness, is moved
    narrow_share: float = 0.4  # of its height: a narrower point is drawn twice as far apart as its figures
    level_pt: float = 0.3  # within which glyphs are level
    # a narrow blank's width, of a glyph's height, and more than the space between Chinese and Latin
    true_gap_share: float = 0.25
    widest_gap_share: float = 1.0  # of a blank in text on its head: beyond it another cell begins

    # Pages that lean: of some objects that stand apart nearly all texts lean alike. A printer's driver is exact
    # to a hundredth of a degree, a scanner's feed is off by up to a few. Observed on pages turned by script.
    fewest_sampled: int = 4  # where all of these are upright, no more are asked
    sampled_objects: int = 12
    leaning_share: float = 0.8
    least_lean_rad: float = 0.0004  # a page's height from its foot, a third of a point
    most_lean_rad: float = 0.15  # 8 degrees; a watermark leans by more

    # Ink.
    smallest_glyph_pt: float = 2.0  # lower and narrower is not seen; the smallest print is 4 points high
    same_shade_levels: int = 6  # of 255, by which two colours differ that nobody tells apart
    least_opaque: int = 8  # of 255: fainter paint is not seen
    # Of a page's texts without ink: they are what a program read off the page's picture.
    scan_text_share: float = 0.9
    scan_picture_share: float = 0.5  # of a page, that its pictures cover
    # Pages with few glyphs may be pictures or curves. Observed on scans with a stamp of the scanner's
    # program, and on pages whose text was turned into paths: a Chinese character has some 40 segments.
    few_glyphs: int = 40
    curves_of_text: int = 3000  # segments of a page's paths but for rectangles: some 80 characters
    clip_margin_pt: float = 1.5  # a sheet's clip lies as far outside its border; a guard
    seen_share: float = 0.7  # of a glyph that a clip cuts: less of it nobody reads
    covered_share: float = 0.8  # of a text's width and height below later paint: nobody sees it

    # Fonts whose map is wrong. Observed on 600 faces of 105 families: drawn by a font that the shapes were not
    # taken from, a digit is another one by this ratio of distances in none, and told in 99 of 100 that are.
    like_distance: float = 2.5  # farther from all shapes it is no digit that anybody can name
    other_digit_ratio: float = 0.75
    ink_level: int = 96  # of 255
    least_ink_share: float = 0.02  # of a line's height: a blank's box is lower
    lowest_digit_share: float = 0.2  # of a line's height: points and hyphens are lower
    highest_point_share: float = 0.45  # of a line's height: figures are higher than a point, comma or hyphen
    box_edge_share: float = 0.9  # of the edges around a box
    glyph_pixels: float = 24.0  # a glyph's longer side in its picture
    least_glyph_pixels: int = 10  # of its longer side: in a smaller picture nobody sees which digit it is
    most_text_pixels: float = 4e5  # of the picture of the text that a glyph is of

    # Optional content: how many objects without a group's name are looked for, and the picture's longer side.
    most_optional: int = 64
    optional_pixels: float = 1500.0

    # Seals: round, coloured, and as large as China's are (30 to 60 mm).
    smallest_seal_pt: float = 50.0
    largest_seal_pt: float = 200.0
    seal_oval_ratio: float = 1.8  # times as wide as high
    seal_colour_levels: int = 60  # of 255, between the strongest and the weakest of red, green and blue

    # Rulings.
    border_within_pt: float = 1.0  # of the paint's edge: a line on the edge is the border of what is painted
    thin_fill_pt: float = 2.6  # thicker fills are shades
    lean_pt: float = 1.0  # by which a stroke may lean
    line_beside_pt: float = (
        0.5  # by which a rule, whose box has half its width around it, may stand out beside a white line
    )
    shortest_hidden_pt: float = (
        2.0  # a rule's shorter stretch under white paint is a crossing, or what a cap leaves
    )


PDFIUM = PdfiumSettings()
