"""The numbers that tell the rulings of a scanned page from its other strokes."""

from __future__ import annotations

from dataclasses import dataclass


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
    em_percentile: float = 70.0  # of components by size, those that are characters and not strokes of them
    em_ratio: float = 1.1  # of the text's height to theirs
    lowest_text_pt: float = 7.0
    highest_text_pt: float = 16.0
    usual_em_pt: float = 10.5  # Chinese size 5, where a page has no text to measure

    # Level rulings: windows full of ink, and paper above and below.
    level_window_em: float = 2.2
    level_ink_share: float = 0.65
    level_side_share: float = 0.45
    level_free_side_share: float = 0.25  # the same of one side, beside a second ruling
    level_free_pt: tuple[tuple[float, float], ...] = ((0.9, 2.2), (2.0, 3.4))  # aside: farther of a thick one
    level_seed_em: float = 4.0  # no text has a stroke as long
    # Upright ones: an em is the longest stroke of a character.
    upright_window_em: float = 1.0
    upright_ink_share: float = 0.85
    piece_share: float = 0.9  # of the window, that a piece is long at least
    trace_step_pt: float = 2.0  # along a piece, from one place of it that is told to the next
    gap_pt: float = 4.0  # between two pieces of one ruling
    drift_pt: float = 1.6  # by which one ruling may be out of line over the page
    same_pt: float = 3.4  # two closer ones are one, drawn double

    # Lines under words, drawn from side to side of a cell right above its lower ruling.
    lowest_row_em: float = 0.75
    longer_ratio: float = 2.0

    # The back of the page, that shines through: its rulings are as many as the page's own.
    faint_ratio: float = 0.4
    usual_contrast_share: float = 0.75  # of the length of all lines, by contrast

    # A stretch from one ruling across to the next.
    reach_pt: float = 2.5  # by which a ruling may fall short of another and still cross it
    far_pt: float = 6.0
    beyond_pt: float = 14.0  # by which a streak goes on beyond the table
    darker_ratio: float = 1.4  # of a ruling under a crease, to the crease beyond the table
    veiled_strength: float = 0.4
    hiding_share: float = 0.8  # of a stretch that a streak covers, under which a ruling may lie
    fewest_together: int = 3  # lines of a table that begin or end together
    crossing_pt: float = 1.0  # at its ends, where the rulings across have their own ink
    crossings_a_stretch: float = 6.0  # so many of such ends a short stretch is long at least
    bend_pt: float = 40.0  # over which a ruling is straight
    search_pt: float = 0.8  # from where a ruling is looked for, to either side
    off_cost: float = 0.05
    side_near_pt: float = 0.8  # beside a ruling, where strokes hang on it
    side_far_pt: float = 2.4
    thicker_pt: float = 1.0  # farther away for a thick one
    end_pt: float = 6.0  # in which its ink is looked through for gaps
    touch_pt: float = 2.5  # on which ink goes on from the ruling at an end
    join_pt: float = 0.5  # a narrower gap is a flaw of the scan
    covered_share: float = 0.3
    # Gaps that the page's rulings have anyhow: as many stretches with nothing beside them have less.
    flaw_share: float = 0.8
    flaw_ink_share: float = 0.75
    flaw_side_share: float = 0.06
    most_flaw_pt: float = 4.0
    broken_pt: float = 0.8  # of such gaps: an edge may have lost most of its ink
    known_em: float = 1.2  # of plain edges, from which others in line with them are likelier
    # Lines that end together beyond the last ruling across, where a page cuts a table.
    long_em: float = 2.5
    open_end_em: float = 0.8
    narrowest_em: float = 6.0  # of a table; a title's characters are up to three ems of the text wide
    lowest_em: float = 1.0
    margin_pt: float = 6.0  # of the sheet, that no table reaches


