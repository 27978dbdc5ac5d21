"""What white paint leaves of the rulings under it, as forms hide the rules within a merged cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from extract.geometry.marks import Flags, Floats, Ints
from extract.pdfium.settings import PDFIUM


def cut_under_white(
    rules: Floats, places: Ints, covers: Floats, cover_places: Ints, of_layer: Ints
) -> tuple[Floats, Ints]:
    """Return what shows of the rules (n, 4), with the places (n) of their paths.

    ``covers`` (m, 4) are lines and areas that the paths at ``cover_places`` (m) paint white; ``of_layer`` tells of all
    paths. They hide the stretch of a rule that was drawn before them in their layer, under a line that is as thick,
    or within an area; a rule on the edge of an area is its border.
    """
    for cover, place in zip(covers, cover_places.tolist(), strict=True):
        for along in (0, 1):
            below = (places < place) & (of_layer[places] == of_layer[place])
            under = below & _run_under(rules, cover, along)
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
