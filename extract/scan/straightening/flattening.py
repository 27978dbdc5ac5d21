"""A picture of a page to a flat sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.geometry.marks import Flags, Floats
from extract.grid import UNMOVED, Bend, Warp
from extract.scan.images import FlatSheet, PageImage, Pixels, shrink
from extract.scan.recognition.recogniser import Recogniser
from extract.scan.straightening.bending import bend_points, find_bend, unbend
from extract.scan.straightening.colours import has_colours, lift_colours, make_grey
from extract.scan.straightening.creases import even_creases
from extract.scan.straightening.light import WHITE, even_light, stretch_contrast
from extract.scan.straightening.orientation import lead_from, turn_upright
from extract.scan.straightening.projection import STRAIGHT, Projection, find_projection, invert, project
from extract.scan.straightening.segments import find_segments
from extract.scan.straightening.settings import STRAIGHTENING
from extract.scan.straightening.streaks import lift_streaks


def straighten_page(image: PageImage, recogniser: Recogniser | None = None) -> FlatSheet:
    """Return a page upright and flat, its ink dark on white paper.

    Without a ``recogniser`` it stays as it is turned: nothing tells whether it stands on its head.
    """
    sheet = _flatten_page(image)
    return sheet if recogniser is None else turn_upright(sheet, recogniser)


def _flatten_page(image: PageImage) -> FlatSheet:
    pixels = _limit_size(image)
    scale = pixels.shape[1] / image.width
    grey, lifted, paper = _whiten(pixels, scale)
    segments = find_segments(grey, scale)
    projection = find_projection(segments, image.width, image.height) or STRAIGHT
    bend = find_bend(segments, projection)
    frame = _frame_page(image, projection, bend, paper)
    if frame.warp == Warp(UNMOVED):
        return _make_sheet(image, grey, lifted, scale, frame)
    return _resample(image, grey, lifted, scale, frame)


@dataclass(frozen=True, slots=True)
class _Frame:
    """What of the picture becomes the sheet: the way back from it, and its size, in points.

    ``zoom`` is by how much its points are smaller than the picture's.
    """

    warp: Warp
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
    if factor > STRAIGHTENING.least_shrinking:
        return pixels
    return shrink(pixels, width * factor, height * factor)


def _whiten(pixels: Pixels, scale: float) -> tuple[Pixels, Flags, Pixels | None]:
    """Return the grey of a picture with its paper white, where coloured ink was lifted, the paper's shape."""
    even, paper = even_light(pixels, scale)
    if even.ndim == 3 and has_colours(even):  # noqa: PLR2004 - colours
        grey, lifted = lift_colours(even, scale)
    else:
        grey = make_grey(even)
        lifted = np.zeros(grey.shape, np.bool_)
    lift_streaks(grey, lifted, scale)
    even_creases(grey, scale)
    return stretch_contrast(grey), lifted, paper


def _frame_page(image: PageImage, projection: Projection, bend: Bend | None, paper: Pixels | None) -> _Frame:
    """Return a frame around all of a page, or around the sheet of paper that lies on a desk."""
    warp = Warp(tuple(float(number) for number in projection.matrix.ravel()), bend)
    corners = np.array([[0, 0], [image.width, 0], [0, image.height], [image.width, image.height]], float)
    share = 1.0 if paper is None else float(np.count_nonzero(paper)) / paper.size
    if paper is not None and share < STRAIGHTENING.photo_paper_share:
        outline = cv2.convexHull(cv2.findNonZero(paper)).reshape(-1, 2).astype(np.float64)
        outline *= [image.width / paper.shape[1], image.height / paper.shape[0]]
        return _frame_points(projection, warp, outline, STRAIGHTENING.paper_length_pt)
    if bend or not projection.is_flat or abs(projection.tilt_deg) > STRAIGHTENING.kept_size_deg:
        return _frame_points(projection, warp, corners, None)
    if abs(projection.tilt_deg) < STRAIGHTENING.least_tilt_deg:
        return _Frame(Warp(UNMOVED), image.width, image.height)
    return _Frame(warp, image.width, image.height)


