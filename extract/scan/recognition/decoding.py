"""What a recogniser saw along a line, to texts: connectionist temporal classification, read several ways.

At each step the recogniser gives a probability to each character and to the blank between two. Steps in
a row with one character are one; a text's probability is the sum over all ways to spell it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from extract.geometry.marks import Floats, Ints
from extract.grid import Alternative
from extract.scan.recognition.settings import RECOGNISER

GAP = 0
"""The code of the blank between two characters."""

Beam = dict[str, tuple[float, float]]
"""Of each text the probability of its spellings that end in a gap, and of those that do not."""


@dataclass(frozen=True, slots=True)
class Steps:
    """A line as the recogniser saw it: at each of t steps the k likeliest characters.

    ``codes`` (t, k) are code points, ``GAP`` among them, ``shares`` (t, k) their probabilities, the
    likeliest first. ``width`` are the steps that the line's own picture takes, paper at its end left out.
    """

    codes: Ints
    shares: Floats
    width: float

    def __len__(self) -> int:
        """Count the steps."""
        return len(self.codes)


@dataclass(frozen=True, slots=True)
class Spelling:
    """A text read from steps: of each character how sure it is and at which step it stands."""

    text: str
    sure: tuple[float, ...]
    at: tuple[float, ...]


def reduce_output(output: NDArray[np.float32], codes: Ints, width: float) -> Steps:
    """Keep of a recogniser's output (t, n) the likeliest characters of each step.

    ``codes`` (n) are the code points of the columns.
    """
    codes_kept = np.zeros((len(output), RECOGNISER.kept), np.int64)
    shares_kept = np.zeros((len(output), RECOGNISER.kept))
    steps, columns = np.nonzero(output > RECOGNISER.least_share)
    shares = output[steps, columns].astype(np.float64)
    order = np.lexsort((-shares, steps))
    steps, columns, shares = steps[order], columns[order], shares[order]
    ranks = np.arange(len(steps)) - np.searchsorted(steps, steps)
    top = ranks < RECOGNISER.kept
    codes_kept[steps[top], ranks[top]] = codes[columns[top]]
    shares_kept[steps[top], ranks[top]] = shares[top]
    return Steps(codes_kept, shares_kept, width)


def fold_steps(steps: Steps, folds: dict[int, int], alphabet: frozenset[int] | None = None) -> Steps:
    """Return steps in which each character stands for those that are folded to it.

    Their probabilities are added. What is not in the ``alphabet`` is left out, and nothing takes its share: a
    text that needs it stays as unlikely as it is.
    """
    codes = np.zeros_like(steps.codes)
    shares = np.zeros_like(steps.shares)
    for at, (row, parts) in enumerate(zip(steps.codes.tolist(), steps.shares.tolist(), strict=True)):
        sums: dict[int, float] = defaultdict(float)
        for code, share in zip(row, parts, strict=True):
            folded = folds.get(code, code)
            if alphabet is None or folded == GAP or folded in alphabet:
                sums[folded] += share
        ranked = sorted(sums.items(), key=lambda pair: -pair[1])
        for place, (code, share) in enumerate(ranked):
            codes[at, place], shares[at, place] = code, share
    return Steps(codes, shares, steps.width)


def spell(steps: Steps) -> Spelling:
    """Read the likeliest character at each step.

    A character is as sure as its likeliest step, and no surer than that nothing else stands before or after.
    """
    codes = steps.codes[:, 0].tolist()
    shares = steps.shares[:, 0].tolist()
    letters: list[int] = []
    sure: list[float] = []
    at: list[float] = []
    owner: list[int] = []  # of each step the last character that began
    before = GAP
    for place, (code, share) in enumerate(zip(codes, shares, strict=True)):
        if code != GAP and code == before:
            sure[-1] = max(sure[-1], share)
        elif code != GAP:
            letters.append(code)
            sure.append(share)
            at.append(place + 0.5)
        owner.append(len(letters) - 1)
        before = code
    _limit_by_others(steps, letters, sure, owner)
    return Spelling("".join(map(chr, letters)), tuple(sure), tuple(at))


def _limit_by_others(steps: Steps, letters: list[int], sure: list[float], owner: list[int]) -> None:
    """Make characters no surer than that a step is one of them or a gap."""
    for place, number in enumerate(owner):
        if not letters or steps.shares[place, 1] < RECOGNISER.least_share:
            continue
        last, following = max(number, 0), min(number + 1, len(letters) - 1)
        known = (GAP, letters[last], letters[following])
        own = float(steps.shares[place][np.isin(steps.codes[place], known)].sum())
        sure[last] = min(sure[last], own)
        sure[following] = min(sure[following], own)


def find_texts(steps: Steps) -> tuple[Alternative, ...]:
    """Find the likeliest texts of a line, the likeliest first."""
    most = RECOGNISER.beam if len(steps) <= RECOGNISER.long_steps else RECOGNISER.narrow_beam
    beam: Beam = {"": (1.0, 0.0)}
    for codes, shares in zip(steps.codes.tolist(), steps.shares.tolist(), strict=True):
        beam = _take_step(beam, codes, shares, most)
    return rank_texts({text: gap + ink for text, (gap, ink) in beam.items()})


def rank_texts(shares: Mapping[str, float]) -> tuple[Alternative, ...]:
    """Rank texts by their probabilities, the likeliest first; those that are impossible are left out."""
    ranked = sorted(shares.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple([Alternative(text, max(0.0, -log(share))) for text, share in ranked if share])


def _take_step(beam: Beam, codes: list[int], shares: list[float], most: int) -> Beam:
    """Lengthen each text by what a step may be, and keep the likeliest."""
    if codes[0] == GAP and shares[1] < RECOGNISER.least_share:
        return {text: (shares[0] * (gap + ink), 0.0) for text, (gap, ink) in beam.items()}
    likely = [
        (code, share) for code, share in zip(codes, shares, strict=True) if share >= RECOGNISER.least_share
    ]
    gaps: dict[str, float] = defaultdict(float)
    inks: dict[str, float] = defaultdict(float)
    for text, (gap, ink) in beam.items():
        last = ord(text[-1]) if text else GAP
        for code, share in likely:
            if code == GAP:
                gaps[text] += share * (gap + ink)
            elif code == last:
                inks[text] += share * ink
                inks[text + chr(code)] += share * gap
            else:
                inks[text + chr(code)] += share * (gap + ink)
    texts = gaps.keys() | inks.keys()
    found = {text: (gaps.get(text, 0.0), inks.get(text, 0.0)) for text in texts}
    if len(found) <= most:
        return found
    ranked = sorted(found.items(), key=lambda pair: sum(pair[1]), reverse=True)
    return dict(ranked[:most])
