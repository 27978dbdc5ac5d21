"""A picture of a page to a flat sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.grid import Warp
from extract.scan.images import PageImage, Pixels
from extract.scan.recogniser import Recogniser
from extract.scan.sheet import Sheet
from extract.scan.straightening.colours import has_colours, lift_colours, make_grey
from extract.scan.straightening.orientation import turn_upright
from extract.scan.straightening.paper import WHITE, even_light, stretch_contrast
from extract.scan.straightening.projection import STRAIGHT, Projection, find_projection, invert, project
from extract.scan.straightening.segments import Floats, find_segments
from extract.scan.straightening.settings import STRAIGHTENING

Mask = NDArray[np.bool_]


def straighten_page(image: PageImage, recogniser: Recogniser | None = None) -> Sheet:
    """Return a page upright and flat, its ink dark on white paper.

    Without a ``recogniser`` it stays as it is turned: nothing tells whether it stands on its head.
    """
    sheet = _flatten_page(image)
    return sheet if recogniser is None else turn_upright(sheet, recogniser)


def _flatten_page(image: PageImage) -> Sheet:
    pixels = _limit_size(image)
    scale = pixels.shape[1] / image.width
    grey, lifted, paper = _whiten(pixels, scale)
    projection = find_projection(find_segments(grey, scale), image.width, image.height) or STRAIGHT
    frame = _frame_page(image, projection, paper)
    if (frame.matrix == np.eye(3)).all():
        return _make_sheet(image, grey, lifted, scale, frame)
    return _resample(image, grey, lifted, scale, frame)


@dataclass(frozen=True, slots=True)
class _Frame:
    """What of the picture becomes the sheet: the matrix that leads back from it, and its size, in points.

    ``zoom`` is by how much its points are smaller than the picture's.
    """

    matrix: Floats
    width: float
    height: float
    zoom: float = 1.0


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


def _whiten(pixels: Pixels, scale: float) -> tuple[Pixels, Mask, Pixels | None]:
    """Return the grey of a picture with its paper white, where coloured ink was lifted, the paper's shape."""
    even, paper = even_light(pixels, scale)
    if even.ndim == 2:  # noqa: PLR2004 - grey already
        return stretch_contrast(even), np.zeros(even.shape, np.bool_), paper
    if not has_colours(even):
        grey = make_grey(even)
        return stretch_contrast(grey), np.zeros(grey.shape, np.bool_), paper
    grey, lifted = lift_colours(even, scale)
    return stretch_contrast(grey), lifted, paper


def _frame_page(image: PageImage, projection: Projection, paper: Pixels | None) -> _Frame:
    """Return a frame around all of a page, or around the sheet of paper that lies on a desk."""
    share = 1.0 if paper is None else float(np.count_nonzero(paper)) / paper.size
    if paper is not None and share < STRAIGHTENING.photo_paper_share:
        outline = cv2.convexHull(cv2.findNonZero(paper)).reshape(-1, 2).astype(np.float64)
        outline *= [image.width / paper.shape[1], image.height / paper.shape[0]]
        return _frame_points(projection.matrix, outline, STRAIGHTENING.paper_length_pt)
    if not projection.is_flat or abs(projection.tilt_deg) > STRAIGHTENING.kept_size_deg:
        corners = np.array([[0, 0], [image.width, 0], [0, image.height], [image.width, image.height]], float)
        return _frame_points(projection.matrix, corners, None)
    if abs(projection.tilt_deg) < STRAIGHTENING.least_tilt_deg:
        return _Frame(np.eye(3), image.width, image.height)
    return _Frame(projection.matrix, image.width, image.height)


def _frame_points(matrix: Floats, points: Floats, length: float | None) -> _Frame:
    """Return the frame around points (n, 2) of the picture; its longer side is given a length in points."""
    placed = project(points, invert(matrix))
    left, top = placed.min(axis=0)
    width, height = placed.max(axis=0) - placed.min(axis=0)
    zoom = length / max(width, height) if length else 1.0
    moved = matrix @ np.array([[1 / zoom, 0, left], [0, 1 / zoom, top], [0, 0, 1]])
    return _Frame(moved / moved[2, 2], float(width * zoom), float(height * zoom), float(zoom))


def _resample(image: PageImage, grey: Pixels, lifted: Mask, scale: float, frame: _Frame) -> Sheet:
    """Return the sheet, each of its pixels taken once from the picture."""
    fine = scale / frame.zoom
    backward = np.diag([scale, scale, 1.0]) @ frame.matrix @ np.diag([1 / fine, 1 / fine, 1.0])
    shift = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])  # a pixel's middle
    backward = invert(shift) @ backward @ shift
    size = max(1, round(frame.width * fine)), max(1, round(frame.height * fine))
    flat = _warp(grey, backward, size, cv2.INTER_CUBIC, WHITE)
    mask = np.zeros(flat.shape, np.bool_)
    if lifted.any():
        mask = _warp(lifted.astype(np.uint8), backward, size, cv2.INTER_NEAREST, 0).astype(np.bool_)
    return _make_sheet(image, flat, mask, fine, frame)


def _warp(pixels: Pixels, backward: Floats, size: tuple[int, int], how: int, beyond: int) -> Pixels:
    flags = how | cv2.WARP_INVERSE_MAP
    warped = cv2.warpPerspective(pixels, backward, size, flags=flags, borderValue=beyond)
    return cast("Pixels", warped)


def _make_sheet(image: PageImage, grey: Pixels, lifted: Mask, scale: float, frame: _Frame) -> Sheet:
    return Sheet(
        number=image.number,
        grey=grey,
        lifted=lifted,
        scale=scale,
        width=frame.width,
        height=frame.height,
        warp=Warp(tuple(float(number) for number in frame.matrix.ravel())),
    )
