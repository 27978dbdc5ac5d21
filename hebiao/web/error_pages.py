"""What is answered where there is no answer: a page for people, JSON for programs."""

from __future__ import annotations

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DataError, OperationalError
from starlette.exceptions import HTTPException

from hebiao.web.api import routes
from hebiao.web.api.types import Refused, answered
from hebiao.web.http.site import render, texts_of
from store import UnknownForm

_NOT_FOUND = 404
_NOT_ALLOWED = 405
_NOT_UNDERSTOOD = 422
_BUSY = 503


def tell_refusals(app: FastAPI) -> None:
    """Have the application tell in words what it cannot answer."""

    @app.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> Response:
        t = texts_of(request)
        told = (
            t("error.not-found") if error.status_code in {_NOT_FOUND, _NOT_ALLOWED} else t.say(error.detail)
        )
        return _refusal(request, error.status_code, told)

    @app.exception_handler(UnknownForm)
    def unknown(request: Request, _: UnknownForm) -> Response:
        return _refusal(request, _NOT_FOUND, texts_of(request)("error.unknown-form"))

    @app.exception_handler(RequestValidationError)
    def not_understood(request: Request, error: RequestValidationError) -> Response:
        wrong = error.errors()
        if any(one["loc"][0] == "path" for one in wrong):
            return _refusal(request, _NOT_FOUND, texts_of(request)("error.not-found"))
        told = "; ".join(f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}" for one in wrong)
        return _refusal(request, _NOT_UNDERSTOOD, texts_of(request)("error.not-understood", told=told))

    @app.exception_handler(OverflowError)
    @app.exception_handler(DataError)
    def beyond(request: Request, _: OverflowError | DataError) -> Response:
        """Answer a number or a text (one with a NUL) that no database can hold."""
        return _refusal(request, _NOT_UNDERSTOOD, texts_of(request)("error.beyond"))

    @app.exception_handler(OperationalError)
    def broken_off(request: Request, _: OperationalError) -> Response:
        return _refusal(request, _BUSY, texts_of(request)("error.database"))


def _refusal(request: Request, status: int, told: str) -> Response:
    if request.url.path.startswith(f"{routes.router.prefix}/"):
        return answered(Refused(told), status)
    return render(request, "error.html", status=status, told=told)
