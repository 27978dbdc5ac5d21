"""Reads again, with another engine, the pages on which a form contradicts itself or its reading was in doubt."""

from __future__ import annotations

import signal
import struct
import threading
import time
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import FrameType

from audit import Audit, audit_form
from audit.suspects import Seen, Suspect, arithmetic_fails, judged, suspects
from extract.grid import Box, Unreadable
from extract.join import join_pages
from extract.page import Page
from extract.second import Difference, differences, doubt, is_comparable, is_ruled, read_again
from hebiao.doubtful import doubtful
from normalize.form import Form
from normalize.reading import read_forms

Audited = tuple[tuple[Form, Audit], ...]

FIRST_ENGINE = "pdfium"
SECONDS = 10.0  # that one file's second look may take; the first reading stands all the same
MOST_PAGES = 40
_FAILURES = (
    *(Unreadable, OSError, MemoryError, RuntimeError, ArithmeticError, LookupError, AttributeError, AssertionError),
    *(TypeError, ValueError, struct.error, zlib.error),
)


@dataclass(frozen=True, slots=True)
class Looked:
    """The forms after the second look; how many ``pages`` were read again in how many ``seconds``, and what to tell."""

    forms: Audited
    pages: int = 0
    seconds: float = 0.0
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Evidence:
    weak: Mapping[int, str]
    second: Mapping[int, Page] = field(default_factory=dict)
    differing: Mapping[Box, Difference] = field(default_factory=dict)


def look_again(path: str, first: Sequence[Page], forms: Audited) -> Looked:
    """Give the forms with the cause of each finding decided; pages that nothing speaks against are not read again.

    Where the second reading of a form leaves fewer contradictions and makes none, it is taken in place of the first.
    """
    pages = {page.number: page for page in first}
    weak = {number: why for number, page in pages.items() if _in_a_form(number, forms) and (why := doubt(page))}
    wanted = [n for n in sorted({*weak, *_suspected(forms)}) if n in pages and is_ruled(pages[n])][:MOST_PAGES]
    started = time.perf_counter()
    second = _second_reading(Path(path), wanted)
    seconds = time.perf_counter() - started if wanted else 0.0
    second = {number: page for number, page in second.items() if is_comparable(pages[number], page)}
    found = [difference for number, page in second.items() for difference in differences(pages[number], page)]
    evidence = _Evidence(weak, second, {difference.box: difference for difference in found})
    told = tuple(_told(number, [one for one in found if one.box.page == number]) for number in sorted(second))
    decided = _better(forms, first, evidence) if found else forms
    return Looked(_decided(forms, decided, evidence), len(wanted), seconds, tuple(words for words in told if words))


def _in_a_form(number: int, forms: Audited) -> bool:
    return any((form.page_first or 1) <= number <= (form.page_last or number) for form, _ in forms)


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
    """Put the second reading of a form in the first's place where it contradicts itself less."""
    joined = join_pages([evidence.second.get(page.number, page) for page in first], format="pdf", engine=FIRST_ENGINE)
    again = tuple((form, audit_form(form)) for form in read_forms(joined).forms)
    if len(again) != len(forms):
        return forms
    return tuple(_taken(other) if _contradicts_less(other, one) else one for one, other in zip(forms, again, strict=True))


def _contradicts_less(one: tuple[Form, Audit], other: tuple[Form, Audit]) -> bool:
    mine, theirs = (
        {(finding.rule, finding.fund, finding.indicator, finding.field) for finding in audit.findings if arithmetic_fails(finding)}
        for _, audit in (one, other)
    )
    return mine < theirs


def _taken(read: tuple[Form, Audit]) -> tuple[Form, Audit]:
    form, audit = read
    return replace(form, notes=(*form.notes, "两次读取不一致,第二次读取(pdfplumber)的数字勾稽关系更好,已采用")), audit


def _decided(before: Audited, forms: Audited, evidence: _Evidence) -> Audited:
    """Decide the causes in each form that stands as it was first read, and lower its confidence in what the readings differ in."""
    return tuple(
        (doubtful(form, evidence.differing), judged(form, audit, lambda suspect: _seen(suspect, evidence)))
        if form is old
        else (form, audit)
        for (old, _), (form, audit) in zip(before, forms, strict=True)
    )


def _seen(suspect: Suspect, evidence: _Evidence) -> Seen:
    boxes = _boxes(suspect)
    found = next((evidence.differing[box] for box in boxes if box in evidence.differing), None)
    unsure = any(box.page in evidence.weak and box.page not in evidence.second for box in boxes)
    return Seen((found.first, found.second) if found else None, weak=unsure)


def _boxes(suspect: Suspect) -> list[Box]:
    return [box for boxes in suspect.where.values() for box in boxes]


def _told(number: int, found: Sequence[Difference]) -> str | None:
    if not found:
        return None
    shown = f"{found[0].first or '(空)'} / {found[0].second or '(空)'}"
    return f"第{number}页有{len(found)}个单元格两次读取不一致,如 {shown}"
