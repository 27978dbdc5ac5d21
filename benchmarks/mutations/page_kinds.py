"""What goes wrong with the rulings, the texts and the order of drawn pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from mutations.cell_kinds import PRINTED
from mutations.drawing import MARGIN_PT, PAD_PT, SIZE_PT, Drawing, Mark, Ruling, Words, draw_sheet, width_of
from mutations.kinds import Drawn, register_for_pages
from mutations.row_kinds import rows_of
from mutations.sheet import Key, Sheet

GLYPH = 0x300  # the number of a character's glyph in the cut font, less its code
LOW = (595.0, 420.0)  # a page that ends within the indicators
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
    heading: str = "bar",
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

    register_for_pages(name, mutate, "visible page" if heading != "bar" else "bar")


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


# -- rulings


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


def drop_between_rows(sheet: Sheet, drawing: Drawing, chance: Random) -> Drawn | None:
    """Drop the level rulings between two rows of the indicators."""
    rows = sorted(rows_of(sheet, "indicator"))
    row = chance.choice(rows[1:])

    def thin(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
        return tuple(
            mark for mark in marks if not (isinstance(mark, Ruling) and not mark.upright and mark.row == row)
        )

    return Drawn(drawing.with_pages(thin), sheet.numbers)


register_for_pages("rulings dropped between two rows", drop_between_rows)


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


# -- pages


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


def change_size(sheet: Sheet, _: Drawing, __: Random) -> Drawn:
    """Print the second page on wider paper, its columns at other places."""
    drawing, wide = draw_sheet(sheet, LOW), draw_sheet(sheet, (LOW[0] - 60, LOW[1]))
    return Drawn(replace(drawing, pages=(drawing.pages[0], *wide.pages[1:])), sheet.numbers)


register_for_pages("other columns on the second page", change_size)
