"""What is answered where there is no answer: a page for people, JSON for programs."""

from __future__ import annotations

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DataError, OperationalError
from starlette.exceptions import HTTPException

from hebiao.errors import WrongUsage
from hebiao.web.api.routes import router as api_router
from hebiao.web.api.types import encode_refusal
from hebiao.web.http.refusals import Refusal, RequestRefused, sentence_of
from hebiao.web.http.site import render
from hebiao.web.http.visitor import read_language
from store import UnknownForm

_NOT_FOUND = 404
_UNPROCESSABLE = 422
_UNAVAILABLE = 503


def answer_errors(app: FastAPI) -> None:
    """Have the application tell in words what it cannot answer."""

    @app.exception_handler(HTTPException)
    def answer_http_error(request: Request, error: HTTPException) -> Response:
        reason = error.reason if isinstance(error, RequestRefused) else _REASONS.get(error.status_code)
        return _refuse(request, error.status_code, reason or WrongUsage("not-answered", reason=error.detail))

    @app.exception_handler(UnknownForm)
    def answer_unknown_form(request: Request, _: UnknownForm) -> Response:
        return _refuse(request, _NOT_FOUND, WrongUsage("unknown-form"))

    @app.exception_handler(RequestValidationError)
    def answer_wrong_argument(request: Request, error: RequestValidationError) -> Response:
        wrong = error.errors()
        if any(argument["loc"][0] == "path" for argument in wrong):
            return _refuse(request, _NOT_FOUND, _REASONS[_NOT_FOUND])
        details = "; ".join(_describe(argument["loc"], argument["msg"]) for argument in wrong)
        return _refuse(request, _UNPROCESSABLE, WrongUsage("not-understood", details=details))

    @app.exception_handler(OverflowError)
    @app.exception_handler(DataError)
    def answer_impossible_value(request: Request, _: OverflowError | DataError) -> Response:
        """Answer a number or a text (one with a NUL) that no database can hold."""
        return _refuse(request, _UNPROCESSABLE, WrongUsage("beyond-database"))

    @app.exception_handler(OperationalError)
    def answer_broken_query(request: Request, _: OperationalError) -> Response:
        return _refuse(request, _UNAVAILABLE, WrongUsage("query-timeout"))


_REASONS: dict[int, Refusal] = {status: WrongUsage("no-page") for status in (_NOT_FOUND, 405)}


def _describe(place: tuple[int | str, ...], problem: str) -> str:
    argument = ".".join(map(str, place[1:]))
    return f"{argument}: {problem}"


def _refuse(request: Request, status: int, reason: Refusal) -> Response:
    sentence = sentence_of(reason, read_language(request))
    if request.url.path.startswith(f"{api_router.prefix}/"):
        return encode_refusal(reason, sentence, status)
    return render(request, "error.html", status=status, reason=sentence)
