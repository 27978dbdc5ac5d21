"""The visitor's language and colours, chosen in the bar above every page."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse

from hebiao.web.http.visitor import keep_language, keep_theme

router = APIRouter()


@router.post("/settings", include_in_schema=False)
def keep_preferences(
    language: Annotated[str, Form()] = "",
    theme: Annotated[str, Form()] = "",
    back: Annotated[str, Form()] = "/",
) -> RedirectResponse:
    """Keep what was chosen and go back to the page ``back`` of ours."""
    response = RedirectResponse(f"/{back.lstrip('/' + chr(92))}", 303)
    keep_language(response, language)
    keep_theme(response, theme)
    return response
