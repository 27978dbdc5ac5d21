"""Which change of a form explains a finding: the one that mends most, where no other fits as well."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from audit.explain.cells import FormCell
from audit.explain.chance import count_chance
from audit.explain.settings import EXPLAIN
from audit.explain.single import explain_alone
from audit.explain.sums import FailedSum, find_failed_sum
from audit.explain.suppositions import Supposition, suppose_one_figure, suppose_patterns
from audit.explain.trials import Hold, Trials, is_arithmetic, list_held
from audit.finding import About, Finding
from audit.ledger import WHOLE, Ledger, add_printed
from audit.packs import Pack
from audit.slips.numbers import ONE_PLACE, Slip
from audit.slips.totals import Way, ways_of_part, ways_of_total
from extract import Message, message

_EXECUTION_LEFT_OUT = "left-out-execution"
_LOOSE = frozenset({"rounded-line"})
"""Slips that make any small difference: they need other evidence than the difference."""


@dataclass(frozen=True, slots=True)
class Cause:
    """What is told of findings: ``sentence`` in the first of those ``mended``, a pointer in the others."""

    sentence: Message
    mended: frozenset[About]
    evidence: Message | None = None


class Search:
    """Looks for causes of a form's findings."""

    def __init__(
        self,
        ledger: Ledger,
        pack: Pack,
        findings: Sequence[Finding],
        hold: Hold,
        settled: frozenset[FormCell],
    ) -> None:
        self.ledger = ledger
        self.pack = pack
        self.trials = Trials(ledger.form, list_held(findings), hold, settled)
        sums: dict[About, FailedSum] = {}
        for finding in findings:
            found = find_failed_sum(ledger, pack, finding) if is_arithmetic(finding) else None
            if found is not None:
                sums.setdefault(finding.about, found)
        self.sums: Mapping[About, FailedSum] = sums
        self.suppositions = _unite(
            [
                *suppose_patterns(ledger, tuple(sums.values()), self.trials),
                *(one for failed in sums.values() for one in suppose_one_figure(failed, self.trials)),
            ]
        )

    def find_cause(self, finding: Finding) -> Cause | None:
        """Return the one cause that mends most of what disagrees beside this finding, or None."""
        key = finding.about
        fitting = [one for one in self.suppositions if key in one.mended]
        if not fitting:
            return self._find_alone(finding)
        return self._choose(fitting, finding) or self._find_alone(finding)

    def _choose(self, fitting: Sequence[Supposition], finding: Finding) -> Cause | None:
        key = finding.about
        left_out = self._find_execution_left_out(fitting, key)
        if left_out is not None:
            return left_out
        most = max(_count_proof(one) for one in fitting)
        best: Sequence[Supposition] = [one for one in fitting if _count_proof(one) == most]
        if most > 1 and self._is_best_of_all(best[0]):
            return self._tell_certain(best[0])
        best = self._leave_unexplained(best)
        proven = self._find_proven(best, key)
        if proven is not None:
            return proven
        return self._tell_likely(best, key)

    def _is_best_of_all(self, one: Supposition) -> bool:
        """Tell whether no other change mends as much of any of the findings that this one mends."""
        for other in self.suppositions:
            shared = one.mended & other.mended
            if other is not one and shared and _count_proof(other) >= _count_proof(one):
                return False
        return True

    def _leave_unexplained(self, best: Sequence[Supposition]) -> Sequence[Supposition]:
        """Return the lines that score below their weight without a reason, where there are any, else all."""
        unexplained = [one for one in best if self._is_unexplained(one.cells)]
        return unexplained or best

    def _find_alone(self, finding: Finding) -> Cause | None:
        """Return what may explain a finding by its own line, where no figure of a sum does."""
        sentence = explain_alone(self.ledger, self.pack, finding, self.trials)
        if sentence is None:
            return None
        return Cause(sentence, frozenset({finding.about}))

    def _tell_certain(self, one: Supposition) -> Cause | None:
        """Tell of the one figure that all findings leave: how it went wrong where one slip fits best."""
        slip = _pick_simplest(one.ways)
        sentence = slip.sentence if slip is not None else one.meant
        if sentence is None:
            return None
        return Cause(sentence, one.mended)

    def _find_execution_left_out(self, fitting: Sequence[Supposition], key: About) -> Cause | None:
        """Return the cause where the total score lacks just the execution's and the total weight has it."""
        failed = self.sums.get(key)
        if failed is None or not self._weighs_execution(failed):
            return None
        for one in fitting:
            for way in one.ways:
                if way.sentence.code == _EXECUTION_LEFT_OUT:
                    return Cause(way.sentence, one.mended, message("execution-is-weighed"))
        return None

    def _find_proven(self, best: Sequence[Supposition], key: About) -> Cause | None:
        """Return the cause where the total alone is wrong by what stands beside it."""
        failed = self.sums.get(key)
        if failed is None:
            return None
        total = next((one for one in best if one.cells == frozenset(failed.total)), None)
        if total is None or total.meant is None:
            return None
        evidence = self._prove_total(failed)
        if evidence is None:
            return None
        slip = self._pick_likely([total], failed)
        return Cause(slip.sentence if slip is not None else total.meant, total.mended, evidence)

    def _weighs_execution(self, failed: FailedSum) -> bool:
        """Tell whether the weights' total counts the execution that the scores' total may leave out."""
        is_score = failed.finding.rule == "score-total"
        has_weight = any(line.is_execution and line.weight for line in self.ledger.counted)
        return is_score and has_weight and self._weights_hold()

    def _weights_hold(self) -> bool:
        printed = add_printed(line.weight for line in self.ledger.counted if not line.extra)
        return printed == WHOLE and not any(key[0] == "weight-total" for key in self.trials.before)

    def _prove_total(self, failed: FailedSum) -> Message | None:
        """Return what says that the parts of a sum are right, or None."""
        rule = failed.finding.rule
        if rule == "weight-total" and failed.computed == WHOLE:
            return message("parts-are-whole")
        if rule == "level-weight" and self._weights_hold():
            return message("weights-are-whole")
        if rule == "score-total" and all(one.is_settled for one in failed.parts) and self._weights_hold():
            return message("lines-are-full")
        return None

    def _tell_likely(self, best: Sequence[Supposition], key: About) -> Cause | None:
        """Tell of the simplest slip where it fits hardly by chance, and no other fits as well."""
        failed = self.sums.get(key)
        if failed is None:
            return None
        slip = self._pick_likely(best, failed)
        if slip is None:
            return None
        mended = next(one.mended for one in best if slip in one.ways)
        return Cause(slip.sentence, mended)

    def _pick_likely(self, best: Sequence[Supposition], failed: FailedSum) -> Slip | None:
        slip = _pick_simplest([way for one in best for way in one.ways if way.sentence.code not in _LOOSE])
        if slip is None:
            return None
        ways = [*_list_ways(failed, frozenset().union(*(one.cells for one in best)))]
        chance = count_chance(
            failed.unequal.difference,
            failed.computed,
            ways,
            slip.places,
            is_money=failed.finding.rule == "fund-total",
        )
        chance *= self._weigh_evidence(slip, best, failed)
        return slip if chance <= EXPLAIN.highest_chance else None

    def _weigh_evidence(self, slip: Slip, best: Sequence[Supposition], failed: FailedSum) -> Decimal:
        """Return by how much what stands beside a slip makes it less likely to fit by chance."""
        if slip.sentence.code == "earlier-weight":
            others = sum(not one.is_settled for one in failed.parts) - 1
            return Decimal(others) / len(failed.parts)
        if slip.sentence.code == "earlier-score":
            cells = next(one.cells for one in best if slip in one.ways)
            if self._is_unexplained(cells):
                return EXPLAIN.unexplained_share
        return Decimal(1)

    def _is_unexplained(self, cells: frozenset[FormCell]) -> bool:
        """Tell whether a line scores below its weight without a reason, on a form that asks for one."""
        form = self.ledger.form
        if not {"reason", "measures"} & set(form.columns):
            return False
        ordinals = {cell.ordinal for cell in cells if cell.entity == "indicator" and cell.field == "score"}
        rows = [row for row in form.indicators if row.ordinal in ordinals]
        return bool(rows) and not any(row.reason.strip() or row.measures.strip() for row in rows)