def _frame_points(projection: Projection, warp: Warp, points: Floats, length: float | None) -> _Frame:
    """Return the frame around points (n, 2) of the picture; its longer side is given a length in points."""
    placed = project(points, invert(projection.matrix))
    if warp.bend is not None:
        placed = unbend(placed, warp.bend)
    left, top = placed.min(axis=0)
    width, height = placed.max(axis=0) - placed.min(axis=0)
    zoom = length / max(width, height) if length else 1.0
    moved = np.array([[1 / zoom, 0, left], [0, 1 / zoom, top], [0, 0, 1]])
    return _Frame(lead_from(warp, moved), float(width * zoom), float(height * zoom), float(zoom))


def _resample(image: PageImage, grey: Pixels, lifted: Flags, scale: float, frame: _Frame) -> FlatSheet:
    """Return the sheet, each of its pixels taken once from the picture."""
    fine = scale / frame.zoom
    size = max(1, round(frame.width * fine)), max(1, round(frame.height * fine))
    to_sheet = np.array([[1 / fine, 0, 0.5 / fine], [0, 1 / fine, 0.5 / fine], [0, 0, 1]])  # a pixel's middle
    to_pixels = np.array([[scale, 0, -0.5], [0, scale, -0.5], [0, 0, 1]])
    matrix = to_pixels @ np.array(frame.warp.matrix).reshape(3, 3)
    take: Callable[[Pixels, int, int], Pixels]
    if frame.warp.bend is None:
        take = partial(_take_projected, matrix @ to_sheet, size)
    else:
        take = partial(_take_bent, _list_places(frame.warp.bend, matrix, to_sheet, size))
    flat = take(grey, cv2.INTER_CUBIC, WHITE)
    mask = np.zeros(flat.shape, np.bool_)
    if lifted.any():
        mask = take(lifted.astype(np.uint8), cv2.INTER_NEAREST, 0).astype(np.bool_)
    return _make_sheet(image, flat, mask, fine, frame)


_PixelPlaces = tuple[NDArray[np.float32], NDArray[np.float32]]


def _list_places(bend: Bend, matrix: Floats, to_sheet: Floats, size: tuple[int, int]) -> _PixelPlaces:
    """Return for each pixel of the sheet the pixel of the picture that it is taken from, as x and y.

    They are found on a mesh, as bends are smooth, and are in between what they are around.
    """
    step = STRAIGHTENING.mesh_px
    columns, rows = -(-size[0] // step) + 1, -(-size[1] // step) + 1
    ys, xs = np.mgrid[0:rows, 0:columns].astype(np.float64) * step
    knots = project(
        np.stack([xs.ravel(), ys.ravel()], axis=1), np.array(bend.before).reshape(3, 3) @ to_sheet
    )
    places = project(bend_points(knots, bend), matrix).astype(np.float32).reshape(rows, columns, 2)
    across = np.arange(size[0], dtype=np.float32) / step
    down = np.arange(size[1], dtype=np.float32) / step
    where_x, where_y = np.meshgrid(across, down)
    x, y = (
        cv2.remap(np.ascontiguousarray(places[:, :, axis]), where_x, where_y, cv2.INTER_LINEAR)
        for axis in (0, 1)
    )
    return x.astype(np.float32), y.astype(np.float32)


def _take_bent(places: _PixelPlaces, pixels: Pixels, how: int, beyond: int) -> Pixels:
    return cast("Pixels", cv2.remap(pixels, *places, how, borderValue=beyond))


def _take_projected(backward: Floats, size: tuple[int, int], pixels: Pixels, how: int, beyond: int) -> Pixels:
    flags = how | cv2.WARP_INVERSE_MAP
    warped = cv2.warpPerspective(pixels, backward, size, flags=flags, borderValue=beyond)
    return cast("Pixels", warped)


def _make_sheet(image: PageImage, grey: Pixels, lifted: Flags, scale: float, frame: _Frame) -> FlatSheet:
    return FlatSheet(
        number=image.number,
        grey=grey,
        lifted=lifted,
        scale=scale,
        width=frame.width,
        height=frame.height,
        warp=frame.warp,
    )
