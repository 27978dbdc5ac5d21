"""Reads again, with another engine, the pages of forms whose first reading was in doubt."""

from __future__ import annotations

import importlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from audit import Audit, SecondReading, Suspect, decide_by_second_reading, rests_on_figures
from extract import (
    Box,
    Difference,
    Message,
    Page,
    compare_pages,
    is_comparable,
    is_ruled,
    join_pages,
    merge_readings,
    message,
    read_again,
    read_pdf_pages,
)
from hebiao.reading.audits import Audited, audit_forms, lower_confidence
from hebiao.reading.child import run_in_child
from normalize import Form, decide_seams, read_forms

FIRST_ENGINE = "pdfium"
SECONDS = 20.0  # that one file's second look may take; the first reading stands all the same
MOST_PAGES = 40
TAKEN = message("second-reading-taken")


@dataclass(frozen=True, slots=True)
class Looked:
    """The forms after the second look.

    How many ``pages`` were read again in how many processor ``seconds``, and what to tell.
    """

    forms: Audited
    pages: int = 0
    seconds: float = 0.0
    warnings: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class _Evidence:
    """The pages where the first reading was in doubt, and for each page read again in which cells the readings differ."""

    weak: Collection[int]
    compared: Mapping[int, tuple[Difference, ...]]

    @property
    def differing(self) -> Mapping[Box, Difference]:
        """The differences by the first reading's boxes."""
        return {one.box: one for some in self.compared.values() for one in some}


@dataclass(frozen=True, slots=True)
class _Found:
    """What a second look has to say.

    The forms on the pages in question, by their number from 0, pages read, and warnings.
    """

    forms: Mapping[int, tuple[Form, Audit]]
    pages: int
    warnings: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """A file to look at again in so many ``seconds``, the pages whose first reading was in doubt, and the forms' pack."""

    path: str
    doubted: Collection[int]
    seconds: float = SECONDS
    pack: str | None = None


def look_again(asked: AskedAgain, forms: Audited) -> Looked:
    """Return the forms with the cause of each finding decided; pages whose reading was sure are not read again.

    Where an edge cut a number that the second reading has whole, and where the second reading leaves fewer
    contradictions and makes none, it is taken in place of the first. All of it happens in a process of its
    own: where that does not come back in time, the forms are as they were first read, and the causes of what
    rests on doubted pages stay open.
    """
    weak = [number for number in asked.doubted if any(_stands_on(form, (number,)) for form, _ in forms)]
    wanted = sorted(weak)[:MOST_PAGES]
    if not wanted:
        return Looked(forms)
    importlib.import_module("extract.engines.plumber")  # once for all children
    seconds = min(asked.seconds, SECONDS)
    answer, spent = (
        run_in_child(lambda: _second_look(asked, wanted, weak, forms), seconds)
        if seconds > 0
        else (None, 0.0)
    )
    found = answer or _Found(_decided(forms, wanted, _Evidence(weak, {})), len(wanted))
    changed = tuple(found.forms.get(number, one) for number, one in enumerate(forms))
    return Looked(changed, found.pages, spent, found.warnings)


def _second_look(asked: AskedAgain, wanted: Sequence[int], weak: Collection[int], forms: Audited) -> _Found:
    """Read the pages with both engines.

    A table that no rule draws is not read again, the second engine would see none.
    """
    path = Path(asked.path)
    first = {page.number: page for page in read_pdf_pages(path, only=wanted) if is_ruled(page)}
    second = read_again(path, first) if first else {}
    found = {
        n: tuple(compare_pages(first[n], page)) for n, page in second.items() if is_comparable(first[n], page)
    }
    evidence = _Evidence(weak, found)
    chosen = _better(asked, first, forms, evidence) if evidence.differing else forms
    told = tuple(_told(number, some) for number, some in found.items() if some)
    return _Found(_decided(chosen, wanted, evidence), len(first), told)


def _better(asked: AskedAgain, first: Mapping[int, Page], forms: Audited, evidence: _Evidence) -> Audited:
    """Put the second reading of a form in the first's place where that is the better one."""
    taken = {
        n: better
        for n, page in first.items()
        if (better := merge_readings(page, evidence.compared.get(n, ())))
    }
    if not taken:
        return forms
    pages = (taken.get(page.number, page) for page in read_pdf_pages(Path(asked.path)))
    joined = decide_seams(join_pages(pages, format="pdf", engine=FIRST_ENGINE))
    again = audit_forms(joined, read_forms(joined).forms, asked.pack)
    if len(again) != len(forms):
        return forms
    cut = {n for n in taken if first[n].cut_numbers}
    return tuple(
        _taken(other)
        if one[0] != other[0] and (_stands_on(one[0], cut) or _contradicts_less(other, one))
        else one
        for one, other in zip(forms, again, strict=True)
    )


def _stands_on(form: Form, numbers: Collection[int]) -> bool:
    return any((form.page_first or 1) <= number <= (form.page_last or number) for number in numbers)


def _contradicts_less(one: tuple[Form, Audit], other: tuple[Form, Audit]) -> bool:
    mine, theirs = (
        {
            (finding.rule, finding.fund, finding.indicator, finding.field)
            for finding in audit.findings
            if rests_on_figures(finding)
        }
        for _, audit in (one, other)
    )
    return mine < theirs


def _taken(read: tuple[Form, Audit]) -> tuple[Form, Audit]:
    form, audit = read
    return replace(form, notes=(*form.notes, TAKEN)), audit


def _decided(
    forms: Audited, wanted: Collection[int], evidence: _Evidence
) -> Mapping[int, tuple[Form, Audit]]:
    """Decide the causes in the forms on the wanted pages, and lower the confidence in what the readings differ in."""
    return {
        number: (
            lower_confidence(form, evidence.differing),
            decide_by_second_reading(form, audit, lambda suspect: _seen(suspect, evidence)),
        )
        for number, (form, audit) in enumerate(forms)
        if _stands_on(form, wanted)
    }


def _seen(suspect: Suspect, evidence: _Evidence) -> SecondReading:
    boxes = [
        msgspec.structs.replace(box, confidence=1.0) for box in _boxes(suspect)
    ]  # it may have been lowered already
    found = next((evidence.differing[box] for box in boxes if box in evidence.differing), None)
    unsure = any(box.page in evidence.weak and box.page not in evidence.compared for box in boxes)
    return SecondReading((found.first, found.second) if found else None, weak=unsure)


def _boxes(suspect: Suspect) -> list[Box]:
    return [box for boxes in suspect.where.values() for box in boxes]


def _told(number: int, found: Sequence[Difference]) -> Message:
    empty = message("cell-empty")
    first, second = found[0].first or empty, found[0].second or empty
    return message("readings-differ", page=number, count=len(found), first=first, second=second)
