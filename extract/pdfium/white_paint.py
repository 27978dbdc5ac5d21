"""What white paint leaves of the rulings under it, as forms hide the rules within a merged cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from extract.geometry.marks import Flags, Floats, Ints
from extract.pdfium.settings import PDFIUM


@dataclass(frozen=True, slots=True)
class Drawings:
    """When (n) and on which page (n) the paths of some layers are drawn."""

    moments: Floats
    pages: Ints

    def are_below(self, places: Ints, place: int) -> Flags:
        """Tell which paths are drawn before another on its page."""
        below: Flags = (self.moments[places] < self.moments[place]) & (
            self.pages[places] == self.pages[place]
        )
        return below


def find_on_shades(lines: Ints, shades: Ints, boxes: Floats, drawn: Drawings) -> Flags:
    """Tell which lines (n) lie on a shade, where white paint is seen; both are places of paths in ``drawn``.

    ``boxes`` (m, 4) are those of all paths.
    """
    seen = np.zeros(len(lines), np.bool_)
    middles = (boxes[lines, :2] + boxes[lines, 2:]) / 2
    for at, line in enumerate(lines.tolist()):
        below = shades[drawn.are_below(shades, line)]
        holds = (boxes[below, :2] <= middles[at]).all(axis=1) & (boxes[below, 2:] >= middles[at]).all(axis=1)
        seen[at] = holds.any()
    return seen


def cut_under_white(
    rules: Floats, places: Ints, covers: Floats, cover_places: Ints, drawn: Drawings
) -> tuple[Floats, Ints]:
    """Return what shows of the rules (n, 4), with the places (n) of their paths.

    ``covers`` (m, 4) are lines and areas that the paths at ``cover_places`` (m) paint white. They hide the
    stretch of a rule that was drawn before them, under a line that is as thick, or within an area; a rule on
    the edge of an area is its border.
    """
    for cover, place in zip(covers, cover_places.tolist(), strict=True):
        for along in (0, 1):
            under = drawn.are_below(places, place) & _run_under(rules, cover, along)
            rules, places = _cut_rules(rules, places, under, cover, along)
    return rules, places


def _run_under(rules: Floats, cover: Floats, along: int) -> Flags:
    """Tell which rules that run level (``along`` 0) or upright (1) show on neither side of a cover."""
    across = 1 - along
    is_line = cover[across + 2] - cover[across] <= PDFIUM.thin_fill_pt
    beside = PDFIUM.line_beside_pt if is_line else -PDFIUM.border_within_pt
    is_along = rules[:, along + 2] - rules[:, along] > rules[:, across + 2] - rules[:, across]
    is_above = rules[:, across] >= cover[across] - beside
    is_within = is_above & (rules[:, across + 2] <= cover[across + 2] + beside)
    shared = np.minimum(rules[:, along + 2], cover[along + 2]) - np.maximum(rules[:, along], cover[along])
    under: Flags = is_along & is_within & (shared > PDFIUM.shortest_hidden_pt)
    return under


def _cut_rules(rules: Floats, places: Ints, under: Flags, cover: Floats, along: int) -> tuple[Floats, Ints]:
    if not under.any():
        return rules, places
    left: list[Sequence[float]] = []
    left_at: list[int] = []
    for rule, at in zip(rules[under].tolist(), places[under].tolist(), strict=True):
        pieces = list(_find_pieces(rule, cover.tolist(), along))
        left += pieces
        left_at += [at] * len(pieces)
    kept = np.concatenate((rules[~under], np.array(left).reshape(-1, 4)))
    return kept, np.concatenate((places[~under], np.array(left_at, np.int64)))


def _find_pieces(rule: Sequence[float], cover: Sequence[float], along: int) -> Iterator[list[float]]:
    """Yield what stands out of a cover on either end."""
    before, behind = list(rule), list(rule)
    before[along + 2] = cover[along]
    behind[along] = cover[along + 2]
    for piece in (before, behind):
        if piece[along + 2] - piece[along] > PDFIUM.shortest_hidden_pt:
            yield piece
