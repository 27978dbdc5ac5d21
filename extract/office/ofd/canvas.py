"""A page's content as it is painted: colours, opacities and clips stated where they change."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree

from extract.office.ofd.numbers import (
    Matrix,
    apply,
    measure_scale,
    multiply,
    place_object,
    read_box,
    read_number,
    read_numbers,
)
from extract.office.xml_tree import find_child, list_children, local_name
from extract.pdf_writer import GlyphNumbers, PdfPage

POINTS_A_MM = 72 / 25.4
OPAQUE = 255
_BLACK = (0.0, 0.0, 0.0)
_SHADED = (0.5, 0.5, 0.5)  # stands for a pattern, which shows on white
_CMYK, _RGB = 4, 3

Bounds = tuple[float, float, float, float]
"""Left, bottom, right and top in PDF points."""


@dataclass(frozen=True, slots=True)
class Style:
    """How an object is painted; None where nothing says it. ``width`` is in mm, ``alpha`` 0 to 255."""

    fill: tuple[float, float, float] | None = None
    stroke: tuple[float, float, float] | None = None
    width: float = 0.353
    alpha: int = OPAQUE


@dataclass(slots=True)
class Canvas:
    """Where a page's objects are painted."""

    page: PdfPage
    glyphs: GlyphNumbers
    objects_left: int
    colours: dict[str, tuple[float, float, float] | None] = field(default_factory=dict)
    alpha: int = OPAQUE

    def write(self, operator: str) -> None:
        """Add an operator with its operands."""
        self.page.content.append(operator)

    def use_style(self, style: Style) -> None:
        """Set the colours and the opacity."""
        self._set_colour("rg", style.fill or _BLACK)
        self._set_colour("RG", style.stroke or _BLACK)
        if style.alpha != self.alpha:
            name = self.page.opacities.setdefault(style.alpha, f"A{style.alpha}")
            self.write(f"/{name} gs")
            self.alpha = style.alpha

    def _set_colour(self, operator: str, colour: tuple[float, float, float]) -> None:
        if self.colours.get(operator, _BLACK) != colour:
            red, green, blue = colour
            self.write(f"{red:.3f} {green:.3f} {blue:.3f} {operator}")
            self.colours[operator] = colour

    def begin_clip(self, clips: Sequence[Clip]) -> None:
        """Clip what follows to what lies in every one of the clips."""
        self.write("q")
        for clip in clips:
            for operator in clip.outline:
                self.write(operator)
            self.write("W* n" if clip.is_even_odd else "W n")

    def end_clip(self) -> None:
        """Go back to what was before the clip."""
        self.write("Q")
        self.colours.clear()
        self.alpha = OPAQUE


@dataclass(frozen=True, slots=True)
class Clip:
    """An outline in PDF points that an object is seen through; its areas are one outline."""

    outline: Sequence[str]
    is_even_odd: bool

    def measure(self) -> Bounds:
        """Return the outline's left, bottom, right and top."""
        words = [operator.split()[:-1] for operator in self.outline]
        xs = [float(x) for points in words for x in points[::2]]
        ys = [float(y) for points in words for y in points[1::2]]
        return min(xs), min(ys), max(xs), max(ys)


def list_clips(element: etree._Element, matrix: Matrix, around: Matrix) -> Iterator[Clip]:
    """Yield each of an object's clips that is made of paths alone.

    They lie in the object's own space, or without ``TransFlag`` in that of its boundary.
    """
    clips = find_child(element, "Clips")
    if clips is None:
        return
    if not _is_true(clips, "TransFlag", "true"):
        box = read_box(element.get("Boundary")) or (0.0, 0.0, 0.0, 0.0)
        matrix = multiply((1.0, 0.0, 0.0, 1.0, box[0], box[1]), around)
    for clip in list_children(clips, "Clip"):
        outline: list[str] = []
        is_even_odd = False
        for area in list_children(clip, "Area"):
            placed = place_object(area, matrix)
            for path in list_children(area, "Path"):
                data = find_child(path, "AbbreviatedData")
                if data is not None:
                    outline += draw_path(data.text or "", place_object(path, placed))
                    is_even_odd = is_even_odd or path.get("Rule") == "Even-Odd"
        if any(operator != "h" for operator in outline):
            yield Clip(outline, is_even_odd)


def read_style(
    element: etree._Element, inherited: Style, draw_params: dict[str, etree._Element], depth: int = 0
) -> Style:
    """Return an object's style: its own colours and width, else those of its drawing parameters, else inherited."""
    params = draw_params.get(element.get("DrawParam", element.get("Relative", "")))
    if params is not None and depth < _MOST_RELATIVES:
        inherited = read_style(params, inherited, draw_params, depth + 1)
    colours = {local_name(child): child for child in element if local_name(child) in _COLOURS}
    fill, stroke = (_read_colour(colours.get(name)) for name in _COLOURS)
    alpha = min(_read_alpha(element), _read_alpha(colours.get(_COLOURS[0])))
    return Style(
        fill=inherited.fill if fill is None else fill,
        stroke=inherited.stroke if stroke is None else stroke,
        width=read_number(element, "LineWidth", inherited.width),
        alpha=round(inherited.alpha * alpha / OPAQUE),
    )


