"""Corrections put back into forms that are read anew, and what became of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from audit import Audit, Finding, FormCell, audit_form
from extract import Message, message
from normalize import Form, correct_text, name_counted, row_keys, text_at
from store import Correction, Record, find_form_at, list_corrections, load_form

if TYPE_CHECKING:
    from sqlalchemy import Engine

AuditedForm = tuple[Form, Audit]

CASE_FIELDS = ("sha256", "form_ordinal", "entity", "row_key", "field", "before", "after")

_NAMING_FIELDS = ("label", "source", "list", "name", "level1", "level2", "level3", "content")
"""Fields that are part of their row's key."""

_COMPARED_FIELDS = ("rule", "fund", "indicator", "field", "stated", "computed")


def apply_corrections(by_content: Mapping[str, Sequence[Correction]], record: Record) -> Record:
    """Put people's corrections into a document that was read anew.

    One that finds no row is told in the document's warnings. ``by_content`` is what the store's
    ``corrections_by_content`` gives.
    """
    made = by_content.get(record.sha256)
    if not made or not record.forms:
        return record
    ordinals = {form.ordinal for form, _ in record.forms}
    lost = [correction for correction in list_in_force(made) if correction.form_ordinal not in ordinals]
    forms: list[AuditedForm] = []
    for form, audit in record.forms:
        own = [correction for correction in made if correction.form_ordinal == form.ordinal]
        again, lost_in_form = reapply(form, own)
        lost += lost_in_form
        if again == form:
            forms.append((form, audit))
        else:
            forms.append(audit_again(name_counted(again), audit, find_settled(again, own)))
    warnings = (*record.warnings, *map(_warn_of_lost, lost))
    return replace(record, forms=tuple(forms), warnings=warnings)


def reapply(form: Form, corrections: Iterable[Correction]) -> tuple[Form, list[Correction]]:
    """Put corrections into a form in order; return the form and those that find no row in it."""
    lost: list[Correction] = []
    for made in list_in_force(corrections):
        ordinals = {key: ordinal for ordinal, key in row_keys(form, made.entity).items()}
        if made.row_key in ordinals:
            form = correct_text(form, made.entity, ordinals[made.row_key], made.field, made.after)
        else:
            lost.append(made)
    return form, lost


def list_in_force(corrections: Iterable[Correction]) -> list[Correction]:
    """List the corrections without what was undone: a correction and the one that turns it round."""
    kept: list[Correction] = []
    for correction in corrections:
        undone = _find_turned_round(correction, kept)
        if undone is None:
            kept.append(correction)
        else:
            del kept[undone]
    return kept


def _find_turned_round(correction: Correction, before: Sequence[Correction]) -> int | None:
    """Return the place of the last correction that this one turns round, or None."""
    for place in range(len(before) - 1, -1, -1):
        if _turns_round(correction, before[place]):
            return place
    return None


def find_row(form: Form, made: Correction) -> int | None:
    """Return the ordinal of the row that holds a correction's text, or None."""
    for ordinal in row_keys(form, made.entity):
        if text_at(form, made.entity, ordinal, made.field) == made.after:
            before = correct_text(form, made.entity, ordinal, made.field, made.before)
            if row_keys(before, made.entity)[ordinal] == made.row_key:
                return ordinal
    return None


def find_lost(engine: Engine, made: Iterable[Correction]) -> set[int]:
    """Return the ids of the corrections in force that no stored form shows: a new reading has no such row."""
    lost: set[int] = set()
    for (sha256, ordinal), some in _group_by_form(made).items():
        form_id = find_form_at(engine, sha256, ordinal)
        form = None if form_id is None else load_form(engine, form_id)[0]
        lost |= {correction.id for correction in _find_missing(form, some)}
    return lost


def find_states(engine: Engine, made: Sequence[Correction]) -> dict[Correction, str]:
    """Tell of each correction whether it is ``in-force``, ``undone`` or ``lost`` (in no stored form)."""
    valid: set[int] = set()
    for some in _group_by_form(made).values():
        valid |= {correction.id for correction in list_in_force(some)}
    lost = find_lost(engine, made)
    states = dict.fromkeys(made, "undone")
    for correction in made:
        if correction.id in lost:
            states[correction] = "lost"
        elif correction.id in valid:
            states[correction] = "in-force"
    return states


def list_cases(engine: Engine) -> list[list[object]]:
    """List the corrections that were not undone, each with its ``CASE_FIELDS``, as test cases."""
    states = find_states(engine, list_corrections(engine))
    rows: list[list[object]] = []
    for correction, state in states.items():
        if state != "undone":
            rows.append([getattr(correction, name) for name in CASE_FIELDS])
    return rows


def audit_again(form: Form, before: Audit, settled: Iterable[FormCell] = ()) -> AuditedForm:
    """Audit a form again; what is found as before keeps its cause and the readings in its message.

    What may explain the findings of the form is sought anew; none of the ``settled`` cells, which were
    corrected, is blamed.
    """
    again = audit_form(form, settled=settled)
    known = {_compared_values(finding): finding for finding in before.findings}
    findings: list[Finding] = []
    for finding in again.findings:
        kept = known.get(_compared_values(finding), finding)
        if kept.cause == "form":
            kept = replace(kept, explanation=finding.explanation)
        findings.append(kept)
    return form, replace(again, findings=tuple(findings))


def find_settled(form: Form, corrections: Iterable[Correction]) -> Iterator[FormCell]:
    """Yield the cells of a form that corrections in force say the print of."""
    for made in list_in_force(corrections):
        ordinals = {key: ordinal for ordinal, key in row_keys(form, made.entity).items()}
        if made.row_key in ordinals:
            yield FormCell(made.entity, ordinals[made.row_key], made.field)


def _compared_values(finding: Finding) -> tuple[object, ...]:
    return tuple(getattr(finding, name) for name in _COMPARED_FIELDS)


def _find_missing(form: Form | None, made: Iterable[Correction]) -> Iterator[Correction]:
    """Yield the corrections that a form does not show, the last first, as they are taken out."""
    for correction in reversed(list_in_force(made)):
        row = None if form is None else find_row(form, correction)
        if form is None or row is None:
            yield correction
        else:
            form = correct_text(form, correction.entity, row, correction.field, correction.before)


def _group_by_form(made: Iterable[Correction]) -> dict[tuple[str, int], list[Correction]]:
    groups: dict[tuple[str, int], list[Correction]] = {}
    for correction in made:
        groups.setdefault((correction.sha256, correction.form_ordinal), []).append(correction)
    return groups


def _turns_round(one: Correction, other: Correction) -> bool:
    turned = (other.entity, other.field, other.after, other.before)
    if (one.entity, one.field, one.before, one.after) != turned:
        return False
    return one.row_key == other.row_key or one.field in _NAMING_FIELDS


def _warn_of_lost(made: Correction) -> Message:
    return message(
        "correction-without-place",
        entity=made.entity,
        row=made.row_key,
        field=made.field,
        before=made.before or "",
        after=made.after or "",
    )
