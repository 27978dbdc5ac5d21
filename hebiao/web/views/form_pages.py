"""Where a form stands in its file: its pages as pictures with a box for each value, or its lines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import HTMLResponse

from hebiao.sources.found import removed
from hebiao.sources.originals import original_file
from hebiao.web.drawing.pictures import NotDrawn
from hebiao.web.http.site import Reader, Site, render, site_of
from hebiao.web.settings import SETTINGS
from hebiao.web.shared.value_places import find_keys_by_line, find_places
from normalize.form import Form
from store.read.documents import Original, document_of, original
from store.read.loading import load_form

router = APIRouter()


def find_document(reader: Reader, form_id: int) -> Original:
    """Return a form's document. Raises ``HTTPException`` where it was read anew meanwhile."""
    document_id = document_of(reader, form_id)
    document = None if document_id is None else original(reader, document_id)
    if document is None:
        raise HTTPException(404)
    return document


@router.get("/form/{form_id}/pages", response_class=HTMLResponse, include_in_schema=False)
def show_form_pages(request: Request, reader: Reader, form_id: int) -> HTMLResponse:
    """Show where the form stands in its file: its pages with a box for each value, or its lines."""
    form, _ = load_form(reader, form_id)
    document = find_document(reader, form_id)
    show = {"pdf": _show_pdf_pages, "text": _show_text_lines}.get(document.format)
    if show is None:
        return render(request, "pages_other.html", document=document)
    with open_original(site_of(request), document) as path:
        if path is None:
            return render(request, "pages_gone.html", document=document)
        try:
            return show(request, form, document, path)
        except NotDrawn:
            return render(request, "pages_gone.html", document=document)


@router.get("/document/{document_id}/page/{number}.png", include_in_schema=False)
def send_picture(request: Request, reader: Reader, document_id: int, number: int) -> Response:
    """Send a page of a document as a picture; none of a document that failed."""
    document = original(reader, document_id)
    if document is None or document.status == "failed":
        raise HTTPException(404)
    if not 1 <= number <= document.pages:
        raise HTTPException(404)
    site = site_of(request)
    png = site.pictures.find_kept(document.sha256, number) or _draw(site, document, number)
    return Response(png, media_type="image/png", headers={"Cache-Control": "private, max-age=86400"})


@contextmanager
def open_original(site: Site, document: Original) -> Iterator[str | None]:
    """Give the path of a file that has the document's bytes.

    None where all have moved or changed, and for failed documents. A member of an archive is a temporary
    file, gone afterwards.
    """
    if document.status == "failed":
        yield None
        return
    file = original_file(document.paths, document.sha256, site.originals)
    try:
        yield None if file is None else file.place
    finally:
        if file is not None:
            removed(file)


def _draw(site: Site, document: Original, number: int) -> bytes:
    with open_original(site, document) as path:
        if path is None:
            raise HTTPException(404)
        try:
            return site.pictures.draw(path, document.sha256, number)
        except NotDrawn as error:
            raise HTTPException(404) from error


def _show_pdf_pages(request: Request, form: Form, document: Original, path: str) -> HTMLResponse:
    first = form.page_first or 1
    form_last = form.page_last or document.pages
    last = min(form_last, first + SETTINGS.drawn_pages - 1)
    sizes = site_of(request).pictures.read_sizes(path, document.sha256, first, last)
    return render(
        request,
        "pages_pdf.html",
        document=document,
        sizes=list(enumerate(sizes, first)),
        places=find_places(form),
        left_out=range(last + 1, form_last + 1),
    )


def _show_text_lines(request: Request, form: Form, document: Original, path: str) -> HTMLResponse:
    keys = find_keys_by_line(form)
    form_last = max(keys, default=1)
    first = max(1, min(keys, default=1) - SETTINGS.lines_around)
    last = min(form_last + SETTINGS.lines_around, first + SETTINGS.shown_lines - 1)
    lines = site_of(request).pictures.read_lines(path, document.sha256, first, last)
    return render(
        request,
        "pages_text.html",
        lines=list(enumerate(lines, first)),
        keys=keys,
        left_out=range(last + 1, form_last + 1),
    )
