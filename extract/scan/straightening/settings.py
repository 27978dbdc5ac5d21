"""The numbers that decide what is paper, what is coloured ink, and how a page is bent straight.

All were observed on printed forms that were scanned, faxed and photographed, most of them by our own
``benchmarks/scan_pages.py``.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StraighteningSettings:
    """Lengths are in points; levels are shares of the paper's light."""

    # The light that the paper gives, told on a picture of one pixel a point.
    stroke_pt: int = 11  # wider than any stroke of ink: the lightest within it is paper
    speck_pt: int = 3  # lighter ones are noise
    median_pt: int = 15  # of the light around each place
    smooth_pt: int = 31  # over which light changes little
    dark_percentile: float = 2.0  # of the light over a page, where its paper is darkest
    light_percentile: float = 90.0  # and where it is lightest
    darkest_paper: float = 0.25  # of the lightest paper; what is darker is no paper in a shadow
    even_light: float = 0.96  # a page whose paper is nowhere darker needs no evening

    # Where the paper ends.
    steepest_light: float = 0.12  # by which light changes over four points, as the logarithm of its level
    least_level: int = 4  # of 255; noise of what is darker is no change of the light
    ink_depth: float = 0.25  # of the paper's light by which ink is darker, besides
    fewest_ink_levels: int = 24  # of 255 by which ink is darker than paper; the grain of a dark desk is not
    fewest_inked_share: float = 0.01
    inked_share: float = 0.4  # of the paper's ink for its area, that a part in a sharp shadow bears
    smallest_part_share: float = 0.01  # of the picture
    smallest_paper_pt: int = 40
    paper_hair_pt: int = 9  # thinner parts are no paper
    paper_blur_pt: int = 5  # in which light falls off at the paper's edge
    paper_near_share: float = 0.001  # of what is around a place off the paper, from which its light is told
    smallest_paper_share: float = 0.12  # of the picture
    smallest_desk_share: float = 0.004  # of the picture; less is a ragged edge
    lightest_desk: float = 0.9  # of the paper's light
    paper_rim_pt: int = 2  # along the paper's edge, which throws a shadow

    # Contrast.
    noise_spreads: float = 4.0  # of the paper's grain that are still paper
    most_grain_levels: int = 51  # of 255 by which the grain of paper is darker than it
    fewest_white_levels: int = 15  # of 255 by which ink is darker than what is made white
    lightest_ink: float = 0.7  # a guard: what is darker is never taken for grain
    ink_rank: float = 0.3  # of the ink's pixels that are as dark as its strokes are inside
    ink_level: int = 40  # to which they are darkened
    fewest_ink: int = 200  # pixels, from which the darkness of ink is told

    # Coloured ink.
    coloured_levels: int = 40  # of 255 by which the channels of a coloured pixel differ at least
    colour_sample: int = 7  # each so many pixels are asked whether a page has colours
    coloured_share: float = 0.00006  # of them, from which it has: a line of a pen takes ten times as much
    lifted_level: float = 0.45  # seals of which less light comes in their own colour hide what they cover
    seal_light_percentile: float = 20.0  # of a seal's pixels, those whose light is that of its ink
    tinted_from_levels: int = 15  # from so many levels between the channels a pixel is lightened
    tinted_over_levels: int = 30  # over so many more, until it is as a whole
    colour_dots_pt: float = 2.0  # at which the shapes of coloured ink are told
    coloured_dot_level: int = 64  # of 255; a dot of which a quarter is coloured
    inked_dot_level: int = 160  # of 255; a darker dot is ink
    seal_spread_pt: float = 2.0  # by which a seal is wider than it is seen
    seal_gap_pt: float = 4.0  # that black strokes, and weak ink, cut into the ring of a seal
    smallest_seal_pt: float = 34.0  # seals are 38 to 60 mm wide, those of names 15 to 20 mm
    longest_character_pt: float = 26.0  # titles are set in 22 points
    shortest_ruling_pt: float = 50.0  # longer than the level top of a seal's ring
    coloured_rulings_share: float = 0.3  # of all rulings, from which the table is printed in colour
    most_seals: int = 200

    # Streaks of a scanner's dirty glass.
    streak_margin_pt: float = 6.0  # that a margin is looked at, and as far from the edge
    fewest_margins: int = 10  # so many margins a picture is long at least, of which any is looked at
    streaked_share: float = 0.05  # of a margin that is dark; more is print
    faintest_streak: int = 8  # levels of 255 that it is darker than paper
    widest_streak_pt: float = 2.5
    streak_aside_pt: float = 0.8  # from its edge to what is not blurred by it
    streak_blur_px: int = 3  # to which a ruling at the picture's edge may be blurred
    streak_share: float = 0.9  # of the page's length on which it must be seen

    # Folds.
    crease_light: float = 0.93  # of the paper's light
    darkest_crease: float = 0.3  # of the paper's light: a fold is taken for no darker
    thinnest_crease_pt: float = 0.7
    crease_reach_pt: float = 8.0  # to both sides
    crease_slope: float = 0.02  # of the page's height, from one margin to the other

    # Straight pieces, found at about 100 dots an inch.
    segment_dots_pt: float = 1.4
    segment_blur: float = 1.0  # of those dots
    shortest_segment_pt: float = 12.0
    fewest_length_pt: float = 400.0  # of pieces of one direction, which a page of text without a table lacks
    most_segments: int = 4000  # the longest
    direction_step_deg: float = 0.5
    direction_near_steps: int = 4  # so many steps away count with a direction, the less the farther
    direction_near_deg: float = 2.5
    direction_slack_deg: float = 12.0  # by which the rulings of a photo go apart

    # How the page is straightened.
    least_tilt_deg: float = 0.05
    fine_step_deg: float = 0.02
    fine_reach_deg: float = 0.5
    kept_size_deg: float = 3.0  # up to this tilt, what leaves the page is margin
    photo_paper_share: float = 0.9  # of a picture that the paper takes at most, where the rest is a desk
    paper_length_pt: float = 842.0  # that it then has: A4
    flat_residual_deg: float = 0.12  # rulings of a flat page are as straight as that
    sharper: float = 1.1  # by which rulings must fall on levels more sharply for a projection to be taken
    fewest_pieces: int = 4  # that tell of a projection: two unknowns, and something that tells of errors
    projection_slack_deg: float = 2.0  # by which pieces may lean from it at first; then less
    least_projection_slack_deg: float = 0.15
    most_projection: float = 0.6  # of its terms; no page is photographed so
    bent_sharper: float = 1.15  # and for a bend
    mesh_px: int = 16  # between the places of a bent page that are computed
    fewest_bent_pieces: int = 12  # of one direction, that tell of a bend
    least_bend_pt: float = 0.5
    most_bend_pt: float = 60.0
    bend_powers_along: int = 6  # of the polynomial that rulings follow
    bend_powers_aside: int = 2
    bend_ridge: float = 1e-5  # of what the pieces weigh
    bend_slack_deg: float = 2.0  # by which pieces may lean from the bend at first; then less
    finest_dots_pt: float = 300 / 72  # finer print is read no better
    least_shrinking: float = 0.98  # a picture that is finer by less is not worth a blur
    most_pixels: int = 20_000_000  # A3 at 300 dots an inch

    # Which way up. Lines of text are found without the table.
    text_dots_pt: float = 1.5
    text_level: int = 150  # of 255; darker is ink
    longest_stroke_pt: float = 20.0
    letter_gap_pt: float = 3.4  # less than between two lines
    lowest_text_pt: float = 5.0
    highest_text_pt: float = 20.0
    line_pad_dots: int = 2  # around a line
    shortest_line_heights: int = 3  # that it is long at least
    longest_line_heights: int = 16
    letters_a_height: float = 0.6  # in its length, at least
    text_height_percentile: float = 75.0  # figures are lower, two lines that touch higher
    letters_weight: float = 0.05  # of a letter more or less than are read, against the line's height
    letters_read: int = 7  # of a line, that it is chosen for
    most_lines: int = 60
    fewest_letters_read: int = 3
    lines_read: int = 8
    lines_told: int = 3  # of them, those best read
    read_at: float = 0.8  # confidence of what is read, from which no other way is tried
    read_at_least: float = 0.4
    read_better: float = 0.15  # than as the page stands, to turn it


STRAIGHTENING = StraighteningSettings()
