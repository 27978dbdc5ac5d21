"""What people put on a page: seals, pens, staples, folds."""

from __future__ import annotations

from random import Random

import cv2
import numpy as np

from scans.kinds import add_kind
from scans.picture import Picture, Points, Step, noise
from scans.prints import UPRIGHT
from scans.scanner import LITTLE, grain, make_bilevel, make_grey, points_of_mm, tilt

RED, BLUE, GREY, PEN = (215, 45, 50), (45, 70, 170), (120, 120, 120), (30, 35, 60)


def seal(colour: tuple[int, int, int], opacity: float, where: str = "foot") -> Step:
    """Stamp a round seal of 40 mm: a ring, a star and strokes like characters along the ring.

    ``opacity`` is how much of the ink below it hides; ink adds up where it is 0. ``where`` is ``foot`` for
    the lower part of the table, ``any`` for anywhere on it.
    """

    def step(picture: Picture, chance: Random) -> Picture:
        height, width = picture.pixels.shape[:2]
        inked = np.nonzero((picture.pixels.min(axis=2) < 140).any(axis=1))[0]  # noqa: PLR2004
        top, bottom = int(inked[0]), int(inked[-1])
        radius = points_of_mm(picture, 20)
        low = bottom - (bottom - top) // 4 if where == "foot" else top
        centre = chance.randrange(width // 5, 4 * width // 5), chance.randrange(low, bottom)
        mask = _draw_seal((height, width), centre, radius, chance)
        mask = cv2.GaussianBlur(mask, (0, 0), 0.6)[..., None].astype(float) / 255 * 0.9
        ink = np.array(colour, float)
        under = picture.pixels * (ink / 255)  # ink on ink
        over = opacity * ink + (1 - opacity) * under
        return picture.with_pixels(picture.pixels * (1 - mask) + over * mask)

    return step


def _draw_seal(shape: tuple[int, int], centre: tuple[int, int], radius: int, chance: Random) -> np.ndarray:
    mask = np.zeros(shape, np.uint8)
    wide = max(2, radius // 18)
    cv2.circle(mask, centre, radius, 255, wide)
    corners = []
    for at in range(10):
        angle = np.pi * at / 5 - np.pi / 2
        reach = radius * (0.3 if at % 2 == 0 else 0.12)
        corners.append((centre[0] + reach * np.cos(angle), centre[1] + reach * np.sin(angle)))
    cv2.fillPoly(mask, [np.array(corners, np.int32)], 255)
    for at in range(14):
        angle = np.pi * (0.85 + 1.3 * at / 13)
        x, y = centre[0] + radius * 0.77 * np.cos(angle), centre[1] + radius * 0.77 * np.sin(angle)
        for _at in range(5):
            dx, dy = (chance.uniform(-radius / 9, radius / 9) for _ in range(2))
            if abs(dx) < abs(dy):
                dx = 0
            else:
                dy = 0
            start = (
                x + chance.uniform(-radius / 12, radius / 12),
                y + chance.uniform(-radius / 12, radius / 12),
            )
            end = start[0] + dx, start[1] + dy
            cv2.line(mask, _dot(start), _dot(end), 255, max(1, wide // 2))
    return mask


def _dot(place: tuple[float, float]) -> tuple[int, int]:
    return round(place[0]), round(place[1])


def pen(count: int, sort: str, colour: tuple[int, int, int] = PEN) -> Step:
    """Write with a pen: ``underline``, ``tick``, or ``sign``, a signature's loops."""

    def step(picture: Picture, chance: Random) -> Picture:
        pixels = picture.pixels.copy()
        height, width = pixels.shape[:2]
        wide = max(2, points_of_mm(picture, 0.45))
        for _at in range(count):
            x, y = (
                chance.randrange(width // 8, 7 * width // 8),
                chance.randrange(height // 6, 7 * height // 8),
            )
            strokes = _write(sort, points_of_mm(picture, 1), chance) + np.array([x, y])
            cv2.polylines(
                pixels,
                [strokes.round().astype(np.int32)],
                isClosed=False,
                color=colour,
                thickness=wide,
                lineType=cv2.LINE_AA,
            )
        return picture.with_pixels(pixels)

    return step


def _write(sort: str, millimetre: int, chance: Random) -> Points:
    if sort == "tick":
        size = chance.uniform(3, 7) * millimetre
        return np.array([(-size / 2, 0), (0, size / 2), (size, -size)])
    if sort == "underline":
        long = chance.uniform(12, 45) * millimetre
        xs = np.linspace(0, long, 30)
        return np.column_stack([xs, np.cumsum([chance.gauss(0, 0.08) for _ in xs]) * millimetre])
    xs = np.linspace(0, 25 * millimetre, 120)
    bows = [chance.uniform(0.5, 3) for _ in range(4)]
    ys = sum(bow * millimetre * np.sin(xs / (millimetre * (k + 1.3)) + k) for k, bow in enumerate(bows))
    return np.column_stack([xs + 3 * millimetre * np.sin(xs / millimetre), ys])


def stamp_date(picture: Picture, chance: Random) -> Picture:
    """Stamp a date in a box, slanted, over the edges of cells."""
    height, width = picture.pixels.shape[:2]
    layer = np.full((height, width), 255, np.uint8)
    size = picture.dpi / 110
    x, y = chance.randrange(width // 5, 3 * width // 5), chance.randrange(height // 4, 3 * height // 4)
    cv2.putText(layer, "2023.12.28", (x, y), cv2.FONT_HERSHEY_SIMPLEX, size, 0, max(2, round(size * 2)))
    wide, high = points_of_mm(picture, 44), points_of_mm(picture, 12)
    cv2.rectangle(layer, (x - high // 3, y - high), (x + wide, y + high // 2), 0, max(2, round(size * 1.5)))
    matrix = cv2.getRotationMatrix2D((x, y), chance.uniform(-12, 12), 1.0)
    layer = cv2.warpAffine(layer, matrix, (width, height), borderValue=255)
    share = (255 - layer[..., None].astype(float)) / 255
    return picture.with_pixels(picture.pixels * (1 - share * (1 - np.array(BLUE) / 255)))


def punch_holes(picture: Picture, _: Random) -> Picture:
    """Punch two holes in the left edge, which the scanner's lid fills with black."""
    pixels = picture.pixels.copy()
    height = pixels.shape[0]
    for y in (height // 2 - points_of_mm(picture, 40), height // 2 + points_of_mm(picture, 40)):
        cv2.circle(pixels, (points_of_mm(picture, 9), y), points_of_mm(picture, 3), (25, 25, 25), -1)
    return picture.with_pixels(pixels)


def staple_corner(picture: Picture, chance: Random) -> Picture:
    """Fold the upper left corner over at the staple: it is dark there."""
    pixels = picture.pixels.copy()
    size = points_of_mm(picture, chance.uniform(15, 28))
    corner = np.array([(0, 0), (size, 0), (0, size)], np.int32)
    cv2.fillPoly(pixels, [corner], (40, 40, 40))
    cv2.line(pixels, (size // 3, size // 2), (size // 2, size // 3), (10, 10, 10), points_of_mm(picture, 0.7))
    return picture.with_pixels(pixels)


def crease(picture: Picture, chance: Random) -> Picture:
    """Leave the folds of a letter: a bright and a dark line right across."""
    pixels = picture.pixels.astype(float)
    height, width = pixels.shape[:2]
    for share in (1 / 3, 2 / 3):
        y = height * share + chance.uniform(-15, 15)
        ys = y + np.linspace(0, chance.uniform(-8, 8), width)
        distance = np.arange(height)[:, None] - ys[None, :]
        wide = points_of_mm(picture, 0.5)
        shade = (
            1
            - 0.45 * np.exp(-((distance / wide) ** 2))
            + 0.15 * np.exp(-(((distance - 2 * wide) / wide) ** 2))
        )
        pixels *= shade[..., None]
    return picture.with_pixels(np.clip(pixels, 0, 255))


def watermark(picture: Picture, chance: Random) -> Picture:
    """Print pale slanted bars of letters over the whole page."""
    height, width = picture.pixels.shape[:2]
    layer = np.full((height, width), 255, np.uint8)
    size = picture.dpi / 60
    for y in range(0, height * 2, points_of_mm(picture, 45)):
        cv2.putText(
            layer,
            "COPY  ARCHIVE  2024",
            (width // 12, y),
            cv2.FONT_HERSHEY_SIMPLEX,
            size,
            205,
            round(size * 2),
        )
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), 30 + chance.uniform(-5, 5), 1.2)
    layer = cv2.warpAffine(layer, matrix, (width, height), borderValue=255)
    return picture.with_pixels(picture.pixels * (layer[..., None] / 255))


def halftone(picture: Picture, chance: Random) -> Picture:
    """Print the page by a raster of dots, as newspapers and old copiers do."""
    height, width = picture.pixels.shape[:2]
    ys, xs = np.mgrid[:height, :width]
    pitch = picture.dpi / 85
    raster = np.sin(2 * np.pi * (xs + ys) / pitch) * np.sin(2 * np.pi * (xs - ys) / pitch)
    grey = cv2.cvtColor(picture.pixels, cv2.COLOR_RGB2GRAY).astype(float) * 0.8 + 20
    found = grey + 60 * raster + noise(chance).normal(0, 6, grey.shape)
    return picture.with_pixels(np.repeat(np.clip(found, 0, 255)[..., None], 3, axis=2))


add_kind("red seal", "seal", seal(RED, 0.0), LITTLE, grain(4), is_covered=True)
add_kind("red seal 300", "seal", seal(RED, 0.15), LITTLE, grain(4), dpi=300, is_covered=True)
add_kind("two seals", "seal", seal(RED, 0.1), seal(RED, 0.1, "any"), LITTLE, grain(4), is_covered=True)
add_kind("opaque seal", "seal", seal(RED, 1.0, "any"), LITTLE, grain(4), is_covered=True)
add_kind("grey seal", "seal", seal(RED, 0.2, "any"), make_grey, LITTLE, grain(4), is_covered=True)
add_kind(
    "1 bit seal", "seal", seal(RED, 0.2, "any"), tilt(0, 0.5), make_bilevel(), file="fax", is_covered=True
)
add_kind("blue stamp", "seal", seal(BLUE, 0.1, "any"), LITTLE, grain(4), is_covered=True)
add_kind("date stamp", "seal", stamp_date, LITTLE, grain(4), is_covered=True)
add_kind("grey date stamp", "seal", stamp_date, make_grey, LITTLE, grain(4), is_covered=True)
add_kind("underlines", "pen", pen(6, "underline"), make_grey, tilt(0, 0.6), grain(4), is_covered=True)
add_kind("ticks", "pen", pen(12, "tick"), make_grey, tilt(0, 0.6), grain(4), is_covered=True)
add_kind("red ticks", "pen", pen(12, "tick", RED), tilt(0, 0.6), grain(4), is_covered=True)
add_kind("signature", "pen", pen(2, "sign", BLUE), tilt(0, 0.6), grain(4), is_covered=True)
add_kind("punched", "worn", punch_holes, staple_corner, tilt(0, 0.6), grain(5))
add_kind("creased", "worn", make_grey, crease, tilt(0, 0.6), grain(5))
add_kind("watermark", "worn", watermark, LITTLE, grain(4))
add_kind("halftone", "worn", make_grey, halftone, tilt(0, 0.6), dpi=300)
add_kind("coloured rules", "worn", tilt(0, 0.6), grain(4), colour="#3355cc")
add_kind("green rules", "worn", tilt(0, 0.6), grain(4), colour="#2a9a55")
add_kind("dotted rules", "worn", tilt(0, 0.6), grain(4), line="dotted", rule=1.0)
add_kind("dashed rules", "worn", tilt(0, 0.6), grain(4), line="dashed", rule=0.75)
add_kind("upright labels", "worn", tilt(0, 0.6), grain(4), sides=UPRIGHT)
add_kind("upright labels 150", "worn", make_grey, tilt(0, 0.6), grain(4), dpi=150, sides=UPRIGHT)
add_kind("spread", "spread", make_grey, grain(4), file="spread", page="A4")
add_kind("shaded heads", "worn", tilt(0, 0.6), grain(4), shade="#d5d5d5")
add_kind("shaded 1 bit", "worn", tilt(0, 0.6), grain(25), make_bilevel(170), file="fax", shade="#d0d0d0")
add_kind("double frame", "worn", tilt(0, 0.6), grain(4), outer="3pt double black")
add_kind("tight rows", "plain", tilt(0, 0.6), grain(4), size=12, pad=0.0, leading=1.1, font="AR PL KaitiM GB")
add_kind("small print", "plain", tilt(0, 0.6), grain(4), size=8, pad=0.3, leading=1.15)
