"""Reads again, with another engine, the pages on which a form contradicts itself or its reading was in doubt."""

from __future__ import annotations

import signal
import struct
import threading
import time
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType

from audit import Audit, audit_form
from audit.suspects import Seen, Suspect, arithmetic_fails, judged, suspects
from extract.grid import Box, Unreadable
from extract.join import join_pages
from extract.page import Page
from extract.second import Difference, differences, doubt, is_comparable, is_ruled, mended, read_again
from hebiao.doubtful import doubtful
from normalize.form import Form
from normalize.reading import read_forms

Audited = tuple[tuple[Form, Audit], ...]

FIRST_ENGINE = "pdfium"
SECONDS = 10.0  # that one file's second look may take; the first reading stands all the same
MOST_PAGES = 40
TAKEN = "两次读取不一致的数字按第二次读取(pdfplumber)"
_FAILURES = (
    *(Unreadable, OSError, MemoryError, RuntimeError, ArithmeticError, LookupError, AttributeError, AssertionError),
    *(TypeError, ValueError, struct.error, zlib.error),
)


@dataclass(frozen=True, slots=True)
class Looked:
    """The forms after the second look; how many ``pages`` were read again in how many processor ``seconds``, and what to tell."""

    forms: Audited
    pages: int = 0
    seconds: float = 0.0
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Evidence:
    weak: Mapping[int, str]
    compared: Mapping[int, tuple[Difference, ...]]
    differing: Mapping[Box, Difference]


def look_again(path: str, first: Sequence[Page], forms: Audited) -> Looked:
    """Give the forms with the cause of each finding decided; pages that nothing speaks against are not read again.

    Where an edge cut a number that the second reading has whole, and where the second reading leaves fewer contradictions and
    makes none, it is taken in place of the first.
    """
    pages = {page.number: page for page in first}
    weak = {
        number: why
        for number, page in pages.items()
        if any(_stands_on(form, (number,)) for form, _ in forms) and (why := doubt(page))
    }
    wanted = [n for n in sorted({*weak, *_suspected(forms)}) if n in pages and is_ruled(pages[n])][:MOST_PAGES]
    started = time.process_time()
    second = _second_reading(Path(path), wanted)
    seconds = time.process_time() - started if wanted else 0.0
    found = {n: tuple(differences(pages[n], page)) for n, page in second.items() if is_comparable(pages[n], page)}
    evidence = _Evidence(weak, found, {one.box: one for some in found.values() for one in some})
    chosen = _better(forms, first, evidence) if evidence.differing else forms
    told = tuple(_told(number, some) for number, some in found.items() if some)
    return Looked(tuple(_decided(form, audit, evidence) for form, audit in chosen), len(wanted), seconds, told)


def _suspected(forms: Audited) -> set[int]:
    """Name the pages of the values whose arithmetic fails."""
    return {
        box.page
        for form, audit in forms
        for finding in audit.findings
        if arithmetic_fails(finding)
        for suspect in suspects(form, finding)
        for box in _boxes(suspect)
        if box.page is not None
    }


def _second_reading(path: Path, wanted: Sequence[int]) -> Mapping[int, Page]:
    """Read pages again within ``SECONDS``; none where the second engine fails: the first reading is not hurt by it."""
    if not wanted:
        return {}
    try:
        with _at_most(SECONDS):
            return read_again(path, wanted)
    except _FAILURES:
        return {}


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Raise ``TimeoutError`` when the time is over; only a process's main thread can be told."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _time_is_over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _time_is_over(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError


def _better(forms: Audited, first: Sequence[Page], evidence: _Evidence) -> Audited:
    """Put the second reading of a form in the first's place where that is the better one."""
    taken = {page.number: better for page in first if (better := mended(page, evidence.compared.get(page.number, ())))}
    if not taken:
        return forms
    joined = join_pages([taken.get(page.number, page) for page in first], format="pdf", engine=FIRST_ENGINE)
    again = tuple((form, audit_form(form)) for form in read_forms(joined).forms)
    if len(again) != len(forms):
        return forms
    cut = {page.number for page in first if page.number in taken and page.cut_numbers}
    return tuple(
        _taken(other) if one[0] != other[0] and (_stands_on(one[0], cut) or _contradicts_less(other, one)) else one
        for one, other in zip(forms, again, strict=True)
    )


def _stands_on(form: Form, numbers: Collection[int]) -> bool:
    return any((form.page_first or 1) <= number <= (form.page_last or number) for number in numbers)


def _contradicts_less(one: tuple[Form, Audit], other: tuple[Form, Audit]) -> bool:
    mine, theirs = (
        {(finding.rule, finding.fund, finding.indicator, finding.field) for finding in audit.findings if arithmetic_fails(finding)}
        for _, audit in (one, other)
    )
    return mine < theirs


def _taken(read: tuple[Form, Audit]) -> tuple[Form, Audit]:
    form, audit = read
    return replace(form, notes=(*form.notes, TAKEN)), audit


def _decided(form: Form, audit: Audit, evidence: _Evidence) -> tuple[Form, Audit]:
    """Decide the causes, and lower the confidence in what the readings differ in."""
    return doubtful(form, evidence.differing), judged(form, audit, lambda suspect: _seen(suspect, evidence))


def _seen(suspect: Suspect, evidence: _Evidence) -> Seen:
    boxes = _boxes(suspect)
    found = next((evidence.differing[box] for box in boxes if box in evidence.differing), None)
    unsure = any(box.page in evidence.weak and box.page not in evidence.compared for box in boxes)
    return Seen((found.first, found.second) if found else None, weak=unsure)


def _boxes(suspect: Suspect) -> list[Box]:
    return [box for boxes in suspect.where.values() for box in boxes]


def _told(number: int, found: Sequence[Difference]) -> str:
    shown = f"{found[0].first or '(空)'} / {found[0].second or '(空)'}"
    return f"第{number}页有{len(found)}个单元格两次读取不一致,如 {shown}"
