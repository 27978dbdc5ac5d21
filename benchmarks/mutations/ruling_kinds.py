"""What goes wrong with the rulings of a drawn page: some lost, others too many, or drawn in another manner."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from mutations.drawing import SIZE_PT, Drawing, Mark, Ruling, Words
from mutations.kinds import Drawn, register_for_pages
from mutations.row_kinds import rows_of
from mutations.sheet import Sheet
from mutations.word_kinds import Spot, choose_words


def _near(drawing: Drawing, spot: Spot, *, upright: bool) -> list[int]:
    """Return the rulings of a number's cell on its left and right, or above and below, by their place on the page."""
    page, _, words = spot
    found = []
    for at, mark in enumerate(drawing.pages[page]):
        if not isinstance(mark, Ruling) or mark.upright != upright:
            continue
        middle = words.y + SIZE_PT / 2
        if upright and min(mark.y0, mark.y1) <= middle <= max(mark.y0, mark.y1):
            found.append(at)
        if not upright and mark.x0 - 0.1 <= words.x <= mark.x1:
            found.append(at)
    return found


def _beside(drawing: Drawing, spot: Spot) -> tuple[Ruling, Ruling] | None:
    """Return the upright rulings next to a number, left and right."""
    page, _, words = spot
    marks = [drawing.pages[page][at] for at in _near(drawing, spot, upright=True)]
    rulings = [mark for mark in marks if isinstance(mark, Ruling)]
    left = max((mark for mark in rulings if mark.x0 <= words.x), key=lambda mark: mark.x0, default=None)
    right = min((mark for mark in rulings if mark.x0 > words.x), key=lambda mark: mark.x0, default=None)
    return (left, right) if left and right else None


def _drop(which: str) -> Callable[[Sheet, Drawing, Random], Drawn | None]:
    def mutate(sheet: Sheet, drawing: Drawing, chance: Random) -> Drawn | None:
        spot = choose_words(drawing, chance)
        beside = _beside(drawing, spot) if spot else None
        if spot is None or beside is None:
            return None
        left, right = beside
        gone: Callable[[Ruling], bool] = {
            "left of a number": lambda mark: mark == left,
            "right of a number": lambda mark: mark == right,
            "left of a column": lambda mark: mark.upright and mark.x0 == left.x0,
            "left of half a column": lambda mark: mark.upright and mark.x0 == left.x0 and mark.row % 2 == 0,
            "of all columns": lambda mark: mark.upright,
            "of all rows": lambda mark: not mark.upright,
            "of the outer box": lambda mark: mark.upright and mark.col == 0,
        }[which]

        def thin(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
            return tuple(mark for mark in marks if not (isinstance(mark, Ruling) and gone(mark)))

        return Drawn(drawing.with_pages(thin), sheet.numbers)

    return mutate


for _which in (
    "left of a number",
    "right of a number",
    "left of a column",
    "left of half a column",
    "of all columns",
    "of all rows",
    "of the outer box",
):
    register_for_pages(f"rulings dropped {_which}", _drop(_which))


def _drop_between_rows(which: str) -> Callable[[Sheet, Drawing, Random], Drawn]:
    """Drop the level rulings between two rows of the indicators, in all columns or some of them."""

    def mutate(sheet: Sheet, drawing: Drawing, chance: Random) -> Drawn:
        row = chance.choice(sorted(rows_of(sheet, "indicator"))[1:])
        col = chance.randrange(1, len(sheet.widths) - 1)
        is_dropped: Callable[[Ruling], bool] = {
            "": lambda _: True,
            ", left of a column": lambda mark: mark.col < col,
            ", right of a column": lambda mark: mark.col >= col,
            ", in a column": lambda mark: mark.col == col,
        }[which]

        def is_gone(mark: Mark) -> bool:
            is_between = isinstance(mark, Ruling) and not mark.upright and mark.row == row
            return is_between and is_dropped(mark)

        def thin(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
            return tuple(mark for mark in marks if not is_gone(mark))

        return Drawn(drawing.with_pages(thin), sheet.numbers)

    return mutate


for _which in ("", ", left of a column", ", right of a column", ", in a column"):
    register_for_pages(f"rulings dropped between two rows{_which}", _drop_between_rows(_which))


def shorten(sheet: Sheet, drawing: Drawing, chance: Random) -> Drawn | None:
    """Stop the upright rulings of one row short of its lower edge."""
    row = chance.choice(sorted(rows_of(sheet, "indicator")))

    def cut(mark: Mark) -> Mark:
        if isinstance(mark, Ruling) and mark.upright and mark.row == row:
            return replace(mark, y1=(mark.y0 + mark.y1) / 2)
        return mark

    return Drawn(drawing.with_pages(lambda marks: tuple(map(cut, marks))), sheet.numbers)


register_for_pages("rulings half dropped in a row", shorten)


def _extra(name: str, draw: Callable[[Words, Ruling, Ruling], tuple[Mark, ...]]) -> None:
    """Add a kind that draws further lines at a number's cell."""

    def mutate(sheet: Sheet, drawing: Drawing, chance: Random) -> Drawn | None:
        spot = choose_words(drawing, chance)
        beside = _beside(drawing, spot) if spot else None
        if spot is None or beside is None:
            return None
        page, at, words = spot
        return Drawn(drawing.with_marks(page, at, words, *draw(words, *beside)), sheet.numbers)

    register_for_pages(name, mutate)


_extra(
    "a ruling through a number",
    lambda words, left, _: (Ruling(words.x + words.width / 2, left.y0, words.x + words.width / 2, left.y1),),
)
_extra(
    "a ruling behind a number",
    lambda words, left, _: (Ruling(words.x + words.width + 1, left.y0, words.x + words.width + 1, left.y1),),
)
_extra(
    "a level ruling under a number in its cell",
    lambda words, left, right: (Ruling(left.x0, words.y - 2.5, right.x0, words.y - 2.5),),
)
_extra("a doubled ruling", lambda _, left, __: (replace(left, x0=left.x0 + 1.2, x1=left.x1 + 1.2),))
_extra(
    "a diagonal through the next cell",
    lambda _, left, right: (Ruling(right.x0, left.y0, right.x0 + 20, left.y1),),
)
_extra(
    "a box around a number",
    lambda words, _, __: (f"{words.x - 1:.2f} {words.y - 2:.2f} {words.width + 2:.2f} {SIZE_PT + 2} re S\n",),
)


def _restyle(name: str, before: str, after: str = "") -> None:
    """Add a kind that draws all rulings in another manner."""

    def mutate(sheet: Sheet, drawing: Drawing, _: Random) -> Drawn:
        def change(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
            return tuple(f"{before}{mark}{after}" if isinstance(mark, Ruling) else mark for mark in marks)

        return Drawn(drawing.with_pages(change), sheet.numbers)

    register_for_pages(name, mutate)


_restyle("dashed rulings", "[2 2] 0 d ", "[] 0 d ")
_restyle("hair-thin rulings", "0.05 w ")
_restyle("thick rulings", "2 w ")
_restyle("grey rulings", "0.7 G ", "0 G ")
