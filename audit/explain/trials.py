"""Changes tried on a form: which findings each one mends, where it makes no new one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from audit.explain.cells import Changes, FormCell, with_values
from audit.explain.settings import EXPLAIN
from audit.finding import About, Finding
from audit.registry import rule_named
from normalize import Form

Hold = Callable[[Form], Sequence[Finding]]
"""Holds a form to the rules and returns what they find."""

_ALSO_HELD = frozenset({"execution-score"})
_ALSO_MENDED = frozenset({"over-budget"})
"""What a slip may explain beside, though it is no proof of one: more may well be spent than was budgeted."""

NOTHING: frozenset[About] = frozenset()


def is_arithmetic(finding: Finding) -> bool:
    """Tell whether a finding says that figures do not agree."""
    if finding.severity == "info":
        return False
    return finding.rule in _ALSO_HELD or rule_named(finding.rule).sets_verdict


@dataclass(slots=True)
class Trials:
    """Tries changes on ``form``, which has the findings ``before``; each change once.

    ``settled`` are cells that a person confirmed: no change of them is tried.
    """

    form: Form
    before: Mapping[About, Finding]
    hold: Hold
    settled: frozenset[FormCell] = frozenset()
    _known: dict[tuple[frozenset[tuple[FormCell, Decimal]], frozenset[str]], frozenset[About]] = field(
        default_factory=dict
    )

    def find_mended(self, changes: Changes, follow: frozenset[str] = frozenset()) -> frozenset[About]:
        """Return what a change mends: nothing where it also breaks something or mends one half-way.

        Findings of the rules that ``follow`` don't count: what they hold was made from the wrong figures.
        """
        known = (frozenset(changes.items()), follow)
        if known not in self._known:
            self._known[known] = self._try(changes, follow)
        return self._known[known]

    def _try(self, changes: Changes, follow: frozenset[str]) -> frozenset[About]:
        if len(self._known) >= EXPLAIN.most_trials or not self.settled.isdisjoint(changes):
            return NOTHING
        after = {one.about: one for one in self.hold(with_values(self.form, changes))}
        for key, finding in after.items():
            if not is_arithmetic(finding) or finding.rule in follow:
                continue
            before = self.before.get(key)
            if before is None or (before.stated, before.computed) != (finding.stated, finding.computed):
                return NOTHING
        gone = self.before.keys() - after.keys()
        softened = {
            key
            for key, finding in self.before.items()
            if key in after and is_arithmetic(finding) and not is_arithmetic(after[key])
        }
        return frozenset(gone | softened)


def list_held(findings: Sequence[Finding]) -> dict[About, Finding]:
    """Return what changes may mend, by what it is about: the first of each."""
    held: dict[About, Finding] = {}
    for finding in findings:
        if is_arithmetic(finding) or finding.rule in _ALSO_MENDED:
            held.setdefault(finding.about, finding)
    return held


def is_held(rule: str, *, sets_verdict: bool) -> bool:
    """Tell whether a rule is run on a changed form."""
    return sets_verdict or rule in _ALSO_HELD | _ALSO_MENDED
