"""Who may ask, from where, and what a page may load: the rules that hold for every request."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from ipaddress import ip_address
from socket import gethostname
from urllib.parse import urlsplit

from fastapi import FastAPI, Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse
from starlette.middleware.base import RequestResponseEndpoint

from hebiao.errors import WrongUsage
from hebiao.web.http.refusals import RequestRefused
from hebiao.web.http.visitor import texts_for

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
_EVERY_ADDRESS = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - what is compared with, not bound to
_TOKEN_COOKIE = "hebiao_token"  # noqa: S105 - its name, no token
_TOKEN_BYTES = 24


@dataclass(frozen=True, slots=True)
class Access:
    """Who may use the pages: ``host`` is what the server binds to; ``token`` is asked for unless it is None.

    ``csrf`` is what a write must carry; a page of another site cannot read it.
    """

    host: str = "127.0.0.1"
    token: str | None = None
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(_TOKEN_BYTES))


def access_to(host: str) -> Access:
    """Return the access rules of a server on ``host``: with a token where others can reach it."""
    token = None if is_loopback(host) else secrets.token_urlsafe(_TOKEN_BYTES)
    return Access(host, token)


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach ``host``."""
    if host == "localhost":
        return True
    return _is_address(host) and ip_address(host).is_loopback


def guard(app: FastAPI, access: Access) -> None:
    """Have every request checked before a page sees it, and every answer carry the security headers."""

    @app.middleware("http")
    async def check_request(request: Request, call_next: RequestResponseEndpoint) -> Response:
        response = _refuse(request, access) or await call_next(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


async def check_write(request: Request) -> None:
    """Refuse a write that does not carry the page's token, in the header or in the form's field ``csrf``."""
    if request.method in _SAFE_METHODS:
        return
    given = request.headers.get("x-csrf-token") or (await request.form()).get("csrf")
    if not isinstance(given, str) or not _are_same(given, request.app.state.site.access.csrf):
        raise RequestRefused(403, WrongUsage("no-page-token"))


def _refuse(request: Request, access: Access) -> Response | None:
    """Return the answer to a request that may not be made, or None where it may."""
    if not _is_our_host(request, access.host):
        return _answer(request, 421, "access.foreign-host")
    if request.method not in _SAFE_METHODS and not _is_from_us(request):
        return _answer(request, 403, "access.foreign-write")
    if _is_embedded(request):
        return _answer(request, 403, "access.foreign-request")
    return None if access.token is None else _ask_for_token(request, access.token)


def _answer(request: Request, status: int, key: str) -> Response:
    return PlainTextResponse(texts_for(request)(key), status)


def _is_our_host(request: Request, bound: str) -> bool:
    """Tell whether a request names this server, and not a name that points here by somebody else's DNS."""
    host = _read_host(f"//{request.headers.get('host', '')}")
    if host in _LOOPBACK_NAMES or host == bound:
        return True
    if bound not in _EVERY_ADDRESS:
        return False
    return _is_address(host) or host == gethostname().lower()


def _is_from_us(request: Request) -> bool:
    origin = request.headers.get("origin")
    return origin is None or origin.partition("://")[2] == request.headers.get("host")


def _is_embedded(request: Request) -> bool:
    """Tell whether a page of another site asks, as by an image's address.

    It could keep the database busy; a link of it may lead here.
    """
    is_foreign = request.headers.get("sec-fetch-site") == "cross-site"
    return is_foreign and request.headers.get("sec-fetch-mode") != "navigate"


def _ask_for_token(request: Request, token: str) -> Response | None:
    """Return the answer to a request without the token in a cookie or header.

    A request that has it in its address is led on, with a cookie.
    """
    if _are_same(request.cookies.get(_TOKEN_COOKIE, ""), token):
        return None
    if _are_same(request.headers.get("authorization", ""), f"Bearer {token}"):
        return None
    if not _are_same(request.query_params.get("token", ""), token):
        return _answer(request, 401, "access.token-needed")
    response = RedirectResponse("/" + request.url.path.lstrip("/"), 303)
    response.set_cookie(_TOKEN_COOKIE, token, httponly=True, samesite="strict")
    return response


def _are_same(given: str, wanted: str) -> bool:
    return secrets.compare_digest(given.encode(), wanted.encode())


def _read_host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:  # a bracket that is not closed
        return ""


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
