"""The review (复核): what waits for a person, one at a time, the worst first; decisions are kept at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi import Form as FormField
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, Field

from hebiao.errors import WrongUsage
from hebiao.reporting.output import as_json
from hebiao.review import (
    CASE_FIELDS,
    Item,
    NewText,
    count_decisions,
    count_waiting,
    decide,
    last_decision,
    list_cases,
    list_items,
    list_waiting,
    list_waiting_in,
    undo,
)
from hebiao.web.http.site import Reader, render, site_of
from hebiao.web.http.visitor import keep_name, read_name
from hebiao.web.settings import SETTINGS
from hebiao.web.shared.address import AddressFilters, read_filters
from hebiao.web.views.review_item import ShownItem, mark_of, show_item
from normalize import preload_tagger
from store import VERDICTS, Decision, find_form_at, load_form

router = APIRouter()

_Text = Annotated[str, Field(max_length=SETTINGS.answer_chars)]
_SKIPPED = ("skipped", "1")
"""What the address says where what was put off is shown instead of what waits."""


class ReviewAnswer(BaseModel):
    """What a person decides on an item, which its mark names; a correction puts ``after`` into ``place``."""

    item: _Text
    decision: Literal["accept", "correct", "form-wrong", "skip"]
    place: _Text = ""
    after: _Text = ""
    note: _Text = ""

    def correction(self) -> NewText | None:
        """Return the correction, or None for another decision. Raises ``ValueError`` for a wrong place."""
        if self.decision != "correct":
            return None
        entity, row, field = self.place.split("-", 2)
        return NewText(entity, int(row), field, self.after or None)


@router.get("/review", response_class=HTMLResponse, include_in_schema=False)
def show_review(request: Request, reader: Reader, form: int | None = None, item: str = "") -> HTMLResponse:
    """Show the worst that waits, or an item of a form by its mark."""
    preload_tagger()
    items = _list_waiting(request, reader)
    if form is not None:
        items = _put_first(_find_item(reader, form, item), items)
    return _show(request, reader, items)


@router.post("/review/who", include_in_schema=False)
def keep_reviewer(
    who: Annotated[str, FormField(max_length=SETTINGS.name_chars)] = "",
    back: Annotated[str, FormField()] = "",
) -> RedirectResponse:
    """Keep the name that stands beside what this person decides; an empty one is asked for again."""
    address = "/review"
    if back:
        address += f"?{back}"
    answer = RedirectResponse(address, 303)
    keep_name(answer, who)
    return answer


@router.post("/review/undo", include_in_schema=False)
def undo_last(request: Request, reader: Reader) -> Response:
    """Take back what this person decided last, and show that item again."""
    try:
        undone = undo(site_of(request).writer, read_name(request))
    except WrongUsage as error:
        return _show(request, reader, _list_waiting(request, reader), error)
    if undone is None:
        return _lead_back(request)
    form_id = find_form_at(reader, undone.sha256, undone.form_ordinal)
    if form_id is None:
        return _lead_back(request)
    return _lead_back(request, form=form_id, item=mark_of(undone.key))


@router.get("/review/corrections.json", include_in_schema=False)
def send_correction_cases(reader: Reader) -> Response:
    """Send the corrections in force as test cases."""
    headers = {"Content-Disposition": 'attachment; filename="corrections.json"'}
    return Response(as_json(CASE_FIELDS, list_cases(reader)), media_type="application/json", headers=headers)


@router.get("/review/{form_id}", include_in_schema=False)
# a refused answer is not sent again
def show_review_again(request: Request, form_id: str) -> RedirectResponse:  # noqa: ARG001
    """Show the review where a page that answered a decision is loaded again, or in the other language."""
    return _lead_back(request)


@router.post("/review/{form_id}", include_in_schema=False)
def keep_decision(
    request: Request, reader: Reader, form_id: int, answer: Annotated[ReviewAnswer, FormField()]
) -> Response:
    """Keep what was decided on an item, and show the next one."""
    standing: set[str | None] = {None}
    if _read_address(request).has_other(*_SKIPPED):
        standing.add("skip")
    item = _find_item(reader, form_id, answer.item, standing)
    if item is None:  # somebody dealt with it meanwhile, or a key was pressed twice
        return _lead_back(request, gone=1)
    verdict = load_form(reader, form_id)[1].verdict
    try:
        correction = answer.correction()
    except ValueError as error:
        raise HTTPException(422) from error
    try:
        decide(
            site_of(request).writer,
            form_id,
            item.key,
            answer.decision,
            correction=correction,
            who=read_name(request),
            note=answer.note.strip() or None,
        )
    except WrongUsage as error:
        return _show(request, reader, [item], error, answer)
    return _lead_back(request, was=verdict)


def _find_item(
    reader: Reader, form_id: int, mark: str, standing: set[str | None] | None = None
) -> Item | None:
    """Return the item of a form with this mark; None where a decision out of ``standing`` stands on it."""
    for item, decision in list_items(reader, form_id):
        if mark_of(item.key) == mark and (standing is None or decision in standing):
            return item
    return None


def _put_first(item: Item | None, items: list[Item]) -> list[Item]:
    if item is None:
        return items
    others = [one for one in items if (one.form_id, one.key) != (item.form_id, item.key)]
    return [item, *others]


def _read_address(request: Request) -> AddressFilters:
    return replace(read_filters(request, ("skipped", "within")), path="/review")


def _lead_back(request: Request, **others: object) -> RedirectResponse:
    return RedirectResponse(_read_address(request).address("/review", None, **others), 303)


def _read_form_id(filters: AddressFilters) -> int | None:
    """Return the form that the review keeps to, or None where it goes through all."""
    asked = next((value for name, value in filters.others if name == "within"), "")
    return int(asked) if asked.isascii() and asked.isdigit() else None


def _list_waiting(request: Request, reader: Reader) -> list[Item]:
    filters = _read_address(request)
    within, skipped = _read_form_id(filters), filters.has_other(*_SKIPPED)
    if within is None:
        return list_waiting(reader, filters.filter, SETTINGS.coming_items, skipped=skipped)
    return list_waiting_in(reader, within, skipped=skipped)


def _show(
    request: Request,
    reader: Reader,
    items: list[Item],
    error: WrongUsage | None = None,
    answer: ReviewAnswer | None = None,
) -> HTMLResponse:
    """Show the first item and what comes next; ``answer`` is what was refused for an ``error``."""
    filters = _read_address(request)
    within = _read_form_id(filters)
    name = read_name(request)
    last = last_decision(reader, name)
    return render(
        request,
        "review.html",
        filters=filters,
        who=name,
        shown=_show_first(reader, items),
        coming=items[1 : SETTINGS.coming_items],
        within=within,
        error=error,
        answer=answer,
        last=last,
        last_form=_find_form(reader, last),
        verdict_before=_read_verdict(request),
        gone="gone" in request.query_params,
        skipped=filters.has_other(*_SKIPPED),
        mark_of=mark_of,
        left=_count_left(reader, filters),
        decisions=count_decisions(reader),
        narrowed=_is_narrowed(filters),
        settings=SETTINGS,
    )


def _show_first(reader: Reader, items: list[Item]) -> ShownItem | None:
    if not items:
        return None
    return show_item(items[0], *load_form(reader, items[0].form_id))


def _count_left(reader: Reader, filters: AddressFilters) -> int:
    form_id = _read_form_id(filters)
    if form_id is None:
        return count_waiting(reader, filters.filter)
    return len(list_waiting_in(reader, form_id))


def _read_verdict(request: Request) -> str | None:
    """Return the verdict that a form had before the last decision, where the address tells it."""
    verdict = request.query_params.get("was")
    return verdict if verdict in VERDICTS else None


def _is_narrowed(filters: AddressFilters) -> bool:
    is_filtered = bool(filters.active() or filters.filter.text)
    return is_filtered or _read_form_id(filters) is not None


def _find_form(reader: Reader, decision: Decision | None) -> tuple[int, str] | None:
    """Return id and verdict of the form that was decided on, or None where there is none now."""
    if decision is None:
        return None
    form_id = find_form_at(reader, decision.sha256, decision.form_ordinal)
    if form_id is None:
        return None
    return form_id, load_form(reader, form_id)[1].verdict
