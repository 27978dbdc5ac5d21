"""A form that may go on where a page was not read is accused of nothing that may stand there."""

from dataclasses import replace

import pytest

from audit import audit_form
from extract import Box, message
from hebiao.reading.lost_pages import doubt_beside_lost_pages, find_lost_pages
from support.audit_forms import form, indicator, scored_form

BOXES = {"weight": (Box(page=2),), "score": (Box(page=2),)}
LINES = [indicator(number, "30", "30", where=BOXES) for number in (1, 2)]
PART = form((), LINES, page_first=2, page_last=2)


def audited(a_form):
    return ((a_form, audit_form(a_form)),)


def causes(lost, a_form):
    [(_, audit)] = doubt_beside_lost_pages(audited(a_form), lost, None)
    return {finding.cause for finding in audit.findings if finding.rule == "weight-total"}


@pytest.mark.parametrize(
    ("lost", "changes", "cause"),
    [
        ((), {}, "form"),
        ((3,), {}, "unknown"),
        ((1,), {}, "form"),
        ((1,), {"title": ""}, "unknown"),
        ((4,), {}, "form"),
        ((3,), {"page_last": 4}, "unknown"),
    ],
)
def test_what_may_stand_on_a_lost_page_is_no_fault(lost, changes, cause):
    assert causes(lost, replace(PART, **changes)) == {cause}


def test_a_form_that_prints_its_total_ends_before_the_lost_page():
    ended = form((), LINES, page_first=2, page_last=2, score_total="60")
    assert doubt_beside_lost_pages(audited(ended), (3,), None) == audited(ended)


def test_a_form_that_agrees_beside_a_picture_still_agrees():
    whole = replace(scored_form(), title="", page_first=2, page_last=2)
    forms = audited(whole)
    assert forms[0][1].verdict == "agrees"
    assert doubt_beside_lost_pages(forms, (1,), None) == forms


def test_the_form_tells_which_page_it_may_go_on_on():
    [(told, _)] = doubt_beside_lost_pages(audited(PART), (3,), None)
    assert told.warnings == (message("beside-lost-page", page=3),)


def test_lost_pages_are_those_that_warnings_name():
    told = (message("scan-page", page=4), message("ocr-missing"), message("page-repeated", page=2))
    assert find_lost_pages(told) == (4,)
