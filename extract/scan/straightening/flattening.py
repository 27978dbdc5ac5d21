"""A picture of a page to a flat sheet."""

from __future__ import annotations

from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.grid import Warp
from extract.scan.images import PageImage, Pixels
from extract.scan.sheet import Sheet
from extract.scan.straightening.colours import has_colours, lift_colours, make_grey
from extract.scan.straightening.paper import WHITE, even_light, stretch_contrast
from extract.scan.straightening.projection import STRAIGHT, Projection, find_projection, invert, project
from extract.scan.straightening.segments import Floats, find_segments
from extract.scan.straightening.settings import STRAIGHTENING

Mask = NDArray[np.bool_]


def straighten_page(image: PageImage) -> Sheet:
    """Return a page upright and flat, its ink dark on white paper."""
    pixels = _limit_size(image)
    scale = pixels.shape[1] / image.width
    grey, lifted = _whiten(pixels, scale)
    projection = find_projection(find_segments(grey, scale), image.width, image.height) or STRAIGHT
    if projection.is_flat and abs(projection.tilt_deg) < STRAIGHTENING.least_tilt_deg:
        return _make_sheet(image, grey, lifted, scale, np.eye(3))
    return _resample(image, grey, lifted, scale, projection)


def _limit_size(image: PageImage) -> Pixels:
    """Return the pixels of a page, no finer than print is read at, and no more than can be."""
    pixels = image.pixels
    height, width = pixels.shape[:2]
    finest = STRAIGHTENING.finest_dots_pt * image.width / width
    most = (STRAIGHTENING.most_pixels / (width * height)) ** 0.5
    factor = min(1.0, finest, most)
    if factor > 0.98:  # noqa: PLR2004 - not worth a blur
        return pixels
    size = max(1, round(width * factor)), max(1, round(height * factor))
    return cast("Pixels", cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))


def _whiten(pixels: Pixels, scale: float) -> tuple[Pixels, Mask]:
    """Return the grey of a picture with its paper white, and where coloured ink was lifted."""
    even = even_light(pixels, scale)
    if even.ndim == 2:  # noqa: PLR2004 - grey already
        return stretch_contrast(even), np.zeros(even.shape, np.bool_)
    if not has_colours(even):
        grey = make_grey(even)
        return stretch_contrast(grey), np.zeros(grey.shape, np.bool_)
    grey, lifted = lift_colours(even, scale)
    return stretch_contrast(grey), lifted


def _resample(image: PageImage, grey: Pixels, lifted: Mask, scale: float, projection: Projection) -> Sheet:
    """Return the sheet, each of its pixels taken once from the picture."""
    matrix, width, height = _frame(image, projection)
    to_pixels = np.diag([scale, scale, 1.0])
    backward = to_pixels @ matrix @ invert(to_pixels)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    shift = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])  # a pixel's middle
    backward = invert(shift) @ backward @ shift
    flat = _warp(grey, backward, size, cv2.INTER_CUBIC, WHITE)
    mask = np.zeros(flat.shape, np.bool_)
    if lifted.any():
        mask = _warp(lifted.astype(np.uint8), backward, size, cv2.INTER_NEAREST, 0).astype(np.bool_)
    return Sheet(
        number=image.number,
        grey=flat,
        lifted=mask,
        scale=scale,
        width=width,
        height=height,
        warp=Warp(tuple(float(number) for number in matrix.ravel())),
    )


def _frame(image: PageImage, projection: Projection) -> tuple[Floats, float, float]:
    """Return the matrix of a sheet that holds all of the page, and the sheet's size in points."""
    if projection.is_flat and abs(projection.tilt_deg) <= STRAIGHTENING.kept_size_deg:
        return projection.matrix, image.width, image.height
    corners = np.array([[0, 0], [image.width, 0], [0, image.height], [image.width, image.height]], float)
    placed = project(corners, invert(projection.matrix))
    left, top = placed.min(axis=0)
    right, bottom = placed.max(axis=0)
    matrix = projection.matrix @ np.array([[1, 0, left], [0, 1, top], [0, 0, 1]])
    return matrix, float(right - left), float(bottom - top)


def _warp(pixels: Pixels, backward: Floats, size: tuple[int, int], how: int, beyond: int) -> Pixels:
    flags = how | cv2.WARP_INVERSE_MAP
    warped = cv2.warpPerspective(pixels, backward, size, flags=flags, borderValue=beyond)
    return cast("Pixels", warped)


def _make_sheet(image: PageImage, grey: Pixels, lifted: Mask, scale: float, matrix: Floats) -> Sheet:
    return Sheet(
        number=image.number,
        grey=grey,
        lifted=lifted,
        scale=scale,
        width=image.width,
        height=image.height,
        warp=Warp(tuple(float(number) for number in matrix.ravel())),
    )
