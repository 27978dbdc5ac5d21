"""Reads again, with another engine, the pages of forms whose first reading was in doubt."""

from __future__ import annotations

import contextlib
import importlib
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TypeVar

from audit import Audit, SecondReading, Suspect, audit_form, decide_by_second_reading, rests_on_figures
from extract import (
    Box,
    Difference,
    Message,
    Page,
    compare_pages,
    compare_unruled_pages,
    find_agreed,
    is_comparable,
    is_ruled,
    is_unruled,
    join_pages,
    merge_readings,
    message,
    read_again,
    read_pdf_pages,
    read_unruled_again,
    without_doubt,
)
from hebiao.reading.agreed import read_agreed
from hebiao.reading.audits import CONFIDENCE, Audited, audit_forms, lower_confidence
from hebiao.reading.child import Answer, run_in_child
from normalize import Form, decide_seams, read_forms
from store import CUT_SHORT

FIRST_ENGINE = "pdfium"
SECONDS = 20.0  # of a processor that one file's second look may take
MOST_PAGES = 40
UNRULED_SHARE = 0.5  # of those seconds, for the pages without rules; what it leaves goes to the others
TAKEN = message("second-reading-taken")

T = TypeVar("T")

_Unruled = tuple[Mapping[int, tuple[Difference, ...]], Audited]
"""Where two readings of the pages without upright rules differ, and the forms that know where they agree."""


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
    """The pages in doubt at the first reading, and for each page read again where the readings differ.

    On an unruled page only a difference tells something: that the readings agree makes it no stronger.
    """

    weak: Collection[int]
    compared: Mapping[int, tuple[Difference, ...]]
    unruled: Mapping[int, tuple[Difference, ...]]

    @property
    def differing(self) -> Mapping[Box, Difference]:
        """The differences by the first reading's boxes."""
        found = chain(*self.compared.values(), *self.unruled.values())
        return {one.box: one for one in found}

    def find_difference(self, boxes: Collection[Box]) -> Difference | None:
        """Return the difference in one of the boxes, whatever their confidence, which may be lowered."""
        places = {without_doubt(box) for box in boxes}
        return next((one for box, one in self.differing.items() if without_doubt(box) in places), None)


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
    """A file to look at again, the pages whose first reading was in doubt, and the forms' pack.

    ``seconds`` are left of the time that the file may take, on the clock.
    """

    path: str
    doubted: Collection[int]
    seconds: float
    pack: str | None = None


@dataclass(frozen=True, slots=True)
class _Missed:
    """The pages that nobody looked at again; ``is_cut`` where only the time for it was over."""

    pages: Collection[int] = ()
    is_cut: bool = False


def look_again(asked: AskedAgain, forms: Audited) -> Looked:
    """Return the forms with the cause of each finding decided; only pages in doubt are read again.

    Where an edge cut a number that the second reading has whole, and where the second reading leaves fewer
    contradictions and makes none, it is taken in place of the first. All of it happens in a process of its
    own, which ends by the processor's time: a busy machine changes nothing. Where that does not come back,
    the forms are as they were first read, each says so, and the causes of what rests on doubted pages stay
    open.
    """
    weak = [number for number in asked.doubted if any(_stands_on(form, (number,)) for form, _ in forms)]
    wanted = sorted(weak)[:MOST_PAGES]
    if not wanted:
        return Looked(forms)
    _load_engine("plumber")
    ends_at = time.monotonic() + asked.seconds
    unruled, missed_unruled = _look_at_unruled(asked, wanted, forms)
    compared, forms = unruled.value or ({}, forms)
    known = _Evidence(weak, {}, compared)
    left = SECONDS - unruled.seconds
    ruled = _run(lambda: _second_look(asked, wanted, known, forms), left, ends_at - time.monotonic())
    missed = _Missed()
    if ruled.value is None:
        missed = _Missed(set(wanted) - set(compared), ruled.is_cut)
    found = ruled.value or _Found(_decided(forms, wanted, known, asked.pack), len(wanted))
    changed: Audited = tuple(found.forms.get(number, one) for number, one in enumerate(forms))
    for some in (missed, missed_unruled, _Missed(set(weak) - set(wanted))):
        changed = tuple(_tell_missed(one, some) for one in changed)
    told = tuple(_told(number, some) for number, some in compared.items() if some)
    return Looked(changed, found.pages, unruled.seconds + ruled.seconds, (*found.warnings, *told))


def _load_engine(name: str) -> None:
    """Import an engine once for all children; where it is not there the child says so by failing."""
    with contextlib.suppress(ImportError):
        importlib.import_module(f"extract.engines.{name}")


def _run(step: Callable[[], T], processor_seconds: float, wall_seconds: float) -> Answer[T]:
    if min(processor_seconds, wall_seconds) <= 0:
        return Answer(None, 0.0, is_cut=True)
    return run_in_child(step, processor_seconds, wall_seconds)


def _look_at_unruled(
    asked: AskedAgain, wanted: Sequence[int], forms: Audited
) -> tuple[Answer[_Unruled], _Missed]:
    """Find in which cells of the pages without upright rules the readings differ, and in which they agree.

    In a process of its own beside that for ruled pages: what fails here takes nothing from them.
    """
    inferred = chain.from_iterable(_inferred_pages(form) for form, _ in forms)
    numbers = set(inferred).intersection(wanted)
    if not numbers:
        return Answer(({}, forms), 0.0), _Missed()
    _load_engine("camelot_tables")
    step = partial(_compare_unruled, asked, numbers, forms)
    answer = _run(step, SECONDS * UNRULED_SHARE, asked.seconds)
    if answer.value is None:
        return answer, _Missed(numbers, answer.is_cut)
    return answer, _Missed()


