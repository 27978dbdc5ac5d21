"""A form (一张表): its pages on one side, its tree on the other, each value beside its place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import HTMLResponse

from audit import Sum, fund_sums, lines, scored_fund
from audit import render as render_message
from hebiao.sources.found import removed
from hebiao.sources.originals import original_file
from hebiao.web.drawing.pictures import NotDrawn
from hebiao.web.http.site import Reader, Site, language_of, render, site_of
from hebiao.web.shared.value_places import key_of, keys_by_line, spots
from hebiao.web.views import form_tree as tree
from normalize.form import Form, Fund
from store.read.documents import Original, document_of, neighbours, original
from store.read.loading import load_form

COLUMNS = ("initial_yuan", "budget_yuan", "net_yuan", "executed_yuan", "transferred_yuan")


@dataclass(frozen=True, slots=True)
class Tick:
    """What a row adds to which sum, and whether it is counted."""

    counts: bool
    adds: dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class Total:
    """A sum beside what the form states; None where it states nothing. ``heading`` is that of a list of amounts."""

    name: str
    stated: Decimal | None
    computed: Decimal
    heading: str | None = None

    @property
    def difference(self) -> Decimal | None:
        """Stated less computed."""
        return None if self.stated is None else self.stated - self.computed


@dataclass(frozen=True, slots=True)
class Sums:
    """Every row's tick by its ordinal, the totals of weights and scores, of the fund columns, and of lists of amounts."""

    funds: dict[int, Tick] = field(default_factory=dict)
    indicators: dict[int, Tick] = field(default_factory=dict)
    lines: tuple[Total, ...] = ()
    columns: dict[str, Total] = field(default_factory=dict)
    lists: tuple[Total, ...] = ()


def sums_of(form: Form) -> Sums:
    """Add up a form as the audit does."""
    indicators, execution = _line_ticks(form)
    found = tuple(fund_sums(form))
    lists = {f"list-{number}": one for number, one in enumerate(found) if one.is_list}
    funds = {fund.ordinal: _fund_tick(fund, found, lists) for fund in form.funds} | execution
    counted = [tick.adds for tick in (*indicators.values(), *execution.values()) if tick.counts]
    return Sums(
        funds=funds,
        indicators=indicators,
        lines=tuple(
            Total(name, stated, sum((adds.get(name, Decimal()) for adds in counted), Decimal()))
            for name, stated in (("weight", form.weight_total), ("score", form.score_total))
        ),
        columns=_columns(form, funds),
        lists=tuple(Total(name, one.stated, one.computed, one.heading) for name, one in lists.items()),
    )


def _line_ticks(form: Form) -> tuple[dict[int, Tick], dict[int, Tick]]:
    """Give the ticks of the indicators, and that of the fund row that is a line of its own, where one is."""
    counted = {line.indicator: line for line in lines(form) if line.indicator is not None}
    indicators = {
        row.ordinal: Tick(
            row.ordinal in counted,
            _adds(counted.get(row.ordinal, row).weight, counted.get(row.ordinal, row).score),
        )
        for row in form.indicators
    }
    fund = scored_fund(form)
    alone = fund is not None and any(
        line.fund == fund.ordinal and line.indicator is None for line in lines(form)
    )
    return indicators, {
        fund.ordinal: Tick(counts=True, adds=_adds(fund.weight, fund.score))
    } if fund and alone else {}


def _adds(weight: Decimal | None, score: Decimal | None) -> dict[str, Decimal]:
    return {name: value for name, value in (("weight", weight), ("score", score)) if value is not None}


def _fund_tick(fund: Fund, found: tuple[Sum, ...], lists: dict[str, Sum]) -> Tick:
    if fund.total:
        return Tick(counts=False, adds={})
    adds = {name: value for name in COLUMNS if (value := getattr(fund, name)) is not None}
    if fund.amount_yuan is not None:
        adds |= {name: fund.amount_yuan for name, one in lists.items() if one.heading == fund.list_heading}
    parts = {part for one in found for part in one.parts}
    return Tick(any((fund.source, value) in parts for value in adds.values()), adds)


def _columns(form: Form, funds: dict[int, Tick]) -> dict[str, Total]:
    total = next((fund for fund in form.funds if fund.total), None)
    counted = [
        funds[fund.ordinal].adds for fund in form.funds if not fund.total and funds[fund.ordinal].counts
    ]
    return {
        name: Total(
            name, getattr(total, name), sum((adds.get(name, Decimal()) for adds in counted), Decimal())
        )
        for name in COLUMNS
        if total is not None and any(name in adds for adds in counted)
    }