def _count_proof(one: Supposition) -> int:
    return sum(key[0] != "over-budget" for key in one.mended)


def _list_ways(failed: FailedSum, cells: frozenset[FormCell]) -> Iterator[Way]:
    """Yield the slips of those figures of a sum that these cells print, whatever difference they make."""
    if not cells.isdisjoint(failed.total):
        yield from ways_of_total(failed.unequal)
    for number in failed.find_parts(cells):
        yield from ways_of_part(failed.unequal, number)


def _pick_simplest(slips: Sequence[Slip]) -> Slip | None:
    """Return the simplest slip, or None where there is none or where another one is as simple."""
    fewest = min((slip.places for slip in slips), default=ONE_PLACE)
    simplest = {slip.sentence: slip for slip in slips if slip.places == fewest}
    if len(simplest) != 1:
        return None
    return next(iter(simplest.values()))


def _unite(found: Sequence[Supposition]) -> tuple[Supposition, ...]:
    """Return suppositions, those of the same cells once with the slips of both."""
    united: dict[tuple[frozenset[FormCell], frozenset[About]], Supposition] = {}
    for one in found:
        about = (one.cells, one.mended)
        known = united.setdefault(about, one)
        united[about] = replace(known, ways=tuple(dict.fromkeys((*known.ways, *one.ways))))
    return tuple(united.values())
