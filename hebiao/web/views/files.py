"""The list of files (文件): what became of each, and why a file has no form."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from hebiao.web.http.site import Reader, render
from hebiao.web.shared.filters import read_filters
from hebiao.web.shared.paging import find_page
from store.read.documents import documents
from store.read.overview import documents_by_status

router = APIRouter()

STATUSES = ("imported", "no-form", "failed")


@router.get("/files", response_class=HTMLResponse, include_in_schema=False)
def show_files(request: Request, reader: Reader, status: str = "") -> HTMLResponse:
    """Show a page of the files, of one status where the address names it."""
    chosen = status if status in STATUSES else None
    counts = documents_by_status(reader)
    total = counts.get(chosen, 0) if chosen else sum(counts.values())
    page = find_page(request.query_params.get("page"), total)
    return render(
        request,
        "files.html",
        files=documents(reader, chosen, offset=page.offset, limit=page.rows),
        filters=read_filters(request, ("status",)),
        statuses=STATUSES,
        counts=counts,
        chosen=chosen,
        list_page=page,
    )
