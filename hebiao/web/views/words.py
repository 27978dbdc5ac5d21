"""Parts of pages that are asked for when they are needed: words to go on with in a search, and a department's subjects."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from hebiao.web.http.site import Reader, render
from hebiao.web.settings import SETTINGS
from store import find_keywords, suggest_words

router = APIRouter()

_Typed = Annotated[str, Query(max_length=SETTINGS.search_chars)]


@router.get("/suggestions", response_class=HTMLResponse, include_in_schema=False)
def show_suggestions(request: Request, reader: Reader, q: _Typed = "") -> HTMLResponse:
    """Show the names and words that hold what was typed in the search field."""
    words = suggest_words(reader, q, SETTINGS.suggested_words)
    return render(request, "suggestions.html", words=words)


@router.get("/compare/keywords", response_class=HTMLResponse, include_in_schema=False)
def show_keywords(request: Request, reader: Reader, department: _Typed) -> HTMLResponse:
    """Show what a department's forms are about."""
    words = find_keywords(reader, department, SETTINGS.department_keywords)
    return render(request, "keywords.html", words=words, department=department)
