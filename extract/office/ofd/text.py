"""Text objects, glyph by glyph: each sign stands where the file puts it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import KW_ONLY, dataclass

from lxml import etree

from extract.office.ofd.canvas import Bounds, Canvas, Style
from extract.office.ofd.numbers import (
    Matrix,
    apply,
    measure_scale,
    multiply,
    read_box,
    read_number,
    read_steps,
)
from extract.office.ofd.transforms import list_lost_signs
from extract.office.xml_tree import list_children
from extract.pdf_writer import NARROW, WIDE, measure_sign

_EM = 1000
_MOST_SIGNS = 20_000  # of one text object
_BREAKS = str.maketrans("\r\n\t", "   ")  # each has its step, and is drawn as a blank
_SIZE_TO_BOUNDARY = 0.75  # of a text that states no size
_QUARTER_DEGREES = 90


@dataclass(frozen=True, slots=True)
class _Sign:
    char: str
    x: float
    y: float
    width: float  # em


@dataclass(frozen=True, slots=True)
class Sight:
    """What limits how an object is seen: it may be there for no one, or be cut by its boundary or by clips."""

    is_seen: bool = True
    boundary: Bounds | None = None
    clips: tuple[Bounds, ...] = ()


def measure_boundary(element: etree._Element, around: Matrix) -> Bounds | None:
    """Return where an object's boundary lies on the page, None where it has no extent."""
    box = read_box(element.get("Boundary"))
    if box is None or box[2] <= 0 or box[3] <= 0:
        return None
    x, y, width, height = box
    corners = [apply(around, across, down) for across in (x, x + width) for down in (y, y + height)]
    xs, ys = [corner[0] for corner in corners], [corner[1] for corner in corners]
    return min(xs), min(ys), max(xs), max(ys)


def paint_text(canvas: Canvas, element: etree._Element, matrix: Matrix, style: Style, sight: Sight) -> None:
    """Paint a TextObject.

    What is not seen is painted invisibly, for the reader of hidden ink to tell. Signs that stand wholly beyond
    the boundary are painted in both ways, so that they are read and in doubt: the standard cuts them off, and
    not every viewer does. So are those of a text that states no size. Of words nothing is doubted: writers
    that take all signs for narrow make their boundaries too short.
    """
    size, stretch = read_number(element, "Size", 0.0), read_number(element, "HScale", 1.0)
    is_sized = size > 0
    if not is_sized:
        size = _guess_size(element)
    if size <= 0 or stretch <= 0:
        return
    turn = _read_turn(element.get("CharDirection"))
    read_turn = _read_turn(element.get("ReadDirection"))
    signs = list(_place_signs(element, size * stretch, read_turn))
    if not signs:
        return
    canvas.use_style(style)
    pen = _Pen(canvas, matrix, size=size, stretch=stretch, turn=turn)
    hidden, visible = pen.part(signs, sight.clips) if sight.is_seen else (signs, [])
    is_narrow = all(measure_sign(sign.char) == NARROW for sign in visible)
    if sight.boundary is not None and is_sized and is_narrow:
        beyond, within = pen.part(visible, (sight.boundary,))
        doubted = beyond if within else []
    else:
        doubted = visible if not is_sized else []
    pen.write(visible, _read_mode(element))
    pen.write([*hidden, *doubted], _INVISIBLE)


def _guess_size(element: etree._Element) -> float:
    box = read_box(element.get("Boundary"))
    return box[3] * _SIZE_TO_BOUNDARY if box is not None else 0.0


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
    lost = list_lost_signs(element)
    for code in list_children(element, "TextCode"):
        x, y = read_number(code, "X", x), read_number(code, "Y", y)
        text = _read_code(code.text or "", lost)[:left]
        left -= len(text)
        across, down = _read_advances(code, text, em, read_turn)
        at_x, at_y = x, y
        for char, step, fall in zip(text, across, down, strict=True):
            is_level = fall == 0 and step > 0
            width = _fit_sign(char, step / em) if is_level else measure_sign(char)
            yield _Sign(char, at_x, at_y, width)
            at_x, at_y = at_x + step, at_y + fall


def _read_code(text: str, lost: str) -> str:
    """Return a piece of text without the line breaks of the file's own layout; ``lost`` stands for blanks."""
    if not text.strip():
        return lost or text.translate(_BREAKS)
    if "\n" in text[: len(text) - len(text.lstrip())]:
        text = text.lstrip()
    if "\n" in text[len(text.rstrip()) :]:
        text = text.rstrip()
    return text.translate(_BREAKS)


