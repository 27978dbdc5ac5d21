"""The numbers that decide how other engines read a page, and when two cells are one.

All were observed on the sample forms; ``benchmarks/sensitivity.py`` tells which rows change when one is moved
by a fifth.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """Lengths are in points."""

    # Both engines.
    upright_turns: float = 0.03  # quarter turns by which a glyph may lean and still stand straight
    edge_pt: float = 3.0  # within which edges of cells are one

    # pdfplumber.
    snap_pt: float = 3.0
    join_pt: float = 4.0
    intersection_pt: float = 3.0
    word_gap_pt: float = 1.0  # between two words outside tables

    # camelot keeps all that it read until it is done: 6 MB a page.
    pages_at_once: int = 25
    run_gap_em: float = 0.4  # between two glyphs of one run of text, of their height
    same_line_em: float = 0.1  # between their baselines

    # Where both readings of an unruled page agree. The white was set on forms drawn in sixteen looks
    # (``benchmarks/unruled.py``); the confidences only put cells in order.
    row_white_ratio: float = (
        1.4  # of the white between the lines of a row, what is around a sure row at least
    )
    row_white_pt: float = 0.5  # and so much more
    usual_white_share: float = 0.5  # of the usual white between two rows, what is around a sure one at least
    agreed_confidence: float = 0.95  # text, column and row
    alike_confidence: float = 0.8  # the text
    apart_confidence: float = 0.7  # not even that, though no other text was found

    # Text in columns without a table, which makes a reading doubtful.
    texts_in_columns: int = 3  # of a line, that wide gaps part
    lines_in_columns: int = 5


ENGINES = EngineSettings()