def leave_unseen(forms: Audited, pages: Collection[int]) -> Audited:
    """Return the forms, each of which says that those of its pages were in doubt and not looked at again."""
    return tuple(_tell_missed(one, _Missed(pages)) for one in forms)


def _tell_missed(one: tuple[Form, Audit], missed: _Missed) -> tuple[Form, Audit]:
    """Let a form say that a page in doubt was not looked at again: no verdict and no cause rest on it."""
    form, audit = one
    pages = sorted(number for number in missed.pages if _stands_on(form, (number,)))
    if not pages:
        return one
    code = CUT_SHORT if missed.is_cut else "second-look-missing"
    warning = message(code, pages=", ".join(map(str, pages)))
    findings = tuple(replace(f, cause="unknown") if f.cause == "form" else f for f in audit.findings)
    verdict = "unchecked" if audit.verdict == "agrees" else audit.verdict
    audit = replace(audit, findings=findings, verdict=verdict)
    return replace(form, warnings=(*form.warnings, warning)), audit


def _inferred_pages(form: Form) -> Iterator[int]:
    """Yield the pages of the values that were read by alignment, and that no sum has spoken against."""
    wheres = [form.where]
    for lines in (form.headers, form.funds, form.goals, form.levels, form.indicators):
        wheres += [line.where for line in lines]
    for where in wheres:
        for box in chain(*where.values()):
            if box.page is not None and CONFIDENCE < box.confidence < 1:
                yield box.page


def _compare_unruled(asked: AskedAgain, numbers: Collection[int], forms: Audited) -> _Unruled:
    path = Path(asked.path)
    first = {page.number: page for page in _read_whole_pages(path, numbers) if is_unruled(page)}
    second = read_unruled_again(path, first) if first else {}
    differing: dict[int, tuple[Difference, ...]] = {}
    agreed: dict[Box, float] = {}
    columns = None
    for number, page in sorted(second.items()):
        differing[number] = tuple(compare_unruled_pages(first[number], page))
        found, columns = find_agreed(first[number], page, columns)
        agreed |= found
    if agreed:
        forms = read_agreed(path, FIRST_ENGINE, asked.pack, forms, agreed)
    return differing, forms


def _read_whole_pages(path: Path, numbers: Collection[int]) -> Iterator[Page]:
    """Yield the pages that are no parts of a sheet: other engines know no parts."""
    return (page for page in read_pdf_pages(path, only=numbers) if page.part is None)


def _second_look(asked: AskedAgain, wanted: Sequence[int], known: _Evidence, forms: Audited) -> _Found:
    """Read the ruled pages with both engines and decide, also by what is ``known`` of the unruled ones."""
    path = Path(asked.path)
    first = {page.number: page for page in _read_whole_pages(path, wanted) if is_ruled(page)}
    second = read_again(path, first) if first else {}
    found = {
        n: tuple(compare_pages(first[n], page)) for n, page in second.items() if is_comparable(first[n], page)
    }
    evidence = replace(known, compared=found)
    chosen = _better(asked, first, forms, evidence) if evidence.differing else forms
    told = tuple(_told(number, some) for number, some in found.items() if some)
    decided = _decided(chosen, wanted, evidence, asked.pack)
    return _Found(decided, len(first) + len(known.unruled), told)


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
        {finding.about for finding in audit.findings if rests_on_figures(finding)}
        for _, audit in (one, other)
    )
    return mine < theirs


def _taken(read: tuple[Form, Audit]) -> tuple[Form, Audit]:
    form, audit = read
    return replace(form, notes=(*form.notes, TAKEN)), audit


def _decided(
    forms: Audited, wanted: Collection[int], evidence: _Evidence, pack: str | None
) -> Mapping[int, tuple[Form, Audit]]:
    """Decide the causes in the forms on the wanted pages, and doubt what the readings differ in."""
    decided: dict[int, tuple[Form, Audit]] = {}
    for number, (form, audit) in enumerate(forms):
        if not _stands_on(form, wanted):
            continue
        doubted = lower_confidence(form, evidence.differing, "chosen")
        seen = decide_by_second_reading(doubted, audit, lambda suspect: _seen(suspect, evidence))
        if doubted != form:
            seen = replace(seen, verdict=audit_form(doubted, pack).verdict)
        decided[number] = doubted, seen
    return decided


def _seen(suspect: Suspect, evidence: _Evidence) -> SecondReading:
    boxes = _boxes(suspect)
    found = evidence.find_difference(boxes)
    unsure = any(box.page in evidence.weak and box.page not in evidence.compared for box in boxes)
    return SecondReading((found.first, found.second) if found else None, weak=unsure)


def _boxes(suspect: Suspect) -> list[Box]:
    return [box for boxes in suspect.where.values() for box in boxes]


def _told(number: int, found: Sequence[Difference]) -> Message:
    empty = message("cell-empty")
    first, second = found[0].first or empty, found[0].second or empty
    return message("readings-differ", page=number, count=len(found), first=first, second=second)
