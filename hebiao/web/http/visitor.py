"""The name that a person gave, which stands beside what they decide; it is kept in a cookie."""

from __future__ import annotations

from urllib.parse import quote, unquote

from fastapi import Request, Response

LONGEST = 40

_COOKIE = "hebiao_who"
_A_YEAR = 365 * 24 * 3600


def who_is(request: Request) -> str | None:
    """Give the name, None before one was given."""
    return unquote(request.cookies.get(_COOKIE, ""))[:LONGEST] or None


def remember(response: Response, who: str) -> None:
    """Keep a name; an empty one is none."""
    response.set_cookie(_COOKIE, quote(who.strip()), _A_YEAR, httponly=True, samesite="strict")
