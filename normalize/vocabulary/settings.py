"""The numbers that decide how a label is told."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VocabularySettings:
    """How long labels are and how alike they may be; all observed on samples."""

    longest_label: int = 40
    """Characters: a longer text is prose, and no label."""
    shortest_similar: int = 5
    """Characters: a shorter text that differs in one is another label, as 省级 and 县级."""
    least_similar: float = 88
    """Of 100, by rapidfuzz's ratio: one character in eight may differ."""
    longest_number: int = 60
    """Characters: a longer text is no number, which has 20 digits at most."""
    longest_remembered: int = 80
    """Characters: longer texts seldom come again, and would fill the memory."""
    remembered_texts: int = 4096
    """Texts whose meaning a process remembers: the labels of all forms, and the cells of the latest."""


SETTINGS = VocabularySettings()
