"""From a document to its forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from extract import Document, Message, message
from normalize.assemble import assemble_form
from normalize.columns.columns import read_columns
from normalize.columns.inferred import infer_indicator_columns
from normalize.form import Form
from normalize.lost_form import is_form_lost
from normalize.rows.regions import Region, find_regions
from normalize.rows.seams import decide_seams
from normalize.sections.blocks.repeated_cells import join_repeated_cells
from normalize.sections.blocks.sorting import sort_into_blocks
from normalize.sections.blocks.types import Blocks

_OF_PAGES = frozenset(("sheet-unjoined",))  # warnings of a page that hold for its forms
_OF_TWO_PAGES = frozenset(("page-corrected",))  # of a page and the one before, for forms on both


@dataclass(frozen=True, slots=True)
class Reading:
    """The forms of a document; where there is none, ``reason`` says why.

    ``is_lost`` tells that it looks like a form all the same, whose table is lost.
    """

    forms: tuple[Form, ...]
    reason: Message | None = None
    is_lost: bool = False


_LOSSES = frozenset(
    {"font-contradicts", "broken-page"}
)  # of a document's warnings, those that any number may be wrong by


def read_forms(document: Document) -> Reading:
    """Read every 绩效自评表 of a document.

    Tables that are none (targets only, base data, a report's own) are left alone.
    """
    found: list[Form] = []
    reasons: list[Message] = []
    for region in find_regions(decide_seams(document)):
        for blocks in sort_into_blocks(join_repeated_cells(region.rows), titled=region.title is not None):
            if reason := _refusal(region, blocks):
                reasons.append(reason)
            else:
                form = assemble_form(len(found) + 1, region, blocks)
                told = (*_warn_of_losses(document), *_warn_of_pages(document, form))
                found.append(replace(form, warnings=(*form.warnings, *told)))
    if found:
        return Reading(tuple(found))
    if is_form_lost(document):
        return Reading((), message("form-lost"), is_lost=True)
    return Reading((), reasons[0] if reasons else message("no-table"))


def _warn_of_losses(document: Document) -> Iterator[Message]:
    """Tell of characters that the reading lost, doubled or took for others: nobody knows from which form."""
    counts = document.conservation
    if not counts.holds:
        yield message("characters-lost", total=counts.total, found=counts.in_cells + counts.outside)
    for warning in document.warnings:
        if warning.code in _LOSSES:
            yield warning


def _warn_of_pages(document: Document, form: Form) -> Iterator[Message]:
    """Tell of the form's pages what keeps them from being read whole."""
    first, last = form.page_first or 0, form.page_last or 0
    for warning in dict.fromkeys(document.warnings):
        page = dict(warning.args).get("page")
        if not isinstance(page, int):
            continue
        is_of_page = warning.code in _OF_PAGES and first <= page <= last
        is_of_both = warning.code in _OF_TWO_PAGES and first < page <= last
        if is_of_page or is_of_both:
            yield warning


def _refusal(region: Region, blocks: Blocks) -> Message | None:
    """Say why some blocks are no self-assessment; None where they are one."""
    title = region.title_text
    table = message("titled-table", title=title) if title else message("untitled-table")
    if not region.is_form:
        return message("not-self-assessment", table=table)
    if not blocks.indicator_heads:
        return message("no-indicators", table=table)
    columns = read_columns(blocks.indicator_heads, "indicator")
    if region.title:
        columns = infer_indicator_columns(columns, blocks.indicators)
    if not {c.field for c in columns} & {"actual", "score"}:
        return message("only-targets", table=table)
    return None
