"""What stands on pages of few glyphs instead of text: pictures, or text that was turned into curves.

Only such pages are asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extract.pdfium import calls
from extract.pdfium.objects import Bounds, Drawn, Layer, cut_to_clip, read_bounds
from extract.pdfium.settings import PDFIUM

_RECTANGLE_SEGMENTS = 5


@dataclass(frozen=True, slots=True)
class Textless:
    """How much of a page pictures cover, as a share, and whether it has as many paths as a page of text."""

    picture_share: float = 0.0
    is_drawn: bool = False


_OF_TEXT = Textless()


def find_textless(glyphs: Sequence[int], frames: Sequence[Bounds], layers: Sequence[Layer]) -> list[Textless]:
    """Tell of each page, by how many ``glyphs`` it has and its frame, what it shows where these are few."""
    found: list[Textless] = []
    for place, (count, frame) in enumerate(zip(glyphs, frames, strict=True)):
        if count > PDFIUM.few_glyphs:
            found.append(_OF_TEXT)
        else:
            found.append(_look_at_page(frame, [layer for layer in layers if layer.page == place]))
    return found


def _look_at_page(frame: Bounds, layers: Sequence[Layer]) -> Textless:
    segments = sum(_count_curves(layer) for layer in layers)
    return Textless(measure_picture_share(frame, layers), segments >= PDFIUM.curves_of_text)


def measure_picture_share(frame: Bounds, layers: Sequence[Layer]) -> float:
    """Return how much of a page, of which the layers are, pictures cover."""
    pictures = sum(_measure_pictures(frame, layer) for layer in layers)
    return min(pictures / max(_measure_area(frame), 1.0), 1.0)


def _measure_pictures(frame: Bounds, layer: Layer) -> float:
    boxes = (read_bounds(Drawn(handle, layer.around)) for handle in layer.images)
    return sum(_measure_area(cut_to_clip(box, frame)) for box in boxes)


def _measure_area(box: Bounds) -> float:
    left, bottom, right, top = box
    return max(right - left, 0.0) * max(top - bottom, 0.0)


def _count_curves(layer: Layer) -> int:
    """Count the segments of the paths that are no rulings and no rectangles."""
    counts = map(calls.count_segments, layer.paths)
    return sum(count for count in counts if count > _RECTANGLE_SEGMENTS)
