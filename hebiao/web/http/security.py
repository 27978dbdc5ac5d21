"""Who may ask, from where, and what a page may load: the rules that hold for every request."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from ipaddress import ip_address
from socket import gethostname
from urllib.parse import urlsplit

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse
from starlette.middleware.base import RequestResponseEndpoint

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
_COOKIE = "hebiao_token"


@dataclass(frozen=True, slots=True)
class Access:
    """Who may use the pages: ``host`` is what the server binds to; ``token`` is asked for unless it is None.

    ``csrf`` is what a write must carry; a page of another site cannot read it.
    """

    host: str = "127.0.0.1"
    token: str | None = None
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(24))


def access_to(host: str) -> Access:
    """Give the access rules of a server on ``host``: a token wherever others than this machine can reach it."""
    return Access(host, None if is_loopback(host) else secrets.token_urlsafe(24))


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach ``host``."""
    return host == "localhost" or (_is_address(host) and ip_address(host).is_loopback)


def guard(app: FastAPI, access: Access) -> None:
    """Have every request checked before a page sees it, and every answer carry the security headers."""

    @app.middleware("http")
    async def check(request: Request, call_next: RequestResponseEndpoint) -> Response:
        response = _refusal(request, access) or await call_next(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


async def check_write(request: Request) -> None:
    """Refuse a write that does not carry the page's token, in the header or in the form's field ``csrf``."""
    if request.method in _SAFE_METHODS:
        return
    carried = request.headers.get("x-csrf-token") or (await request.form()).get("csrf")
    if not isinstance(carried, str) or not _same(carried, request.app.state.site.access.csrf):
        raise HTTPException(403, "请求缺少页面令牌,请刷新页面后重试")


def _refusal(request: Request, access: Access) -> Response | None:
    if not _is_our_host(request, access.host):
        return PlainTextResponse("不接受这个主机名的请求", 421)
    if request.method not in _SAFE_METHODS and not _is_from_us(request):
        return PlainTextResponse("不接受来自其他网站的写入", 403)
    if _is_drawn_in(request):
        return PlainTextResponse("不接受其他网站的请求", 403)
    return None if access.token is None else _ask_for_token(request, access.token)


def _is_our_host(request: Request, bound: str) -> bool:
    """Refuse names that point here by somebody else's DNS."""
    host = _host_in(f"//{request.headers.get('host', '')}")
    if host in _LOOPBACK_NAMES or host == bound:
        return True
    return bound in _EVERY_ADDRESS and (_is_address(host) or host == gethostname().lower())


def _is_from_us(request: Request) -> bool:
    origin = request.headers.get("origin")
    return origin is None or origin.partition("://")[2] == request.headers.get("host")


def _is_drawn_in(request: Request) -> bool:
    """Tell whether a page of another site asks, as by an image's address: it could keep the database busy; a link may lead here."""
    return (
        request.headers.get("sec-fetch-site") == "cross-site"
        and request.headers.get("sec-fetch-mode") != "navigate"
    )


def _ask_for_token(request: Request, token: str) -> Response | None:
    if _same(request.cookies.get(_COOKIE, ""), token) or _same(
        request.headers.get("authorization", ""), f"Bearer {token}"
    ):
        return None
    if not _same(request.query_params.get("token", ""), token):
        return PlainTextResponse("需要令牌:请用启动时显示的完整网址打开", 401)
    response = RedirectResponse("/" + request.url.path.lstrip("/"), 303)
    response.set_cookie(_COOKIE, token, httponly=True, samesite="strict")
    return response


def _same(given: str, wanted: str) -> bool:
    return secrets.compare_digest(given.encode(), wanted.encode())


def _host_in(address: str) -> str:
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
