"""Which rows of two readings are the same: paired in their order by the likeness of their wording."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

_SAME = 2.0  # how alike equal texts are: more than any that differ


def pair_rows(
    wanted: Sequence[str], found: Sequence[str], least: float
) -> Iterator[tuple[int | None, int | None]]:
    """Yield the places of rows that are the same, by the rows' texts; one without its like stands alone.

    Of all ways to pair rows that are more alike than ``least``, in order, the most alike is taken.
    """
    like = [[_compare(first, other) for other in found] for first in wanted]
    best = [[0.0] * (len(found) + 1) for _ in range(len(wanted) + 1)]
    for i in reversed(range(len(wanted))):
        for j in reversed(range(len(found))):
            both = best[i + 1][j + 1] + like[i][j] if like[i][j] > least else -1.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], both)
    i = j = 0
    while i < len(wanted) and j < len(found):
        if like[i][j] > least and best[i][j] == best[i + 1][j + 1] + like[i][j]:
            yield i, j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            yield i, None
            i += 1
        else:
            yield None, j
            j += 1
    yield from ((left, None) for left in range(i, len(wanted)))
    yield from ((None, left) for left in range(j, len(found)))


def _compare(first: str, other: str) -> float:
    """Return how alike two texts are, from 0 to 1; more than wholly where they are the same."""
    if first == other:
        return _SAME
    return SequenceMatcher(None, first, other, autojunk=False).ratio()
