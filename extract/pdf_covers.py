"""Lines that white paint covers: what is drawn later lies over what was drawn before."""

from __future__ import annotations

import numpy as np

from extract.marks import Flags, Floats, Ints

_WITHIN = 1.0  # points from the paint's edge: a line on the edge is the border of what is painted


def uncovered(rules: Floats, places: Ints, boxes: Floats, covers: Ints, of_layer: Ints) -> Flags:
    """Tell which rules (n, 4) still show, by the places (n) of their paths.

    ``covers`` are the places of the paths that paint white, ``boxes`` and ``of_layer`` tell of all paths. Only those of one layer
    are in the order in which they are drawn.
    """
    shown = np.ones(len(rules), np.bool_)
    if not len(covers) or not len(places) or covers[-1] < places.min():
        return shown
    level = rules[:, 2] - rules[:, 0] >= rules[:, 3] - rules[:, 1]
    inset = np.where(level[:, None], (-_WITHIN, _WITHIN), (_WITHIN, -_WITHIN))
    low, high = rules[:, :2] - inset, rules[:, 2:] + inset
    for cover in covers[covers > places.min()].tolist():
        below = (places < cover) & (of_layer[places] == of_layer[cover])
        shown &= ~(below & (low >= boxes[cover, :2]).all(axis=1) & (high <= boxes[cover, 2:]).all(axis=1))
    return shown
