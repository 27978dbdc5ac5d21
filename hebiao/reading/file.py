"""Reads one file in this process: extract, normalize, audit."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from extract import Document, Message, Unreadable, message, read_with_doubts
from hebiao.reading.audits import Audited, audit_forms
from hebiao.reading.labels import use_labels
from hebiao.reading.lost_pages import LOST_PAGES, doubt_beside_lost_pages, find_lost_pages
from hebiao.reading.recognition import (
    RECOGNISE_PAGE,
    can_recognise,
    explain_pictures,
    load_pages,
)
from hebiao.reading.repair.forms import audit_recognised
from hebiao.reading.second_look import FIRST_ENGINE, AskedAgain, Looked, leave_unseen, look_again
from hebiao.sources.files import FileChanged, content_of, problem_of, shown
from hebiao.workers.answers import PagesWanted
from hebiao.workers.job import Job, Options, RecognisedPages
from normalize import Reading, decide_seams, read_forms, snap_labels
from store import Record

SECONDS_TO_HAND_OVER = 2.0


class FileLost(Unreadable):
    """The file cannot be read any more, for a ``reason``, a message."""

    code = "file-lost"


def read_document(path: str | Path, options: Options) -> tuple[Document, tuple[int, ...], Reading]:
    """Return what the file prints, the pages whose reading was not sure of itself, and the forms.

    Raises ``extract.Unreadable``.
    """
    document, doubted = _read_pages(path, options)
    document, reading = _read_forms(document)
    return document, doubted, reading


def _read_pages(
    path: str | Path, options: Options, recognised: RecognisedPages | None = None
) -> tuple[Document, tuple[int, ...]]:
    limits: dict[str, Any] = {"engine": options.engine, "max_pages": options.max_pages}
    given = {name: value for name, value in limits.items() if value is not None}
    if recognised is not None:
        given["recognised"] = load_pages(recognised)
    return read_with_doubts(Path(path), **given)


def _read_forms(document: Document) -> tuple[Document, Reading]:
    document = snap_labels(decide_seams(document))
    return document, read_forms(document)


def read_job(job: Job) -> Record | PagesWanted:
    """Return the record of a file: its forms, each with its audit.

    Where pages of it are pictures and can be recognised, return these first; the job comes again with them.

    Raises ``extract.Unreadable``, also for a file that is not the one that was found: somebody is writing to
    it.
    """
    started = time.process_time()
    try:
        answer = _read(job)
    finally:  # what went wrong with half a file is no news
        _refuse_changed(job)
    if isinstance(answer, PagesWanted):
        return answer
    seconds = time.process_time() - started + answer.second_seconds
    if job.recognised is None:
        return replace(answer, seconds=seconds)
    recognised = job.recognised
    return replace(
        answer,
        seconds=seconds + recognised.seconds,
        recognised=len(recognised.files),
        recognised_seconds=recognised.seconds,
    )


def _refuse_changed(job: Job) -> None:
    try:
        content = content_of(job.place)
    except OSError as error:
        raise FileLost(reason=problem_of(error)) from error
    if content.sha256 != job.sha256:
        raise FileChanged


def _read(job: Job) -> Record | PagesWanted:
    use_labels(job.options.labels)
    started = time.monotonic()
    document, doubted = _read_pages(job.place, job.options, job.recognised)
    if document.pictures and job.recognised is None and can_recognise(job.options):
        return PagesWanted(RECOGNISE_PAGE, document.pictures)
    document, reading = _read_forms(explain_pictures(document, job))
    _draw(job, document)
    status, error = _decide_status(document, reading)
    document, forms = _audit(document, reading, job.options.pack)
    lost = find_lost_pages(document.warnings)
    forms = doubt_beside_lost_pages(forms, lost, job.options.pack)
    left = job.seconds - (time.monotonic() - started) - SECONDS_TO_HAND_OVER
    again = AskedAgain(job.place, doubted, left, job.options.pack)
    if document.scanned:  # no other engine reads a picture, and its pages would be recognised again
        looked = Looked(leave_unseen(forms, set(doubted) - set(document.scanned)))
    elif document.engine == FIRST_ENGINE:
        looked = look_again(again, forms)
    else:
        looked = Looked(forms)
    return Record(
        sha256=job.sha256,
        path=shown(job.path),
        name=shown(Path(job.path).name),
        format=document.format,
        pages=document.pages,
        bytes=job.size,
        status=status,
        engine=document.engine,
        version=job.options.version,
        error=error,
        warnings=(
            *document.warnings,
            *looked.warnings,
            *chain.from_iterable((*form.warnings, *form.notes) for form, _ in looked.forms),
        ),
        forms=looked.forms,
        glyphs=document.conservation.total,
        glyphs_in_cells=document.conservation.in_cells,
        glyphs_outside=document.conservation.outside,
        second_looks=looked.pages,
        second_seconds=looked.seconds,
    )


def _audit(document: Document, reading: Reading, pack: str | None) -> tuple[Document, Audited]:
    """Return the forms with their audits, and the document with the figures that their sums chose."""
    if document.scanned:
        return audit_recognised(document, reading.forms, pack)
    return document, audit_forms(document, reading.forms, pack)


def _draw(job: Job, document: Document) -> None:
    """Draw the page that was asked for, where the document has it."""
    wanted = job.options.picture
    if wanted is None or wanted.page > document.pages:
        return
    from extract import draw_page

    picture = draw_page(Path(job.place), document, wanted.page, language=wanted.language)
    picture.save(wanted.file, "PNG")


def _decide_status(document: Document, reading: Reading) -> tuple[str, Message | None]:
    """Return what became of a file, and why it gave no form, if it gave none.

    A form may stand on a page whose text cannot be read: the file has failed, and is no file without a form.
    """
    if reading.reason is None:
        return "imported", None
    lost_page = next((warning for warning in document.warnings if warning.code in LOST_PAGES), None)
    if lost_page is not None:
        return "failed", lost_page
    # of a form that was recognised the head of its indicators may be what was not
    is_lost_on_scan = bool(document.scanned) and reading.reason.code == "no-indicators"
    if reading.is_lost or is_lost_on_scan:
        return "unread", reading.reason
    return "no-form", _why_no_form(document, reading.reason)


def _why_no_form(document: Document, reason: Message) -> Message:
    """Return the reason with the first thing that the reader was not sure of."""
    if not document.warnings:
        return reason
    return message("reason-with-doubt", reason=reason, doubt=document.warnings[0])
