"""What a page holds and nobody sees, or sees otherwise: hidden, covered, struck and raised numbers, turned pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from mutations.drawing import SIZE_PT, Drawing, Mark, Ruling, Words
from mutations.kinds import Drawn, register_for_pages
from mutations.sheet import Sheet
from mutations.word_kinds import choose_words

HEADING = "visible page"


def _redraw(name: str, change: Callable[[Words], tuple[Mark, ...]], *, readable: bool = True) -> None:
    def mutate(sheet: Sheet, drawing: Drawing, chance: Random) -> Drawn | None:
        spot = choose_words(drawing, chance)
        if spot is None:
            return None
        page, at, words = spot
        assert words.key is not None
        unsure = frozenset() if readable else frozenset({words.key})
        numbers = {key: value for key, value in sheet.numbers.items() if key not in unsure}
        changed = drawing.with_marks(page, at, *change(words))
        return Drawn(changed, numbers, unsure, may_agree=readable, accuses=not readable)

    register_for_pages(name, mutate, HEADING)


def _behind(words: Words, text: str = "5") -> Words:
    return replace(words, x=words.x + words.width, text=text, key=None)


def _other(words: Words) -> Words:
    """Return the same place with another number."""
    text = words.text.translate(str.maketrans("0123456789", "1234567890"))
    return replace(words, text=text, key=None)


def _cover(words: Words) -> str:
    return f"1 g {words.x - 1:.2f} {words.y - 2:.2f} {words.width + 2:.2f} {words.size + 2:.2f} re f 0 g\n"


def _strike(words: Words) -> Ruling:
    middle = words.y + words.size * 0.35
    return Ruling(words.x - 1, middle, words.x + words.width + 1, middle)


_redraw("a white digit behind a number", lambda words: (words, f"1 g {_behind(words)}0 g\n"))
_redraw("a digit of mode 3 behind a number", lambda words: (words, f"q 3 Tr {_behind(words)}Q\n"))
_redraw("a tiny digit behind a number", lambda words: (words, replace(_behind(words), size=0.3)))
_redraw("a clipped digit behind a number", lambda words: (words, f"q 0 0 1 1 re W n {_behind(words)}Q\n"))
_redraw("a digit outside the page", lambda words: (words, replace(_behind(words), y=-20)))
_redraw("another number under a white box", lambda words: (_other(words), _cover(words), words))
_redraw("a number covered by a white box", lambda words: (words, _cover(words)), readable=False)
_redraw(
    "a struck number with a new one beside",
    lambda words: (_other(words), _strike(words), replace(words, x=words.x + words.width + 2)),
)
_redraw("a struck number", lambda words: (words, _strike(words)), readable=False)
_redraw(
    "a raised digit behind a number",
    lambda words: (words, replace(_behind(words, "1"), y=words.y + 3.5, size=4.5)),
)
_redraw(
    "a lowered digit behind a number",
    lambda words: (words, replace(_behind(words, "2"), y=words.y - 1.5, size=4.5)),
)
_redraw("two numbers in one place", lambda words: (words, _other(words)), readable=False)
_redraw(
    "two numbers that overlap",
    lambda words: (words, replace(_other(words), x=words.x + SIZE_PT)),
    readable=False,
)


def turn_all(sheet: Sheet, drawing: Drawing, _: Random) -> Drawn:
    """Draw the pages upside down, and let Rotate turn them back."""
    width, height = drawing.size
    turned = drawing.with_pages(lambda marks: (f"-1 0 0 -1 {width} {height} cm\n", *marks))
    return Drawn(replace(turned, turn=180), sheet.numbers)


def lay_on_side(sheet: Sheet, drawing: Drawing, _: Random) -> Drawn:
    """Draw the pages lying on their side, as a wide form in an upright report."""
    width, height = drawing.size
    turned = drawing.with_pages(lambda marks: (f"0 1 -1 0 {height} 0 cm\n", *marks))
    return Drawn(replace(turned, size=(height, width)), sheet.numbers)


def lay_and_turn(sheet: Sheet, drawing: Drawing, chance: Random) -> Drawn:
    """Draw the pages lying on their side, and let Rotate set them upright."""
    return replace(
        lay_on_side(sheet, drawing, chance),
        drawing=replace(lay_on_side(sheet, drawing, chance).drawing, turn=90),
    )


register_for_pages("pages turned upside down by both", turn_all, HEADING)
register_for_pages("pages on their side", lay_on_side, HEADING)
register_for_pages("pages on their side, set upright", lay_and_turn, HEADING)


def comment(sheet: Sheet, drawing: Drawing, chance: Random) -> Drawn | None:
    """Write another number into a comment over a number."""
    spot = choose_words(drawing, chance)
    if spot is None:
        return None
    words = spot[2]
    box = f"[{words.x + 20:.0f} {words.y:.0f} {words.x + 60:.0f} {words.y + 12:.0f}]"
    note = f"<< /Type /Annot /Subtype /Text /Rect {box} /Contents (77.7) >>"
    return Drawn(replace(drawing, annots=note), sheet.numbers)


register_for_pages("a comment beside a number", comment, HEADING)


def wide_digits(sheet: Sheet, drawing: Drawing, chance: Random) -> Drawn | None:
    """Draw an amount so wide that it runs into the next cell and over its number."""
    spot = choose_words(drawing, chance, frozenset({"budget_yuan", "executed_yuan"}))
    if spot is None:
        return None
    page, at, words = spot
    wide = f"3.5 Tc {words}0 Tc\n"
    return Drawn(drawing.with_marks(page, at, wide), sheet.numbers)


register_for_pages("an amount that runs over the next number", wide_digits, HEADING)
