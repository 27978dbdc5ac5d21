"""Sets of changes of recognised cells after which all sums of a form agree, the likeliest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from audit import About, Finding, Hold, rests_on_figures
from hebiao.reading.repair.figures import Figure, Option, put_text
from hebiao.reading.repair.settings import RECOGNISED
from normalize import Form

Gaps = Mapping[About, Decimal]
"""By how much each sum of a form that does not agree is off; 0 for what is no sum."""

_WHOLE = Decimal(100)
_SUMS = frozenset(
    {"score-total", "review-score-total", "weight-total", "level-weight", "fund-total", "subtotal"}
)
_Delta = frozenset[tuple[About, Decimal]]


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure's cell that prints another text."""

    figure: Figure
    option: Option


@dataclass(frozen=True, slots=True)
class Solution:
    """Changes that make all sums agree, and what they cost together."""

    changes: tuple[FigureChange, ...]
    cost: float


@dataclass(frozen=True, slots=True)
class _Tried:
    """A change, and by how much it moves the sums."""

    change: FigureChange
    delta: _Delta


def measure_gaps(findings: Sequence[Finding]) -> dict[About, Decimal]:
    """Return which of a form's figures do not agree, and by how much."""
    gaps: dict[About, Decimal] = {}
    for finding in findings:
        if rests_on_figures(finding):
            gaps.setdefault(finding.about, _measure_gap(finding))
    return gaps


def _measure_gap(finding: Finding) -> Decimal:
    if finding.rule not in _SUMS or finding.stated is None or finding.computed is None:
        return Decimal()
    return finding.stated - finding.computed or _WHOLE - finding.computed


def find_solutions(form: Form, figures: Sequence[Figure], hold: Hold, most_cost: float) -> list[Solution]:
    """Return the sets of one to three changes after which all sums agree, the cheapest first.

    None costs more than ``most_cost``. Sets are found by how much each change moves the sums, and then held
    to all rules.
    """
    before = measure_gaps(hold(form))
    changes = [FigureChange(figure, option) for figure in figures for option in figure.options]
    changes = sorted(
        (one for one in changes if one.option.cost <= most_cost), key=lambda one: one.option.cost
    )
    tried: list[_Tried] = []
    found: list[Solution] = []
    for change in changes:
        changed = put_text(form, change.figure, change.option.text)
        if changed is None:
            continue
        after = measure_gaps(hold(changed))
        if not after:
            found.append(Solution((change,), change.option.cost))
        tried.append(_Tried(change, _subtract(after, before)))
    missing = _subtract({}, before)
    joined = sorted(_join_changes(tried, missing, most_cost), key=lambda one: one.cost)
    for solution in joined[: RECOGNISED.most_verified]:
        changed = _apply_changes(form, solution.changes)
        if changed is not None and not measure_gaps(hold(changed)):
            found.append(solution)
    return _leave_needless(sorted(found, key=lambda one: one.cost))


def _apply_changes(form: Form, changes: Sequence[FigureChange]) -> Form | None:
    """Return the form with the changes made, None where a cell then prints no figure."""
    for change in changes:
        changed = put_text(form, change.figure, change.option.text)
        if changed is None:
            return None
        form = changed
    return form


def _leave_needless(found: Sequence[Solution]) -> list[Solution]:
    """Return the solutions of which no part is one by itself."""
    sets = [frozenset(one.changes) for one in found]
    return [
        one for one, changes in zip(found, sets, strict=True) if not any(other < changes for other in sets)
    ]


def _subtract(after: Gaps, before: Gaps) -> _Delta:
    """Return by how much each sum moves from one to the other."""
    moved: list[tuple[About, Decimal]] = []
    for key in {*after, *before}:
        if key[0] in _SUMS:
            difference = after.get(key, Decimal()) - before.get(key, Decimal())
            if difference:
                moved.append((key, difference))
    return frozenset(moved)


def _join_changes(tried: Sequence[_Tried], missing: _Delta, most_cost: float) -> Iterator[Solution]:
    """Yield pairs and triples of changes of different cells that together move the sums by what is missing."""
    by_delta: dict[_Delta, list[_Tried]] = defaultdict(list)
    for one in tried[: RECOGNISED.most_paired]:
        by_delta[one.delta].append(one)
    sets: list[tuple[_Tried, ...]] = []
    for one in tried[: RECOGNISED.most_paired]:
        rest = _add(missing, one.delta, -1)
        sets += [(one, other) for other in by_delta.get(rest, ())]
    for one, other in combinations(tried[: RECOGNISED.most_joined], 2):
        if one.change.option.cost + other.change.option.cost <= most_cost:
            rest = _add(_add(missing, one.delta, -1), other.delta, -1)
            sets += [(one, other, third) for third in by_delta.get(rest, ())]
    known: set[frozenset[FigureChange]] = set()
    for some in sets:
        changes = tuple(one.change for one in some)
        cost = sum(change.option.cost for change in changes)
        are_apart = len({change.figure.box for change in changes}) == len(changes)
        if are_apart and cost <= most_cost and frozenset(changes) not in known:
            known.add(frozenset(changes))
            yield Solution(changes, cost)


def _add(one: _Delta, other: _Delta, sign: int) -> _Delta:
    added = dict(one)
    for key, difference in other:
        added[key] = added.get(key, Decimal()) + sign * difference
    return frozenset((key, difference) for key, difference in added.items() if difference)
