"""The reader's language and colours, kept in cookies."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse

from hebiao.locale.texts import LANGUAGES
from hebiao.web.http.site import THEMES

router = APIRouter()

_A_YEAR = 365 * 24 * 3600


@router.post("/settings", include_in_schema=False)
def settings(
    language: Annotated[str, Form()] = "",
    theme: Annotated[str, Form()] = "",
    back: Annotated[str, Form()] = "/",
) -> RedirectResponse:
    """Keep what was chosen and go back to the page ``back`` of ours."""
    response = RedirectResponse(f"/{back.lstrip('/' + chr(92))}", 303)
    for name, chosen, known in (("hebiao_language", language, LANGUAGES), ("hebiao_theme", theme, THEMES)):
        if chosen in known:
            response.set_cookie(name, chosen, _A_YEAR, httponly=True, samesite="strict")
    return response
