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

    # Text in columns without a table, which makes a reading doubtful.
    texts_in_columns: int = 3  # of a line, that wide gaps part
    lines_in_columns: int = 5


ENGINES = EngineSettings()
