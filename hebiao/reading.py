"""Reads one file in this process: extract, normalize, audit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from audit import audit_form
from extract.grid import Document
from extract.page import Page
from extract.reader import read_with_pages
from hebiao.files import shown
from hebiao.job import Job, Options
from hebiao.own_labels import use_labels
from hebiao.second_look import FIRST_ENGINE, Looked, look_again
from normalize.reading import Reading, read_forms
from store import Record


def read_document(path: str | Path, options: Options) -> tuple[Document, tuple[Page, ...], Reading]:
    """Give what the file prints, page by page too, and the forms in it; raises ``extract.Unreadable``."""
    limits: dict[str, Any] = {"engine": options.engine, "max_pages": options.max_pages}
    document, pages = read_with_pages(Path(path), **{name: value for name, value in limits.items() if value is not None})
    return document, pages, read_forms(document)


def read_job(job: Job) -> Record:
    """Give the record of a file: its forms, each with its audit; raises ``extract.Unreadable``."""
    use_labels(job.options.labels)
    document, pages, reading = read_document(job.place, job.options)
    _draw(job, document)
    audited = tuple((form, audit_form(form)) for form in reading.forms)
    looked = look_again(job.place, pages, audited) if document.engine == FIRST_ENGINE else Looked(audited)
    return Record(
        sha256=job.sha256,
        path=shown(job.path),
        name=shown(Path(job.path).name),
        format=document.format,
        pages=document.pages,
        bytes=job.size,
        status="imported" if reading.forms else "no-form",
        engine=document.engine,
        version=job.options.version,
        error=None if reading.forms else _why_no_form(document, reading),
        warnings=(
            *document.warnings,
            *looked.warnings,
            *(told for form, _ in looked.forms for told in (*form.warnings, *form.notes)),
        ),
        forms=looked.forms,
        glyphs=document.conservation.total,
        glyphs_in_cells=document.conservation.in_cells,
        glyphs_outside=document.conservation.outside,
        second_looks=looked.pages,
        second_seconds=looked.seconds,
    )


def _draw(job: Job, document: Document) -> None:
    """Draw the page that was asked for, where the document has it."""
    wanted = job.options.picture
    if wanted is None or document.format != "pdf" or wanted.page > document.pages:
        return
    from extract.picture import draw_page

    draw_page(Path(job.place), document, wanted.page).save(wanted.file, "PNG")


def _why_no_form(document: Document, reading: Reading) -> str:
    """Tell the reason with the first thing that the reader was not sure of: a scan has no form because it has no text."""
    return f"{reading.reason}({document.warnings[0]})" if document.warnings else str(reading.reason)