@contextmanager
def file_of(site: Site, document: Original) -> Iterator[str | None]:
    """Give the path of a file that has the document's bytes; None where all have moved or changed, and for failed documents.

    A member of an archive is a temporary file, gone afterwards.
    """
    found = None if document.status == "failed" else original_file(document.paths, document.sha256, site.keep)
    try:
        yield None if found is None else found.place
    finally:
        if found is not None:
            removed(found)


router = APIRouter()

_MOST_PAGES = 60
_MOST_LINES = 2000
_LINES_AROUND = 3


@router.get("/form/{form_id}", response_class=HTMLResponse, include_in_schema=False)
def form(request: Request, reader: Reader, form_id: int) -> HTMLResponse:
    """Show a form; its pages come after it."""
    read, audit = load_form(reader, form_id)
    findings = tree.finding_lines(read, audit)
    return render(
        request,
        "form.html",
        form_id=form_id,
        form=read,
        audit=audit,
        tree=tree,
        key_of=key_of,
        findings=findings,
        severities=tree.severities(findings),
        sums=sums_of(read),
        document=_document(reader, form_id),
        neighbours=neighbours(reader, form_id),
        say=partial(render_message, language=language_of(request)),
    )


@router.get("/form/{form_id}/pages", response_class=HTMLResponse, include_in_schema=False)
def pages(request: Request, reader: Reader, form_id: int) -> HTMLResponse:
    """Show where the form stands in its file: its pages with a box for each value, or its lines."""
    read, _ = load_form(reader, form_id)
    document = _document(reader, form_id)
    show = {"pdf": _pages, "text": _lines}.get(document.format)
    if show is None:
        return render(request, "pages_other.html", document=document)
    with file_of(site_of(request), document) as path:
        try:
            return (
                render(request, "pages_gone.html", document=document)
                if path is None
                else show(request, read, document, path)
            )
        except NotDrawn:
            return render(request, "pages_gone.html", document=document)


@router.get("/document/{document_id}/page/{number}.png", include_in_schema=False)
def picture(request: Request, reader: Reader, document_id: int, number: int) -> Response:
    """Give a page of a document as a picture; none of a document that failed."""
    document = original(reader, document_id)
    if document is None or document.status == "failed" or not 1 <= number <= document.pages:
        raise HTTPException(404)
    drawn = site_of(request).pictures.kept(document.sha256, number) or _drawn(
        site_of(request), document, number
    )
    return Response(drawn, media_type="image/png", headers={"Cache-Control": "private, max-age=86400"})


def _drawn(site: Site, document: Original, number: int) -> bytes:
    with file_of(site, document) as path:
        if path is None:
            raise HTTPException(404)
        try:
            return site.pictures.page(path, document.sha256, number)
        except NotDrawn as error:
            raise HTTPException(404) from error


def _document(reader: Reader, form_id: int) -> Original:
    document_id = document_of(reader, form_id)
    document = None if document_id is None else original(reader, document_id)
    if document is None:  # it was read anew while the page was made
        raise HTTPException(404)
    return document


def _pages(request: Request, read: Form, document: Original, path: str) -> HTMLResponse:
    first = read.page_first or 1
    end = read.page_last or document.pages
    last = min(end, first + _MOST_PAGES - 1)
    sizes = site_of(request).pictures.sizes(path, document.sha256, first, last)
    drawn = list(enumerate(sizes, first))
    return render(
        request,
        "pages_pdf.html",
        document=document,
        sizes=drawn,
        spots=spots(read),
        left_out=range(last + 1, end + 1),
    )


def _lines(request: Request, read: Form, document: Original, path: str) -> HTMLResponse:
    keys = keys_by_line(read)
    first = max(1, min(keys, default=1) - _LINES_AROUND)
    end = max(keys, default=1) + _LINES_AROUND
    last = min(end, first + _MOST_LINES - 1)
    lines = list(enumerate(site_of(request).pictures.lines(path, document.sha256, first, last), first))
    return render(
        request, "pages_text.html", lines=lines, keys=keys, left_out=range(last + 1, end - _LINES_AROUND + 1)
    )
