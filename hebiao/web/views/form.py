"""A form (一张表): its tree of values with their findings; its pages come after it (``form_pages``)."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from hebiao.web.http.site import Reader, render
from hebiao.web.shared.value_places import value_key
from hebiao.web.views import form_tree
from hebiao.web.views.form_pages import find_document
from hebiao.web.views.form_sums import add_up
from store.read.documents import neighbours
from store.read.loading import load_form

router = APIRouter()


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
        value_key=value_key,
        findings=findings,
        severities=form_tree.find_severities(findings),
        sums=add_up(form),
        document=find_document(reader, form_id),
        neighbours=neighbours(reader, form_id),
    )
