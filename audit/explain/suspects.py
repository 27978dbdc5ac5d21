"""Which values a finding rests on, and who is at fault once they were read a second time.

Audit opens no file: it names the suspects with their places, the pipeline fetches the second reading, and
audit decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from audit.finding import Audit, Finding
from audit.registry import rule_named
from extract import Message, message
from normalize import Form, Fund, Indicator, Level, Where

_SUMMED = {
    "score-total": "score",
    "review-score-total": "review_score",
    "weight-total": "weight",
    "level-weight": "weight",
    "grade": "score",
}
_TOTAL_OF = {"score": "score_total", "review_score": "review_total", "weight": "weight_total"}
_EXECUTIONS = {"review_score": "score"}  # the fund row's own score stands in both totals
_COMPARED = {"target", "actual"}
_MORE_FIELDS = {
    "unexplained-deduction": {"reason", "measures"},
    "missed-target-full-score": _COMPARED,
    "met-target-deducted": _COMPARED,
    "score-outside-band": _COMPARED,
    "full-score-without-actual": _COMPARED,
    "over-achieved": _COMPARED,
    "unit-conflict": _COMPARED,
    "duplicate-line": {"level1", "level2", "level3", "content", *_COMPARED},
    "target-lowered": {"target", "initial_target"},
    "coefficient-score": {"coefficient"},
    "review-over-weight": {"review_score"},
}


@dataclass(frozen=True, slots=True)
class Suspect:
    """A value that a finding rests on.

    ``entity`` is ``form``, ``fund``, ``level``, ``indicator`` or ``subtotal``, ``ordinal`` its line (0 for
    the form), ``field`` the key of its place in ``where``.
    """

    entity: str
    ordinal: int
    field: str
    where: Where


@dataclass(frozen=True, slots=True)
class SecondReading:
    """What a second reading said of a suspect.

    ``differ`` holds both texts where they differ; ``weak`` where there is no reading and one is wanted.
    """

    differ: tuple[str, str] | None = None
    weak: bool = False


def find_suspects(form: Form, finding: Finding) -> Iterator[Suspect]:
    """Yield the values that a finding rests on: those of its line, or the column that a total adds up."""
    summed = _SUMMED.get(finding.rule)
    if summed is not None:
        yield from _suspects_of("form", 0, form.where, {_TOTAL_OF[summed], "grade"})
        yield from _suspects_in_lines("fund", form.funds, {_EXECUTIONS.get(summed, summed)})
        yield from _suspects_in_lines("level", form.levels, {"name"})
        yield from _suspects_in_lines("indicator", form.indicators, {summed})
    elif finding.rule == "subtotal":
        yield from _suspects_of_subtotal(form, finding)
    elif finding.rule == "fund-total":
        column = (finding.field or "").removesuffix("_yuan")
        yield from _suspects_in_lines("fund", form.funds, {column, "amount"})
    else:
        yield from _suspects_in_own_line(form, finding)


def rests_on_figures(finding: Finding) -> bool:
    """Tell whether a finding is one for which its figures are worth a second reading."""
    if finding.severity == "info":
        return False
    return rule_named(finding.rule).sets_verdict


def decide_by_second_reading(form: Form, audit: Audit, seen: Callable[[Suspect], SecondReading]) -> Audit:
    """Decide the cause of each finding by what a second reading ``seen`` of its values says.

    ``reading`` where the two readings of a value differ, with both in the message; ``unknown`` where none
    could be had and the first was in doubt; else what it was.
    """
    findings: list[Finding] = []
    for finding in audit.findings:
        read_again = [seen(suspect) for suspect in find_suspects(form, finding)]
        findings.append(_decide(finding, read_again))
    return replace(audit, findings=tuple(findings))


def _decide(finding: Finding, seen: Sequence[SecondReading]) -> Finding:
    differing = list(dict.fromkeys(one.differ for one in seen if one.differ))
    if differing:
        return replace(finding, cause="reading", message=_read_twice(finding.message, differing))
    if any(one.weak for one in seen):
        return replace(finding, cause="unknown")
    return finding


def _read_twice(told: Message, differing: Sequence[tuple[str, str]]) -> Message:
    first, second = (text or message("empty-cell") for text in differing[0])
    if len(differing) == 1:
        return message("read-twice", message=told, first=first, second=second)
    return message("read-twice-more", message=told, first=first, second=second, count=len(differing))


def _suspects_of_subtotal(form: Form, finding: Finding) -> Iterator[Suspect]:
    """Yield the subtotal's figure and the column of the lines that it adds up."""
    field = (finding.field or "").removesuffix("_yuan")
    for one in form.subtotals:
        if one.ordinal == finding.subtotal:
            yield from _suspects_of("subtotal", one.ordinal, one.where, {field})
            added = [line for line in form.indicators if line.ordinal in one.lines]
            yield from _suspects_in_lines("indicator", added, {field})
            yield from _suspects_in_lines(
                "fund", [fund for fund in form.funds if fund.ordinal in one.funds], {field}
            )
    if finding.fund is not None:
        yield from _suspects_in_lines("fund", form.funds, {field})


def _suspects_in_own_line(form: Form, finding: Finding) -> Iterator[Suspect]:
    for fund in form.funds:
        if fund.ordinal == finding.fund:
            yield from _suspects_of("fund", fund.ordinal, fund.where, set(fund.where) - {"source"})
    fields = {"weight", "score"} | _MORE_FIELDS.get(finding.rule, set())
    own = [indicator for indicator in form.indicators if indicator.ordinal == finding.indicator]
    yield from _suspects_in_lines("indicator", own, fields)


def _suspects_in_lines(
    entity: str, lines: Sequence[Fund | Level | Indicator], fields: set[str]
) -> Iterator[Suspect]:
    for line in lines:
        yield from _suspects_of(entity, line.ordinal, line.where, fields)


def _suspects_of(entity: str, ordinal: int, where: Where, fields: set[str]) -> Iterator[Suspect]:
    for field, boxes in where.items():
        if field in fields:
            yield Suspect(entity, ordinal, field, {field: boxes})