RULINGS = RulingSettings()


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeKind:
    """What an edge of a ``strength`` shows at least and at most, from one ruling across it to the next.

    ``least_ink`` is the share of it that has ink; ``most_emptier`` and ``most_fuller`` are the shares that
    have ink beside it, on its emptier and its fuller side. ``most_gap_pt`` is the longest gap in the ink near
    its ends; from so many ends as ``least_touched`` tells the ink goes on without one.
    """

    strength: float
    least_ink: float
    most_fuller: float = 1.0
    most_emptier: float = 1.0
    most_gap_pt: float = 100.0
    least_touched: int = 0
    least_length_em: float = 0.75  # no row is lower than its text, no column narrower than a character


# Nearly all edges of degraded pages were seen to have ink over 0.95 and sides below 0.1. Strokes of characters
# that reach from ruling to ruling have sides over 0.35 or gaps at their ends, and are no longer than two ems.
PLAIN_EDGES = (
    EdgeKind(strength=1.0, least_ink=0.93, most_fuller=0.12, most_gap_pt=0.6),
    EdgeKind(strength=1.0, least_ink=0.93, most_fuller=0.35, most_gap_pt=0.3),
    EdgeKind(strength=1.0, least_ink=0.93, most_fuller=0.35, most_gap_pt=0.6, least_length_em=1.5),
    # nothing beside it: no stroke of text is so bare, and a line under words ends farther from the rulings
    EdgeKind(strength=0.8, least_ink=0.85, most_fuller=0.06, most_gap_pt=1.5, least_length_em=1.5),
    EdgeKind(strength=0.4, least_ink=0.85, most_fuller=0.06, most_gap_pt=2.6, least_length_em=1.5),
    EdgeKind(strength=0.8, least_ink=0.93, most_fuller=0.35, most_gap_pt=1.5, least_length_em=2.0),
    # a line under words, or a seal, on one side or both
    EdgeKind(strength=0.8, least_ink=0.93, most_emptier=0.12, most_gap_pt=0.6, least_length_em=2.0),
    EdgeKind(strength=0.6, least_ink=0.93, most_emptier=0.6, most_gap_pt=0.6, least_length_em=2.0),
    EdgeKind(strength=0.4, least_ink=0.75, most_fuller=0.08, most_gap_pt=2.6, least_length_em=2.0),
    EdgeKind(strength=0.4, least_ink=0.65, most_fuller=0.04, most_gap_pt=2.6, least_length_em=1.7),
)
# Where others in line with it are edges.
LIKELY_EDGES = (
    EdgeKind(strength=0.8, least_ink=0.93, most_fuller=0.2, most_gap_pt=0.8),
    EdgeKind(strength=0.6, least_ink=0.93, most_fuller=0.2, least_touched=1, least_length_em=2.0),
    EdgeKind(strength=0.6, least_ink=0.93, most_fuller=0.5, most_gap_pt=0.3),
    EdgeKind(strength=0.6, least_ink=0.93, most_emptier=0.12, most_gap_pt=0.6, least_touched=2),
    EdgeKind(strength=0.4, least_ink=0.93, least_touched=1, least_length_em=2.0),
    EdgeKind(strength=0.4, least_ink=0.7, most_fuller=0.12, most_gap_pt=2.6, least_length_em=1.5),
    EdgeKind(strength=0.4, least_ink=0.7, most_fuller=0.12, least_touched=1, least_length_em=1.5),
    EdgeKind(strength=0.4, least_ink=0.5, most_fuller=0.06, most_gap_pt=2.6, least_length_em=1.2),
    EdgeKind(strength=0.4, least_ink=0.4, most_fuller=0.1, least_touched=2),
    EdgeKind(strength=0.4, least_ink=0.5, most_fuller=0.06, least_touched=1, least_length_em=1.5),
)
# Where the line is an edge before and behind it: under seals, in shaded cells.
BRIDGED_EDGES = (EdgeKind(strength=0.4, least_ink=0.93, most_gap_pt=0.3, least_touched=2),)
# What may be an edge beside others in line with it, though it is taken for none.
LOST_EDGES = (
    EdgeKind(strength=0.2, least_ink=0.85, most_gap_pt=0.6, least_touched=1),
    EdgeKind(strength=0.2, least_ink=0.25, most_fuller=0.04, least_length_em=1.2),
    EdgeKind(strength=0.2, least_ink=0.5, most_fuller=0.4, least_touched=1, least_length_em=2.5),
)
