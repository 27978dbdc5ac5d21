"""What goes wrong with one number on a drawn page: its place, its glyphs, the font that draws it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from mutations.cell_kinds import PRINTED
from mutations.drawing import PAD_PT, SIZE_PT, Drawing, Mark, Ruling, Words, width_of
from mutations.kinds import Drawn, register_for_pages
from mutations.sheet import Sheet

GLYPH = 0x300  # the number of a character's glyph in the cut font, less its code
Spot = tuple[int, int, Words]


def choose_words(
    drawing: Drawing, chance: Random, columns: frozenset[str] = PRINTED, longest: int = 99
) -> Spot | None:
    """Choose a printed number of some columns."""
    able = [
        (page, at, words)
        for page, at, words in drawing.words()
        if words.key is not None and words.key.column in columns and len(words.text) <= longest
    ]
    return chance.choice(able) if able else None


def redraw(
    name: str,
    change: Callable[[Words, Random], tuple[Mark, ...] | None],
    columns: frozenset[str] = PRINTED,
    *,
    readable: bool = True,
) -> None:
    """Add a kind that draws one number in another way; it is read as before unless it is not ``readable``."""

    def mutate(sheet: Sheet, drawing: Drawing, chance: Random) -> Drawn | None:
        spot = choose_words(drawing, chance, columns)
        if spot is None:
            return None
        page, at, words = spot
        marks = change(words, chance)
        if marks is None:
            return None
        unsure = frozenset() if readable or words.key is None else frozenset({words.key})
        numbers = {key: value for key, value in sheet.numbers.items() if key not in unsure}
        return Drawn(drawing.with_marks(page, at, *marks), numbers, unsure, may_agree=readable)

    register_for_pages(name, mutate)


def each_glyph(words: Words, spacing: float = 0.0) -> list[Words]:
    """Return a text glyph by glyph, further apart by ``spacing`` points."""
    marks, x = [], words.x
    for at, char in enumerate(words.text):
        marks.append(replace(words, x=x, text=char, key=words.key if at == 0 else None))
        x += width_of(char, words.size) + spacing
    return marks


def _wrapped(words: Words, _: Random) -> tuple[Mark, ...] | None:
    """Cut a number into two lines, behind its point or in its middle."""
    if len(words.text) < 4:  # noqa: PLR2004 - shorter ones are not cut
        return None
    cut = words.text.find(".") + 1 or len(words.text) // 2
    upper = replace(words, text=words.text[:cut], y=words.y + SIZE_PT / 2 - 2, size=SIZE_PT - 2)
    lower = replace(words, text=words.text[cut:], y=words.y - SIZE_PT / 2, size=SIZE_PT - 2, key=None)
    return upper, lower


redraw("a number wrapped in its cell", _wrapped)
redraw("glyphs one by one", lambda words, _: tuple(each_glyph(words)))
redraw("glyphs drawn from the right", lambda words, _: tuple(reversed(each_glyph(words))))
redraw("a number drawn twice in its place", lambda words, _: (words, words))
redraw(
    "a number made bold by drawing it twice",
    lambda words, _: (words, replace(words, x=words.x + 0.3, key=None)),
)
redraw("digits spread over the cell", lambda words, _: tuple(each_glyph(words, 2.5)))
redraw("digits with character spacing", lambda words, _: (f"1.2 Tc {words}0 Tc\n",))
redraw(
    "a number underlined",
    lambda words, _: (words, Ruling(words.x, words.y - 1.5, words.x + words.width, words.y - 1.5)),
)
redraw("a white box under a number", lambda words, _: (_box(words, "1 g"), "0 g\n", words))
redraw("a grey box under a number", lambda words, _: (_box(words, "0.85 g"), "0 g\n", words))
redraw("a number in small print", lambda words, _: (replace(words, size=5.0),))
redraw("a number in red", lambda words, _: (f"0.8 0 0 rg {words}0 g\n",))
redraw("a number on its left ruling", lambda words, _: (replace(words, x=words.x - PAD_PT - 2),))
redraw("a number on its upper ruling", lambda words, _: (replace(words, y=words.y + PAD_PT + 4),))


def _box(words: Words, colour: str) -> str:
    return (
        f"{colour} {words.x - 1:.2f} {words.y - 2:.2f} {words.width + 2:.2f} {words.size + 2:.2f} re f 0 g\n"
    )


def _mapped(digit: str, *, lacks: bool) -> Callable[[Sheet, Drawing, Random], Drawn | None]:
    """Draw the numbers of a page in a font whose map of Unicode lacks a digit, or has another in its place."""

    def mutate(sheet: Sheet, drawing: Drawing, chance: Random) -> Drawn | None:
        able = [(page, at, words) for page, at, words in drawing.words() if digit in words.text and words.key]
        able = [
            (page, at, words)
            for page, at, words in able
            if words.text.isascii() and words.key.column in PRINTED
        ]
        if not able:
            return None
        page, at, words = chance.choice(able)
        known = [char for char in "0123456789.%,-" if char != digit or not lacks]
        pairs = "\n".join(f"<{ord(char) + GLYPH:04x}> <{ord(char):04x}>" for char in known)
        cmap = (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def /CMapType 2 def\n"
            f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{len(known)} beginbfchar\n{pairs}\nendbfchar\nendcmap end end"
        )
        font = (
            "/F3 << /Type /Font /Subtype /Type0 /BaseFont /Cut /Encoding /Identity-H /ToUnicode 5 0 R /DescendantFonts [<< /Type /Font"
            " /Subtype /CIDFontType2 /BaseFont /Cut /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 556"
            " /FontDescriptor << /Type /FontDescriptor /FontName /Cut /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 900"
            " /Descent -200 /CapHeight 700 /StemV 80 >> >>] >>"
        )
        codes = "".join(f"{ord(char) + GLYPH:04x}" for char in words.text)
        shown = f"BT /F3 {words.size} Tf 1 0 0 1 {words.x:.2f} {words.y:.2f} Tm <{codes}> Tj ET\n"
        changed = replace(drawing.with_marks(page, at, shown), fonts=font, unicode_map=cmap)
        assert words.key is not None
        numbers = {key: value for key, value in sheet.numbers.items() if key != words.key or not lacks}
        return Drawn(changed, numbers, frozenset({words.key}) if lacks else frozenset(), may_agree=not lacks)

    return mutate


register_for_pages("a font whose map lacks a digit", _mapped("5", lacks=True))
register_for_pages("a font whose map lacks the nought", _mapped("0", lacks=True))
register_for_pages("a font whose map lacks the point", _mapped(".", lacks=True))
register_for_pages("a subset font with a whole map", _mapped("5", lacks=False))
