"""Recognises one page that is a picture, in a worker of its own, and takes what was recognised back."""

from __future__ import annotations

import os
import pickle
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from extract import Document, Message, Page, is_ocr_installed, message, recognise_page
from hebiao.workers.answers import RecognisedPage
from hebiao.workers.job import Job, Options, RecognisedPages
from store import CODES_WITHOUT_OCR, UNRECOGNISED

RECOGNISE_PAGE = "hebiao.reading.recognition:recognise_job"
"""The step that recognises a page, by its name."""

PICTURE_CODES = (UNRECOGNISED, *CODES_WITHOUT_OCR)
"""The codes that tell why a page that is a picture was not read."""

NICENESS = 5  # what is read goes before what is recognised, which takes a hundred times as long


def recognise_job(job: Job) -> RecognisedPage:
    """Recognise the job's page; raises ``extract.Unreadable``."""
    assert job.page is not None
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, NICENESS)
    started = time.process_time()
    pages = recognise_page(Path(job.place), job.page)
    return RecognisedPage(pickle.dumps(pages), time.process_time() - started)


def load_pages(recognised: RecognisedPages) -> Mapping[int, tuple[Page, ...]]:
    """Return what was recognised, by the numbers of the pages; two forms side by side are two pages."""
    return {number: _decode_pages(Path(file).read_bytes()) for number, file in recognised.files.items()}


def _decode_pages(content: bytes) -> tuple[Page, ...]:
    pages: tuple[Page, ...] = pickle.loads(content)  # noqa: S301 - a worker wrote it, and a worker reads it
    return pages


def can_recognise(options: Options) -> bool:
    """Return whether pages that are pictures can be recognised, and are wanted."""
    return options.has_recognition and is_ocr_installed()


def explain_pictures(document: Document, job: Job) -> Document:
    """Return the document with the reasons why its pictures were not read before its other warnings."""
    if not document.pictures:
        return document
    return replace(document, warnings=(*_explain(job), *document.warnings))


def _explain(job: Job) -> Iterator[Message]:
    if job.recognised is not None:
        for number, reason in sorted(job.recognised.failures.items()):
            yield message(UNRECOGNISED, page=number, reason=reason)
    elif not job.options.has_recognition:
        yield message("ocr-off")
    elif not is_ocr_installed():
        yield message("ocr-missing")
