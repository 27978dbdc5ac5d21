"""What a visitor chose, kept in cookies: language, colours, and the name beside what they decide."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote, unquote

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from hebiao.locale.texts import LANGUAGES, Texts, texts
from hebiao.web.settings import SETTINGS

router = APIRouter()

THEMES = ("auto", "light", "dark")

_LANGUAGE_COOKIE = "hebiao_language"
_THEME_COOKIE = "hebiao_theme"
_NAME_COOKIE = "hebiao_who"


def read_language(request: Request) -> str:
    """Return the language that the visitor chose, Chinese at first."""
    language = request.cookies.get(_LANGUAGE_COOKIE, "")
    return language if language in LANGUAGES else LANGUAGES[0]


def read_theme(request: Request) -> str:
    """Return ``light`` or ``dark`` where the visitor chose one, else ``auto``."""
    theme = request.cookies.get(_THEME_COOKIE, "")
    return theme if theme in THEMES else THEMES[0]


def read_name(request: Request) -> str | None:
    """Return the visitor's name, or None before one was given."""
    return unquote(request.cookies.get(_NAME_COOKIE, ""))[: SETTINGS.name_chars] or None


def texts_for(request: Request) -> Texts:
    """Return the interface's texts in the visitor's language."""
    return texts(read_language(request))


def keep_language(response: Response, language: str) -> None:
    """Keep a language; one that the interface does not speak is left out."""
    if language in LANGUAGES:
        _set_cookie(response, _LANGUAGE_COOKIE, language)


def keep_theme(response: Response, theme: str) -> None:
    """Keep the colours; unknown ones are left out."""
    if theme in THEMES:
        _set_cookie(response, _THEME_COOKIE, theme)


def keep_name(response: Response, name: str) -> None:
    """Keep a name; an empty one is none."""
    _set_cookie(response, _NAME_COOKIE, quote(name.strip()))


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


def _set_cookie(response: Response, name: str, value: str) -> None:
    response.set_cookie(name, value, SETTINGS.cookie_seconds, httponly=True, samesite="strict")