_COLOURS = ("FillColor", "StrokeColor")


_MOST_RELATIVES = 8


def _read_alpha(element: etree._Element | None) -> int:
    if element is None:
        return OPAQUE
    return round(min(max(read_number(element, "Alpha", OPAQUE), 0), OPAQUE))


def _read_colour(element: etree._Element | None) -> tuple[float, float, float] | None:
    """Return red, green and blue from 0 to 1; a pattern is grey."""
    if element is None:
        return None
    values = [number / OPAQUE for number in _read_channels(element.get("Value", ""))]
    if len(values) == 1:
        return values[0], values[0], values[0]
    if len(values) == _RGB:
        return values[0], values[1], values[2]
    if len(values) == _CMYK:
        cyan, magenta, yellow, black = values
        return (1 - cyan) * (1 - black), (1 - magenta) * (1 - black), (1 - yellow) * (1 - black)
    return _SHADED if len(element) else None


def _read_channels(text: str) -> Sequence[float]:
    """Return a colour's channels, which some writers give in hexadecimal."""
    if "#" not in text:
        return read_numbers(text)
    try:
        return [float(int(word.removeprefix("#"), 16)) for word in text.split()]
    except ValueError:
        return ()


def paint_path(canvas: Canvas, element: etree._Element, matrix: Matrix, style: Style) -> None:
    """Paint a PathObject: stroked unless it says otherwise, filled if it says so and names a colour."""
    data = find_child(element, "AbbreviatedData")
    is_stroked = _is_true(element, "Stroke", "true")
    is_filled = style.fill is not None and _is_true(element, "Fill", "false")
    if data is None or not (is_stroked or is_filled):
        return
    operators = draw_path(data.text or "", matrix)
    if not operators:
        return
    canvas.use_style(style)
    if is_stroked:
        canvas.write(f"{style.width * measure_scale(matrix):.3f} w")
    star = "*" if element.get("Rule") == "Even-Odd" else ""
    for operator in operators:
        canvas.write(operator)
    if is_filled:
        canvas.write(f"B{star}" if is_stroked else f"f{star}")
    else:
        canvas.write("S")


def _is_true(element: etree._Element, name: str, default: str) -> bool:
    return element.get(name, default).strip().lower() in {"true", "1"}


_OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_BULGE = 0.55  # of a quarter circle's radius, between an arc's ends and its control points


def draw_path(data: str, matrix: Matrix) -> list[str]:
    """Return the PDF operators of an OFD outline; what stands behind a broken part is left out."""
    operators: list[str] = []
    words = _split_words(data)
    at = (0.0, 0.0)
    for name in words:
        count = _OPERANDS.get(name)
        if count is None:
            break
        operands = read_numbers(" ".join(islice(words, count)))
        if len(operands) != count:
            break
        if name == "C":
            operators.append("h")
            continue
        operators.append(_draw_segment(name, operands, at, matrix))
        at = operands[-2], operands[-1]
    return operators


def _split_words(data: str) -> Iterator[str]:
    words = data.replace(",", " ").split()
    if all(word in _OPERANDS or not word[0].isalpha() for word in words):
        return iter(words)
    return iter(_WORD.findall(data))  # letters touch the numbers


_WORD = re.compile(r"[A-Z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


def _draw_segment(name: str, operands: Sequence[float], at: tuple[float, float], matrix: Matrix) -> str:
    end = operands[-2], operands[-1]
    if name in "SM":
        return _write_points([end], matrix, "m")
    if name == "L":
        return _write_points([end], matrix, "l")
    if name == "Q":
        middle = operands[0], operands[1]
        return _write_points([_approach(at, middle, 2 / 3), _approach(end, middle, 2 / 3), end], matrix, "c")
    if name == "B":
        return _write_points([(operands[0], operands[1]), (operands[2], operands[3]), end], matrix, "c")
    return _write_points([*_bow(at, end, is_sweep=operands[4] > 0), end], matrix, "c")


def _bow(
    start: tuple[float, float], end: tuple[float, float], *, is_sweep: bool
) -> list[tuple[float, float]]:
    """Return control points that bend a line as an arc bends: it must not be taken for a ruling."""
    side = _BULGE if is_sweep else -_BULGE
    across, down = (end[0] - start[0]) * side, (end[1] - start[1]) * side
    return [(start[0] + down, start[1] - across), (end[0] + down, end[1] - across)]


def _approach(start: tuple[float, float], end: tuple[float, float], share: float) -> tuple[float, float]:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _write_points(points: Sequence[tuple[float, float]], matrix: Matrix, operator: str) -> str:
    moved = [apply(matrix, x, y) for x, y in points]
    return " ".join([*(f"{x:.3f} {y:.3f}" for x, y in moved), operator])
