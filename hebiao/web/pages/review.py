"""The review (复核): what waits for a person, one at a time, the worst first; what the person says is kept at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from fastapi import APIRouter, Form, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, Field

from audit.english import english
from hebiao.errors import WrongUsage
from hebiao.importing.counted import load_words
from hebiao.review.cases import correction_cases
from hebiao.review.items import Item
from hebiao.review.queue import Correct, decide, decided, last, queue, review_of, undo, waiting, waiting_in
from hebiao.web.filters import Chosen, chosen
from hebiao.web.reviewed import mark_of, shown
from hebiao.web.site import Reader, language_of, render, site_of
from hebiao.web.who import LONGEST, remember, who_is
from store.correcting import form_at
from store.deciding import Decision
from store.loading import load_form
from store.overview import VERDICTS

router = APIRouter()

_COMING = 12
_Text = Annotated[str, Field(max_length=20_000)]


class Said(BaseModel):
    """What a person says of an item, which its mark names; ``place`` is the value that a correction puts ``after`` into."""

    item: _Text
    decision: Literal["accept", "correct", "form-wrong", "skip"]
    place: _Text = ""
    after: _Text = ""
    note: _Text = ""

    def correction(self) -> Correct | None:
        """Give the correction, None where nothing is corrected; ``ValueError`` for a place that is none."""
        if self.decision != "correct":
            return None
        entity, row, field = self.place.split("-", 2)
        return Correct(entity, int(row), field, self.after or None)


@router.get("/review", response_class=HTMLResponse, include_in_schema=False)
def review(request: Request, reader: Reader, form: int | None = None, item: str = "") -> HTMLResponse:
    """Show the worst that waits, or an item of a form by its mark."""
    load_words()
    items = _waiting(request, reader)
    if form is not None:
        asked = _item(reader, form, item)
        items = [*asked, *(one for one in items if (one.form_id, one.key) not in {(form, same.key) for same in asked})]
    return _page(request, reader, items)


@router.post("/review/who", include_in_schema=False)
def name(who: Annotated[str, Form(max_length=LONGEST)] = "", back: Annotated[str, Form()] = "") -> RedirectResponse:
    """Keep the name that stands beside what this person decides; an empty one is asked for again."""
    answer = RedirectResponse("/review" + (f"?{back}" if back else ""), 303)
    remember(answer, who)
    return answer


@router.post("/review/undo", include_in_schema=False)
def take_back(request: Request, reader: Reader) -> Response:
    """Take back what this person said last, and show that item again."""
    try:
        undone = undo(site_of(request).writer, who_is(request))
    except WrongUsage as error:
        return _page(request, reader, _waiting(request, reader), str(error))
    form_id = None if undone is None else form_at(reader, undone.sha256, undone.form_ordinal)
    mark = None if undone is None or form_id is None else mark_of(undone.key)
    return RedirectResponse(_asked(request).at("/review", form=form_id, item=mark), 303)


@router.get("/review/corrections.json", include_in_schema=False)
def cases(reader: Reader) -> Response:
    """Give the corrections in force as test cases."""
    headers = {"Content-Disposition": 'attachment; filename="corrections.json"'}
    return Response(correction_cases(reader), media_type="application/json", headers=headers)


@router.get("/review/{said}", include_in_schema=False)
def look_again(request: Request, said: str) -> RedirectResponse:  # noqa: ARG001 - what was said and refused is not said again
    """Show the review where a page that answered what was said is loaded again, or in the other language."""
    return RedirectResponse(_asked(request).at("/review"), 303)


@router.post("/review/{form_id}", include_in_schema=False)
def say(request: Request, reader: Reader, form_id: int, said: Annotated[Said, Form()]) -> Response:
    """Keep what was said of an item, and show the next one."""
    filters = _asked(request)
    found = _item(reader, form_id, said.item, {None, "skip"} if ("skipped", "1") in filters.others else {None})
    if not found:  # somebody dealt with it meanwhile, or a key was pressed twice
        return RedirectResponse(filters.at("/review", gone=1), 303)
    verdict = load_form(reader, form_id)[1].verdict
    try:
        correction = said.correction()
    except ValueError as error:
        raise HTTPException(422) from error
    try:
        decide(
            *(site_of(request).writer, form_id, found[0].key, said.decision),
            correction=correction,
            who=who_is(request),
            note=said.note.strip() or None,
        )
    except WrongUsage as error:
        return _page(request, reader, found, str(error), said)
    return RedirectResponse(filters.at("/review", was=verdict), 303)


def _item(reader: Reader, form_id: int, mark: str, standing: set[str | None] | None = None) -> list[Item]:
    """Give the item of a form with this mark, alone in a list; none where a decision stands on it that is not in ``standing``."""
    found = ((item, said) for item, said in review_of(reader, form_id) if mark_of(item.key) == mark)
    return [item for item, said in found if standing is None or said in standing]


def _asked(request: Request) -> Chosen:
    return replace(chosen(request, ("skipped", "within")), path="/review")


def _within(filters: Chosen) -> int | None:
    """Give the form that the review keeps to, None where it goes through all."""
    asked = next((value for name, value in filters.others if name == "within"), "")
    return int(asked) if asked.isascii() and asked.isdigit() else None


def _waiting(request: Request, reader: Reader) -> list[Item]:
    filters = _asked(request)
    within, skipped = _within(filters), ("skipped", "1") in filters.others
    if within is None:
        return queue(reader, filters.filter, _COMING, skipped=skipped)
    return waiting_in(reader, within, skipped=skipped)


def _page(request: Request, reader: Reader, items: list[Item], error: str = "", said: Said | None = None) -> HTMLResponse:
    filters = _asked(request)
    within = _within(filters)
    before = last(reader, who_is(request))
    was = request.query_params.get("was")
    return render(
        request,
        "review.html",
        filters=filters,
        who=who_is(request),
        shown=shown(items[0], *load_form(reader, items[0].form_id)) if items else None,
        coming=items[1:_COMING],
        within=within,
        error=error,
        said=said,
        last=before,
        last_form=_form_of(reader, before),
        was=was if was in VERDICTS else None,
        gone="gone" in request.query_params,
        mark_of=mark_of,
        left=waiting(reader, filters.filter) if within is None else len(waiting_in(reader, within)),
        decided=decided(reader),
        narrowed=bool(filters.chips() or filters.filter.text or within is not None),
        say=english if language_of(request) == "en" else str,
    )


def _form_of(reader: Reader, one: Decision | None) -> tuple[int, str] | None:
    """Give the id and the verdict of the form that was decided on, None where no form stands there now."""
    form_id = None if one is None else form_at(reader, one.sha256, one.form_ordinal)
    return None if form_id is None else (form_id, load_form(reader, form_id)[1].verdict)
