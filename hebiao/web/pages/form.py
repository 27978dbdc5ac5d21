"""A form (一张表): its pages on one side, its tree on the other, each value beside its place."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import HTMLResponse

from audit.english import english
from hebiao.web import tree
from hebiao.web.originals import file_of
from hebiao.web.pictures import NotDrawn
from hebiao.web.places import key_of, keys_by_line, spots
from hebiao.web.site import Reader, Site, language_of, render, site_of
from hebiao.web.sums import sums_of
from normalize.form import Form
from store.documents import Original, document_of, neighbours, original
from store.loading import load_form

router = APIRouter()

_MOST_PAGES = 60
_MOST_LINES = 2000
_LINES_AROUND = 3


@router.get("/form/{form_id}", response_class=HTMLResponse, include_in_schema=False)
def form(request: Request, reader: Reader, form_id: int) -> HTMLResponse:
    """Show a form; its pages come after it."""
    read, audit = load_form(reader, form_id)
    findings = tree.finding_lines(read, audit)
    return render(
        request,
        "form.html",
        form_id=form_id,
        form=read,
        audit=audit,
        tree=tree,
        key_of=key_of,
        findings=findings,
        severities=tree.severities(findings),
        sums=sums_of(read),
        document=_document(reader, form_id),
        neighbours=neighbours(reader, form_id),
        say=english if language_of(request) == "en" else str,
    )


@router.get("/form/{form_id}/pages", response_class=HTMLResponse, include_in_schema=False)
def pages(request: Request, reader: Reader, form_id: int) -> HTMLResponse:
    """Show where the form stands in its file: its pages with a box for each value, or its lines."""
    read, _ = load_form(reader, form_id)
    document = _document(reader, form_id)
    show = {"pdf": _pages, "text": _lines}.get(document.format)
    if show is None:
        return render(request, "pages_other.html", document=document)
    with file_of(site_of(request), document) as path:
        try:
            return render(request, "pages_gone.html", document=document) if path is None else show(request, read, document, path)
        except NotDrawn:
            return render(request, "pages_gone.html", document=document)


@router.get("/document/{document_id}/page/{number}.png", include_in_schema=False)
def picture(request: Request, reader: Reader, document_id: int, number: int) -> Response:
    """Give a page of a document as a picture; none of a document that failed."""
    document = original(reader, document_id)
    if document is None or document.status == "failed" or not 1 <= number <= document.pages:
        raise HTTPException(404)
    drawn = site_of(request).pictures.kept(document.sha256, number) or _drawn(site_of(request), document, number)
    return Response(drawn, media_type="image/png", headers={"Cache-Control": "private, max-age=86400"})


def _drawn(site: Site, document: Original, number: int) -> bytes:
    with file_of(site, document) as path:
        if path is None:
            raise HTTPException(404)
        try:
            return site.pictures.page(path, document.sha256, number)
        except NotDrawn as error:
            raise HTTPException(404) from error


def _document(reader: Reader, form_id: int) -> Original:
    document_id = document_of(reader, form_id)
    document = None if document_id is None else original(reader, document_id)
    if document is None:  # it was read anew while the page was made
        raise HTTPException(404)
    return document


def _pages(request: Request, read: Form, document: Original, path: str) -> HTMLResponse:
    first = read.page_first or 1
    end = read.page_last or document.pages
    last = min(end, first + _MOST_PAGES - 1)
    sizes = site_of(request).pictures.sizes(path, document.sha256, first, last)
    drawn = list(enumerate(sizes, first))
    return render(request, "pages_pdf.html", document=document, sizes=drawn, spots=spots(read), left_out=range(last + 1, end + 1))


def _lines(request: Request, read: Form, document: Original, path: str) -> HTMLResponse:
    keys = keys_by_line(read)
    first = max(1, min(keys, default=1) - _LINES_AROUND)
    end = max(keys, default=1) + _LINES_AROUND
    last = min(end, first + _MOST_LINES - 1)
    lines = list(enumerate(site_of(request).pictures.lines(path, document.sha256, first, last), first))
    return render(request, "pages_text.html", lines=lines, keys=keys, left_out=range(last + 1, end - _LINES_AROUND + 1))
