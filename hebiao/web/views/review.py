"""The review (复核): what waits for a person, one at a time, the worst first; what the person says is kept at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi import Form as FormField
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, Field

from audit import Audit
from audit import render as render_message
from hebiao.errors import WrongUsage
from hebiao.review.correcting import correction_cases
from hebiao.review.items import Item
from hebiao.review.queue import Correct, decide, decided, last, queue, review_of, undo, waiting, waiting_in
from hebiao.web.http.site import Reader, language_of, render, site_of
from hebiao.web.http.visitor import LONGEST, remember, who_is
from hebiao.web.shared.filters import Chosen, chosen
from hebiao.web.shared.value_places import key_of
from hebiao.web.views.form_tree import FindingLine, finding_lines
from normalize import preload_tagger, row_at, text_at
from normalize.form import Form
from store.entities import MANY, column_of
from store.people.correcting import form_at
from store.people.deciding import Decision, ItemKey
from store.read.loading import load_form
from store.read.overview import VERDICTS

_ADDED_UP = {"score_total": "score", "weight_total": "weight", "level1": "weight", "level2": "weight"}
"""By the field that a sum is found to differ in: the column that it adds up, where that has another name."""

_CALLED = ("content", "level3", "source", "label", "name")


@dataclass(frozen=True, slots=True)
class Value:
    """A value that can be corrected: where it stands, what its row is called, and what it prints."""

    entity: str
    row: int
    field: str
    called: str
    text: str

    @property
    def key(self) -> str:
        """Its name on the page."""
        return key_of(self.entity, self.row, self.field)


@dataclass(frozen=True, slots=True)
class Shown:
    """An item with its form: ``key`` names its value on the page, ``finding`` has its figures, ``values`` may be corrected."""

    item: Item
    form: Form
    audit: Audit
    key: str
    finding: FindingLine | None
    values: tuple[Value, ...]


def shown(item: Item, form: Form, audit: Audit) -> Shown:
    """Put an item beside the form that it was found in."""
    line = next((line for line in finding_lines(form, audit) if _is_of(line, item)), None)
    key = line.key if line else key_of(item.key.entity, item.ordinal, item.key.field or "")
    return Shown(item, form, audit, key, line, tuple(dict.fromkeys(_values(item, form))))


def mark_of(key: ItemKey) -> str:
    """Name an item of a form in an address: a short hash of its key."""
    return hashlib.sha256("\0".join(part or "" for part in key).encode()).hexdigest()[:16]


def _is_of(line: FindingLine, item: Item) -> bool:
    finding = line.finding
    about = (item.key.rule, item.key.field, item.message, item.stated, item.computed)
    owner = (
        ("fund", finding.fund)
        if finding.fund
        else ("indicator", finding.indicator)
        if finding.indicator
        else ("form", 0)
    )
    told = (finding.rule, finding.field, finding.message, finding.stated, finding.computed)
    return told == about and owner == (item.key.entity, item.ordinal)


def _values(item: Item, form: Form) -> Iterator[Value]:
    """Give the item's own value, what a sum adds up, and the other values of its row."""
    entity, field = item.key.entity, item.key.field
    if field:
        yield from _value(form, entity, item.ordinal, field)
        if item.key.rule is not None and (entity == "form" or field.endswith("_yuan") or field in _ADDED_UP):
            yield from _column(form, _ADDED_UP.get(field, field))
    for name in row_at(form, entity, item.ordinal).where:
        yield from _value(form, entity, item.ordinal, column_of(entity, name))


def _column(form: Form, field: str) -> Iterator[Value]:
    for entity in ("fund", "indicator"):
        for row in getattr(form, MANY[entity]):
            yield from (value for value in _value(form, entity, row.ordinal, field) if value.text)


def _value(form: Form, entity: str, ordinal: int, field: str) -> Iterator[Value]:
    row = row_at(form, entity, ordinal)
    called = next((name for name in (getattr(row, told, None) for told in _CALLED) if name), "")
    try:
        yield Value(entity, ordinal, field, called, text_at(form, entity, ordinal, field) or "")
    except LookupError:
        return


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
    preload_tagger()
    items = _waiting(request, reader)
    if form is not None:
        asked = _item(reader, form, item)
        items = [
            *asked,
            *(one for one in items if (one.form_id, one.key) not in {(form, same.key) for same in asked}),
        ]
    return _page(request, reader, items)


@router.post("/review/who", include_in_schema=False)
def name(
    who: Annotated[str, FormField(max_length=LONGEST)] = "", back: Annotated[str, FormField()] = ""
) -> RedirectResponse:
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
# what was said and refused is not said again
def look_again(request: Request, said: str) -> RedirectResponse:  # noqa: ARG001
    """Show the review where a page that answered what was said is loaded again, or in the other language."""
    return RedirectResponse(_asked(request).at("/review"), 303)


@router.post("/review/{form_id}", include_in_schema=False)
def say(request: Request, reader: Reader, form_id: int, said: Annotated[Said, FormField()]) -> Response:
    """Keep what was said of an item, and show the next one."""
    filters = _asked(request)
    found = _item(
        reader, form_id, said.item, {None, "skip"} if ("skipped", "1") in filters.others else {None}
    )
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


def _page(
    request: Request, reader: Reader, items: list[Item], error: str = "", said: Said | None = None
) -> HTMLResponse:
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
        say=partial(render_message, language=language_of(request)),
    )


def _form_of(reader: Reader, one: Decision | None) -> tuple[int, str] | None:
    """Give the id and the verdict of the form that was decided on, None where no form stands there now."""
    form_id = None if one is None else form_at(reader, one.sha256, one.form_ordinal)
    return None if form_id is None else (form_id, load_form(reader, form_id)[1].verdict)
