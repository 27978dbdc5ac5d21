"""A page's content as it is painted: colours, opacities and clips stated where they change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree

from extract.office.ofd.numbers import (
    Matrix,
    apply,
    find_child,
    list_children,
    measure_scale,
    place_object,
    read_number,
    read_numbers,
)
from extract.office.ofd.pdf import GlyphNumbers, PdfPage
from extract.office.package import local_name

POINTS_A_MM = 72 / 25.4
OPAQUE = 255
_BLACK = (0.0, 0.0, 0.0)
_SHADED = (0.5, 0.5, 0.5)  # stands for a pattern, which shows on white
_CMYK, _RGB = 4, 3


@dataclass(frozen=True, slots=True)
class Style:
    """How an object is painted; None where nothing says it. ``width`` is in mm, ``alpha`` 0 to 255."""

    fill: tuple[float, float, float] | None = None
    stroke: tuple[float, float, float] | None = None
    width: float = 0.353
    alpha: int = OPAQUE


@dataclass(slots=True)
class Canvas:
    """Where a page's objects are painted; ``base`` takes mm from the page's upper left to PDF points."""

    page: PdfPage
    base: Matrix
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

    def begin_clip(self, element: etree._Element, around: Matrix) -> bool:
        """Clip what follows to the object's own clips; tell whether there are any."""
        clips = find_child(element, "Clips")
        areas = list(_list_clip_paths(clips, around)) if clips is not None else []
        if not areas:
            return False
        self.write("q")
        for clip in areas:
            for operator in clip:
                self.write(operator)
            self.write("W n")
        return True

    def end_clip(self) -> None:
        """Go back to what was before the clip."""
        self.write("Q")
        self.colours.clear()
        self.alpha = OPAQUE


def _list_clip_paths(clips: etree._Element, around: Matrix) -> Iterator[list[str]]:
    """Yield the outline of each clip that is made of paths alone."""
    for clip in list_children(clips, "Clip"):
        operators: list[str] = []
        for area in list_children(clip, "Area"):
            matrix = place_object(area, around)
            for path in list_children(area, "Path"):
                data = find_child(path, "AbbreviatedData")
                if data is not None:
                    operators += draw_path(data.text or "", place_object(path, matrix))
        if operators:
            yield operators


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
    values = [number / OPAQUE for number in read_numbers(element.get("Value"))]
    if len(values) == 1:
        return values[0], values[0], values[0]
    if len(values) == _RGB:
        return values[0], values[1], values[2]
    if len(values) == _CMYK:
        cyan, magenta, yellow, black = values
        return (1 - cyan) * (1 - black), (1 - magenta) * (1 - black), (1 - yellow) * (1 - black)
    return _SHADED if len(element) else None


def paint_path(canvas: Canvas, element: etree._Element, matrix: Matrix, style: Style) -> None:
    """Paint a PathObject: stroked unless it says otherwise, filled if it says so."""
    data = find_child(element, "AbbreviatedData")
    is_stroked, is_filled = _is_true(element, "Stroke", "true"), _is_true(element, "Fill", "false")
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
    words = iter(data.replace(",", " ").split())
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
