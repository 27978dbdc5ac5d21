"""A page's objects in their order: blocks and composites opened, texts, paths and pictures painted."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from extract.messages import Message, message
from extract.office.ofd.canvas import POINTS_A_MM, Canvas, Style, list_clips, paint_path, read_style
from extract.office.ofd.document import OfdPage
from extract.office.ofd.notes import write_notes
from extract.office.ofd.numbers import Matrix, multiply, place_object
from extract.office.ofd.pictures import is_jbig2, read_picture, stand_for_picture
from extract.office.ofd.text import Sight, measure_boundary, paint_text
from extract.office.ofd.transforms import DrawnDigits
from extract.office.package import Package
from extract.office.xml_tree import find_child, local_name
from extract.pdf_writer import GlyphNumbers, PdfPage, PdfPicture

_MOST_NESTED = 16  # blocks and composites in each other
_MOST_OBJECTS = 300_000  # of a page: a full form has 4,000


@dataclass(frozen=True, slots=True)
class Group:
    """What stands in one layer, block or composite: the matrix around it, its style, and how deep it lies."""

    around: Matrix
    style: Style
    depth: int = 0

    def open(self, around: Matrix, style: Style) -> Group:
        """Return a group that stands in this one."""
        return Group(around, style, self.depth + 1)


def make_blank(page: OfdPage) -> PdfPage:
    """Return a page as large as an OFD's, without its content."""
    _, _, width, height = page.box
    return PdfPage(width * POINTS_A_MM, height * POINTS_A_MM)


class PagePainter:
    """Paints the pages of one package; with ``pictures`` as they are, else as grey spots in their places."""

    def __init__(self, package: Package, *, pictures: bool) -> None:
        self.glyphs = GlyphNumbers()
        self.warnings: list[Message] = []
        self._package = package
        self._has_pictures = pictures
        self._drawn = DrawnDigits()

    def paint(self, page: OfdPage) -> PdfPage:
        """Return a page as PDF content."""
        x, y, _, height = page.box
        painted = make_blank(page)
        base: Matrix = (
            POINTS_A_MM,
            0.0,
            0.0,
            -POINTS_A_MM,
            -x * POINTS_A_MM,
            (y + height) * POINTS_A_MM,
        )
        canvas = Canvas(painted, self.glyphs, _MOST_OBJECTS)
        for layer in page.layers:
            style = read_style(layer, Style(), page.resources.draw_params)
            self._paint_children(canvas, layer, page, Group(base, style))
        painted.notes += write_notes(page.notes, base)
        if canvas.objects_left <= 0:
            self.warnings.append(message("broken-page", page=page.number))
        return painted

    def _paint_children(self, canvas: Canvas, parent: etree._Element, page: OfdPage, group: Group) -> None:
        for element in parent:
            canvas.objects_left -= 1
            if canvas.objects_left <= 0:
                return
            self._paint_object(canvas, element, page, group)

    def _paint_object(self, canvas: Canvas, element: etree._Element, page: OfdPage, group: Group) -> None:
        name = local_name(element)
        if name == "PageBlock":
            if group.depth < _MOST_NESTED:
                inner = group.open(place_object(element, group.around), group.style)
                self._paint_children(canvas, element, page, inner)
            return
        if name not in _OBJECTS:
            return
        seen = element.get("Visible", "true").strip().lower() != "false"
        matrix = place_object(element, group.around)
        own = read_style(element, group.style, page.resources.draw_params)
        clips = tuple(list_clips(element, matrix, group.around)) if len(element) > 1 else ()
        if clips:
            canvas.begin_clip(clips)
        if name == "TextObject":
            sight = Sight(
                seen, measure_boundary(element, group.around), tuple(clip.measure() for clip in clips)
            )
            self._compare_digits(element, page)
            paint_text(canvas, element, matrix, own, sight)
        elif seen and name == "PathObject":
            paint_path(canvas, element, matrix, own)
        elif seen and name == "ImageObject":
            self._paint_picture(canvas, element, matrix, own, page)
        elif seen and name == "CompositeObject":
            self._paint_composite(canvas, element, page, group.open(matrix, own))
        if clips:
            canvas.end_clip()

    def _compare_digits(self, element: etree._Element, page: OfdPage) -> None:
        font = element.get("Font", "")
        if self._drawn.contradict(element, font):
            self.warnings.append(message("font-contradicts", page=page.number, font=font))

    def _paint_composite(self, canvas: Canvas, element: etree._Element, page: OfdPage, inner: Group) -> None:
        unit = page.resources.composites.get(element.get("ResourceID", ""))
        content = find_child(unit, "Content")
        if content is not None and inner.depth <= _MOST_NESTED:
            self._paint_children(canvas, content, page, inner)

    def _paint_picture(
        self, canvas: Canvas, element: etree._Element, matrix: Matrix, style: Style, page: OfdPage
    ) -> None:
        number = element.get("ResourceID", "")
        format_, part = page.resources.media.get(number, ("", ""))
        if is_jbig2(format_, part):
            self.warnings.append(message("jbig2-picture", page=page.number))
        name = f"P{number}" if number.isalnum() else "P"
        if name not in canvas.page.pictures:
            canvas.page.pictures[name] = self._read_picture(part)
        canvas.use_style(style)
        # PDF draws a picture from the lower left of a square, OFD from the upper left
        a, b, c, d, e, f = multiply((1.0, 0.0, 0.0, -1.0, 0.0, 1.0), matrix)
        canvas.write(f"q {a:.4f} {b:.4f} {c:.4f} {d:.4f} {e:.3f} {f:.3f} cm /{name} Do Q")

    def _read_picture(self, part: str) -> PdfPicture:
        if self._has_pictures and part in self._package:
            return read_picture(self._package.read(part)) or stand_for_picture()
        return stand_for_picture()


_OBJECTS = frozenset({"TextObject", "PathObject", "ImageObject", "CompositeObject"})
