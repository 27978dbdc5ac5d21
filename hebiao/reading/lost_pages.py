"""Forms that may go on where a page was not read: what they lack is no fault of theirs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from audit import audit_form
from extract import Message, message, with_doubt
from hebiao.reading.audits import Audited, change_places
from hebiao.reading.recognition import PICTURE_CODES
from normalize import Form

LOST_PAGES = frozenset(
    {
        *PICTURE_CODES,
        "scan-page",
        "picture-not-read",
        "curves-page",
        "latin-page",
        "mirrored-page",
        "broken-text-layer",
        "scan-file",
        "inner-files-unread",
    }
)
"""The codes of the warnings that a page, or a file inside the file, was not read."""


def find_lost_pages(warnings: Iterable[Message]) -> tuple[int, ...]:
    """Return the numbers of the pages that were not read, as far as warnings name them."""
    pages: set[int] = set()
    for warning in warnings:
        page = dict(warning.args).get("page")
        if warning.code in LOST_PAGES and isinstance(page, int):
            pages.add(page)
    return tuple(sorted(pages))


def doubt_beside_lost_pages(forms: Audited, lost: Sequence[int], pack: str | None) -> Audited:
    """Return the forms, those that may go on on a lost page with all their values in doubt.

    A form that agrees lacks nothing.
    """
    if not lost:
        return forms
    found = list(forms)
    for place, (form, audit) in enumerate(forms):
        page = _find_page_beside(form, lost)
        if page is None or audit.verdict == "agrees":
            continue
        told = message("beside-lost-page", page=page)
        doubted = change_places(form, lambda box: with_doubt((box,), "broken")[0])
        doubted = replace(doubted, warnings=(*form.warnings, told))
        found[place] = doubted, audit_form(doubted, pack)
    return tuple(found)


def _find_page_beside(form: Form, pages: Iterable[int]) -> int | None:
    """Return the lost page on which a form may begin or go on; a title is its beginning, a total its end."""
    first, last = form.page_first, form.page_last
    if first is None or last is None:
        return None
    if not form.title:
        first -= 1
    if form.score_total is None and form.weight_total is None:
        last += 1
    return next((page for page in pages if first <= page <= last), None)
