"""A form (一张表): its tree of values with their findings, and where they stand in its file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import HTMLResponse

from extract import DRAWN_FORMATS, Box
from hebiao.sources.content import removed
from hebiao.sources.originals import original_file
from hebiao.web.drawing.pictures import NotDrawn
from hebiao.web.http.site import Reader, Site, render, site_of
from hebiao.web.settings import SETTINGS
from hebiao.web.views import form_tree
from hebiao.web.views.form_sums import add_up
from normalize import Form
from store import MANY, Original, column_of, find_document_of, find_neighbours, find_original, load_form

router = APIRouter()
Location = TypeVar("Location", int, str)

# the levels' own rows have these places too
_LEVELS_OF_INDICATORS = ("level1", "level2", "level1_weight", "level2_weight")
_THINNEST_PT = 1.0


@dataclass(frozen=True, slots=True)
class PagePlace:
    """A piece of a value on a page, in points from the upper left; ``key`` is the value's."""

    key: str
    page: int
    x: float
    y: float
    width: float
    height: float


@router.get("/form/{form_id}", response_class=HTMLResponse, include_in_schema=False)
def show_form(request: Request, reader: Reader, form_id: int) -> HTMLResponse:
    """Show a form; its pages come after it."""
    form, audit = load_form(reader, form_id)
    findings = form_tree.list_findings(form, audit)
    return render(
        request,
        "form.html",
        form_id=form_id,
        form=form,
        audit=audit,
        tree=form_tree,
        value_key=form_tree.value_key,
        findings=findings,
        severities=form_tree.find_severities(findings),
        sums=add_up(form),
        document=find_document(reader, form_id),
        neighbours=find_neighbours(reader, form_id),
    )


@router.get("/form/{form_id}/pages", response_class=HTMLResponse, include_in_schema=False)
def show_form_pages(request: Request, reader: Reader, form_id: int) -> HTMLResponse:
    """Show where the form stands in its file: its pages with a box for each value, or its lines."""
    form, _ = load_form(reader, form_id)
    document = find_document(reader, form_id)
    show = _choose_view(document.format)
    with open_original(site_of(request), document) as path:
        if path is None:
            return render(request, "pages_gone.html", document=document)
        try:
            return show(request, form, document, path)
        except NotDrawn:
            return render(request, "pages_gone.html", document=document)


def _choose_view(format_: str) -> Callable[[Request, Form, Original, str], HTMLResponse]:
    if format_ in DRAWN_FORMATS:
        return _show_drawn_pages
    return _show_text_lines if format_ == "text" else _show_tables


@router.get("/document/{document_id}/page/{number}.png", include_in_schema=False)
def send_picture(request: Request, reader: Reader, document_id: int, number: int) -> Response:
    """Send a page of a document as a picture; none of a document that failed."""
    document = find_original(reader, document_id)
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


def find_places(form: Form) -> dict[int, list[PagePlace]]:
    """Return by page what stands on it, the largest first: a small box lies on top of that around it."""
    found: dict[int, list[PagePlace]] = defaultdict(list)
    for key, box in _boxes(form):
        place = _to_place(key, box)
        if place is not None:
            found[place.page].append(place)
    for places in found.values():
        places.sort(key=lambda place: -place.width * place.height)
    return dict(found)


def find_keys_by_line(form: Form) -> dict[int, list[str]]:
    """Return by line of a text file the keys of the values that stand in it."""
    return _group_keys(form, lambda box: box.line)


def find_keys_by_place(form: Form) -> dict[str, list[str]]:
    """Return by place in an Office or web file the keys of the values that stand there."""
    return _group_keys(form, lambda box: box.place)


def _group_keys(form: Form, locate: Callable[[Box], Location | None]) -> dict[Location, list[str]]:
    found: dict[Location, list[str]] = defaultdict(list)
    for key, box in _boxes(form):
        location = locate(box)
        if location is not None:
            found[location].append(key)
    return dict(found)


def _draw(site: Site, document: Original, number: int) -> bytes:
    with open_original(site, document) as path:
        if path is None:
            raise HTTPException(404)
        try:
            return site.pictures.draw(path, document.sha256, number)
        except NotDrawn as error:
            raise HTTPException(404) from error


def _show_drawn_pages(request: Request, form: Form, document: Original, path: str) -> HTMLResponse:
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


def _show_tables(request: Request, form: Form, document: Original, path: str) -> HTMLResponse:
    keys = find_keys_by_place(form)
    tables = site_of(request).pictures.read_tables(path, document.sha256, list(keys))
    rows = sum(len(table.rows) for table in tables)
    return render(
        request,
        "pages_tables.html",
        tables=tables,
        keys=keys,
        shown_rows=SETTINGS.shown_table_rows,
        left_out=max(0, rows - SETTINGS.shown_table_rows),
    )


def find_document(reader: Reader, form_id: int) -> Original:
    """Return a form's document. Raises ``HTTPException`` where it was read anew meanwhile."""
    document_id = find_document_of(reader, form_id)
    document = None if document_id is None else find_original(reader, document_id)
    if document is None:
        raise HTTPException(404)
    return document


def _boxes(form: Form) -> Iterator[tuple[str, Box]]:
    for name, boxes in form.where.items():
        yield from ((form_tree.value_key("form", 0, name), box) for box in boxes)
    for entity, field in MANY.items():
        for row in getattr(form, field):
            for name, boxes in row.where.items():
                if name not in _LEVELS_OF_INDICATORS:
                    key = form_tree.value_key(entity, row.ordinal, column_of(entity, name))
                    yield from ((key, box) for box in boxes)


def _to_place(key: str, box: Box) -> PagePlace | None:
    edges = (box.x0, box.top, box.x1, box.bottom)
    if box.page is None or None in edges:
        return None
    x0, top, x1, bottom = (edge or 0.0 for edge in edges)
    width, height = max(x1 - x0, _THINNEST_PT), max(bottom - top, _THINNEST_PT)
    return PagePlace(key=key, page=box.page, x=x0, y=top, width=width, height=height)
