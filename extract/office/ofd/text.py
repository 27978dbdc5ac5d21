"""Text objects, glyph by glyph: each sign stands where the file puts it."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from extract.office.ofd.canvas import Canvas, Style
from extract.office.ofd.numbers import Matrix, list_children, multiply, read_number, read_steps

_EM = 1000
_WIDE = 1.0  # em
_NARROW = 0.5
_MOST_SIGNS = 20_000  # of one text object
_UNPRINTED = str.maketrans("", "", "\r\n\t")  # between a file's marks, not in its text
_QUARTER_DEGREES = 90


@dataclass(frozen=True, slots=True)
class _Sign:
    char: str
    x: float
    y: float
    width: float  # em


def paint_text(canvas: Canvas, element: etree._Element, matrix: Matrix, style: Style, *, seen: bool) -> None:
    """Paint a TextObject; one that is not ``seen`` is there for the reader of hidden ink to tell."""
    size = read_number(element, "Size", 0.0)
    stretch = read_number(element, "HScale", 1.0)
    if size <= 0 or stretch <= 0:
        return
    turn = _read_turn(element.get("CharDirection"))
    read_turn = _read_turn(element.get("ReadDirection"))
    signs = list(_place_signs(element, size * stretch, read_turn))
    if not signs:
        return
    canvas.use_style(style)
    canvas.write("BT")
    mode = _read_mode(element) if seen else _INVISIBLE
    canvas.write(f"{mode} Tr")
    for run in _split_runs(signs, turned=turn != 0):
        _write_run(canvas, run, matrix, size=size, stretch=stretch, turn=turn)
    canvas.write("ET")


_FILLED, _STROKED, _BOTH, _INVISIBLE = range(4)


def _read_mode(element: etree._Element) -> int:
    """Return how PDF renders the text: filled, stroked, both or not at all."""
    is_stroked = element.get("Stroke", "false").lower() == "true"
    is_filled = element.get("Fill", "true").lower() == "true"
    if is_filled:
        return _BOTH if is_stroked else _FILLED
    return _STROKED if is_stroked else _INVISIBLE


def _read_turn(text: str | None) -> int:
    """Return clockwise quarter turns."""
    try:
        return round(float(text or 0) / _QUARTER_DEGREES) % 4
    except (ValueError, OverflowError):
        return 0


def _place_signs(element: etree._Element, em: float, read_turn: int) -> Iterator[_Sign]:
    """Yield the signs of a text object with their places in it, in mm.

    A piece of text without X or Y begins where the one before did.
    """
    x = y = 0.0
    left = _MOST_SIGNS
    for code in list_children(element, "TextCode"):
        x, y = read_number(code, "X", x), read_number(code, "Y", y)
        text = (code.text or "").translate(_UNPRINTED)[:left]
        left -= len(text)
        across, down = _read_advances(code, text, em, read_turn)
        at_x, at_y = x, y
        for char, step, fall in zip(text, across, down, strict=True):
            natural = _measure_sign(char)
            is_level = fall == 0 and step > 0
            width = min(natural, step / em) if is_level else natural
            yield _Sign(char, at_x, at_y, width)
            at_x, at_y = at_x + step, at_y + fall


def _read_advances(
    code: etree._Element, text: str, em: float, read_turn: int
) -> tuple[Sequence[float], Sequence[float]]:
    """Return how far each sign is from the next, across and down.

    Without steps in the file they stand side by side, in the direction of reading.
    """
    across, down = code.get("DeltaX"), code.get("DeltaY")
    if across is None and down is None:
        widths = [_measure_sign(char) * em for char in text]
        cosine, sine = round(math.cos(read_turn * math.pi / 2)), round(math.sin(read_turn * math.pi / 2))
        return [width * cosine for width in widths], [width * sine for width in widths]
    return _read_steps(across, text, em), _read_steps(down, text, em)


def _read_steps(text: str | None, signs: str, em: float) -> Sequence[float]:
    """Return a step for each sign; the last one's is its own width, so that it does not reach beyond."""
    steps = read_steps(text, max(len(signs) - 1, 0))
    last = _measure_sign(signs[-1]) * em if signs and text is not None else 0.0
    return [*steps, last][: len(signs)]


def _measure_sign(char: str) -> float:
    """Return how wide a sign is drawn, in em."""
    is_wide = unicodedata.east_asian_width(char) in "WF" or unicodedata.category(char) == "Co"
    return _WIDE if is_wide or ord(char) >= _FIRST_SIGN_OF_CHINESE_FONTS else _NARROW


_FIRST_SIGN_OF_CHINESE_FONTS = 0x2010  # dashes, ≥ and ‰ are as wide as a character in them


def _split_runs(signs: Sequence[_Sign], *, turned: bool) -> Iterator[Sequence[_Sign]]:
    """Yield the signs that stand on one line, one by one where they are turned."""
    run: list[_Sign] = []
    for sign in signs:
        if run and (turned or sign.y != run[-1].y or sign.x < run[-1].x):
            yield run
            run = []
        run.append(sign)
    if run:
        yield run


def _write_run(
    canvas: Canvas, run: Sequence[_Sign], matrix: Matrix, *, size: float, stretch: float, turn: int
) -> None:
    cosine, sine = math.cos(turn * math.pi / 2), math.sin(turn * math.pi / 2)
    # a glyph's own y grows upwards, the object's downwards
    upright: Matrix = (stretch * cosine, stretch * sine, sine, -cosine, run[0].x, run[0].y)
    a, b, c, d, e, f = multiply(upright, matrix)
    scale = math.hypot(c, d)
    if scale <= 0:
        return
    canvas.write(f"/F {size * scale:.4f} Tf")
    canvas.write(f"{a / scale:.5f} {b / scale:.5f} {c / scale:.5f} {d / scale:.5f} {e:.3f} {f:.3f} Tm")
    canvas.write(f"[{_write_glyphs(canvas, run, size * stretch)}]TJ")


def _write_glyphs(canvas: Canvas, run: Sequence[_Sign], em: float) -> str:
    """Return the glyphs, with what moves each to its place."""
    parts: list[str] = []
    pen = run[0].x
    for sign in run:
        width = max(round(sign.width * _EM), 1)
        back = (pen - sign.x) / em * _EM
        if abs(back) >= _LEAST_MOVE:
            parts.append(f"{back:.1f}")
            pen -= back * em / _EM
        parts.append(f"<{canvas.glyphs.number(sign.char, width):04X}>")
        pen += width * em / _EM
    return "".join(parts)


_LEAST_MOVE = 0.5  # thousandths of an em