def _read_advances(
    code: etree._Element, text: str, em: float, read_turn: int
) -> tuple[Sequence[float], Sequence[float]]:
    """Return how far each sign is from the next, across and down.

    Without steps in the file they stand side by side, in the direction of reading.
    """
    across, down = code.get("DeltaX"), code.get("DeltaY")
    if across is None and down is None:
        widths = [measure_sign(char) * em for char in text]
        cosine, sine = round(math.cos(read_turn * math.pi / 2)), round(math.sin(read_turn * math.pi / 2))
        return [width * cosine for width in widths], [width * sine for width in widths]
    return _read_steps(across, text, em), _read_steps(down, text, em)


def _read_steps(text: str | None, signs: str, em: float) -> Sequence[float]:
    """Return a step for each sign; the last one's is its own width, so that it does not reach beyond."""
    steps = read_steps(text, max(len(signs) - 1, 0))
    last = measure_sign(signs[-1]) * em if signs and text is not None else 0.0
    return [*steps, last][: len(signs)]


def _fit_sign(char: str, step: float) -> float:
    """Return how wide a sign is that has ``step`` em to itself: fonts differ, and short steps are their widths."""
    return step if step <= _WIDEST_DIGIT else min(_measure_widest(char), step)


_WIDEST_DIGIT = 0.75  # em: of wide fonts 0.64, and letter-spaced a little


def _measure_widest(char: str) -> float:
    """Return how wide a sign may be in any font, in em: only letters and the percent sign vary so much."""
    return WIDE if char.isascii() and (char.isalpha() or char in "%@") else measure_sign(char)


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


@dataclass(frozen=True, slots=True)
class _Pen:
    """Writes the signs of one text object; ``size`` is in mm, ``turn`` in quarters."""

    canvas: Canvas
    matrix: Matrix
    _: KW_ONLY
    size: float
    stretch: float
    turn: int

    def part(
        self, signs: Sequence[_Sign], windows: Sequence[Bounds]
    ) -> tuple[Sequence[_Sign], Sequence[_Sign]]:
        """Return the signs that stand wholly beyond one of the windows, and the others."""
        if not windows or not signs or self._are_within(signs, windows):
            return [], signs
        beyond = [sign for sign in signs if self._is_beyond(sign, windows)]
        lost = set(map(id, beyond))
        return beyond, [sign for sign in signs if id(sign) not in lost]

    def _are_within(self, signs: Sequence[_Sign], windows: Sequence[Bounds]) -> bool:
        """Tell at once of a text on one line that both its ends are inside, and so all between."""
        is_level = signs[0].y == signs[-1].y and len({sign.y for sign in signs}) == 1
        return is_level and not any(self._is_beyond(sign, windows) for sign in (signs[0], signs[-1]))

    def _is_beyond(self, sign: _Sign, windows: Sequence[Bounds]) -> bool:
        em = self.size * self.stretch
        x, y = apply(self.matrix, sign.x + sign.width * em / 2, sign.y - self.size * _MIDDLE_OF_SIGN)
        scale = measure_scale(self.matrix)
        across, along = sign.width * em * _CORE * scale, self.size * _CORE * scale
        reach = across if self._lies_level() else max(across, along)
        height = along if self._lies_level() else reach
        for left, bottom, right, top in windows:
            is_aside = x + reach <= left or x - reach >= right
            if is_aside or y + height <= bottom or y - height >= top:
                return True
        return False

    def _lies_level(self) -> bool:
        return self.turn == 0 and self.matrix[1] == 0

    def write(self, signs: Sequence[_Sign], mode: int) -> None:
        """Write signs in a mode of rendering."""
        if not signs:
            return
        self.canvas.write("BT")
        self.canvas.write(f"{mode} Tr")
        for run in _split_runs(signs, turned=self.turn != 0):
            self._write_run(run)
        self.canvas.write("ET")

    def _write_run(self, run: Sequence[_Sign]) -> None:
        cosine, sine = math.cos(self.turn * math.pi / 2), math.sin(self.turn * math.pi / 2)
        # a glyph's own y grows upwards, the object's downwards
        stretch = self.stretch
        upright: Matrix = (stretch * cosine, stretch * sine, sine, -cosine, run[0].x, run[0].y)
        a, b, c, d, e, f = multiply(upright, self.matrix)
        scale = math.hypot(c, d)
        if scale <= 0:
            return
        write = self.canvas.write
        write(f"/F {self.size * scale:.4f} Tf")
        write(f"{a / scale:.5f} {b / scale:.5f} {c / scale:.5f} {d / scale:.5f} {e:.3f} {f:.3f} Tm")
        write(f"[{_write_glyphs(self.canvas, run, self.size * stretch)}]TJ")


_CORE = 0.4  # of a sign's extent to each side of its middle: its ink
_MIDDLE_OF_SIGN = 0.36  # em above the line it stands on


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
