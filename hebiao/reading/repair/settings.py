"""The numbers that decide when a recognised figure is sure, and when the sums choose another."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RecognisedSettings:
    """Probabilities, their negative logarithms (``cost``) and counts.

    All were set by ``benchmarks/misreads.py``, which misreads printed forms on purpose.
    """

    sure_confidence: float = 0.999
    """Of the least sure sign of a figure, 1 at most: below it the figure may be another."""
    confirmed_others: float = 0.005
    """Which share of what a text may print may have other numbers, where two readings agree in its own."""
    text_confidence: float = 0.9
    """The same of the least sure character of a text without figures."""
    garbled_confidence: float = 0.4
    """The same, below which a text is no text of the form: several cells read as one, or what a seal covers."""
    prose_characters: int = 40
    """A text of more has one unsure character soon, and holds no row."""
    likely_cost: float = 6.9
    """By how much an alternative may cost more than what was read: one in a thousand."""
    proven_cost: float = 6.2
    """By how much an alternative may cost more that no sum speaks against: one in five hundred, as it may be."""
    digit_step: int = 4
    """By how much a digit is changed that the sums have to prove: further than they may be off by rounding."""
    most_cost: float = 5.5
    """What a repair may cost: one in 250, as forms that contradict themselves are much more frequent than that."""
    more_cost: float = 2.3
    """What it may cost more for each sum that it mends beside the first."""
    alone_cost: float = 4.6
    """By how much the next repair has to cost more: it is a hundred times less likely."""
    most_options: int = 7
    """Texts of one cell that are tried."""
    most_paired: int = 240
    """Changes of one cell, the likeliest, of which two are tried together."""
    most_joined: int = 90
    """The same of three."""
    most_verified: int = 200
    """Changes of several cells that are held to all sums."""
    listed_texts: int = 8
    """Texts that a recogniser lists at most: where it lists fewer there are hardly others ..."""
    listed_share: float = 0.95
    """... if these have at least this share of what a text may print."""
    told_rows: int = 3
    """Rows that are named where figures are unsure."""
    told_characters: int = 20
    """Characters of a row's name."""


RECOGNISED = RecognisedSettings()
