"""What goes wrong with whole pages: one twice, one lost, one narrower."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from mutations.drawing import MARGIN_PT, Drawing, Mark, Words, draw_sheet
from mutations.kinds import Drawn, register_for_pages
from mutations.sheet import Key, Sheet

LOW = (595.0, 420.0)  # a page that ends within the indicators


def _turn_pages(
    name: str, change: Callable[[tuple[tuple[Mark, ...], ...]], tuple[tuple[Mark, ...], ...]]
) -> None:
    """Add a kind that changes the pages of a form that runs over several."""

    def mutate(sheet: Sheet, _: Drawing, __: Random) -> Drawn:
        drawing = draw_sheet(sheet, LOW)
        return Drawn(replace(drawing, pages=change(drawing.pages)), sheet.numbers)

    register_for_pages(name, mutate)


_turn_pages("a form over several pages", lambda pages: pages)
_turn_pages("the whole form twice", lambda pages: pages * 2)
_turn_pages("an empty page between", lambda pages: (pages[0], ("0.5 w\n",), *pages[1:]))
_turn_pages(
    "page numbers",
    lambda pages: tuple((*page, Words(290, MARGIN_PT / 2, f"- {at} -")) for at, page in enumerate(pages, 1)),
)
_turn_pages(
    "a running head on each page",
    lambda pages: tuple((*page, Words(250, LOW[1] - MARGIN_PT / 2, "2023年度部门决算")) for page in pages),
)


def _keys_on(page: tuple[Mark, ...]) -> set[Key]:
    return {mark.key for mark in page if isinstance(mark, Words) and mark.key is not None}


def print_page_twice(sheet: Sheet, _: Drawing, chance: Random) -> Drawn:
    """Print one page twice, one after the other: whoever looks counts it once."""
    drawing = draw_sheet(sheet, LOW)
    at = chance.randrange(len(drawing.pages))
    return Drawn(replace(drawing, pages=(*drawing.pages[: at + 1], *drawing.pages[at:])), sheet.numbers)


def lose_last_page(sheet: Sheet, _: Drawing, __: Random) -> Drawn:
    """Lose the last page."""
    drawing = draw_sheet(sheet, LOW)
    left = {key: value for key, value in sheet.numbers.items() if key not in _keys_on(drawing.pages[-1])}
    has_total = Key("form", "", "score_total") in sheet.numbers
    return Drawn(replace(drawing, pages=drawing.pages[:-1]), left, may_agree=not has_total, accuses=True)


register_for_pages("a page twice", print_page_twice)
register_for_pages("the last page lost", lose_last_page)


def change_size(sheet: Sheet, _: Drawing, __: Random) -> Drawn | None:
    """Print the pages behind the first on narrower paper, their columns at other places."""
    drawing, narrow = draw_sheet(sheet, LOW), draw_sheet(sheet, (LOW[0] - 60, LOW[1]))
    if _keys_on(drawing.pages[0]) != _keys_on(narrow.pages[0]):
        return None
    return Drawn(replace(drawing, pages=(drawing.pages[0], *narrow.pages[1:])), sheet.numbers)


register_for_pages("other columns on the second page", change_size)
