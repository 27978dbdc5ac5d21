"""Picture files: each frame is a page."""

from __future__ import annotations

import io
import warnings
import zlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from struct import error as StructError  # noqa: N812 - it is named as a module's variable

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from extract.errors import BrokenPicture, PictureTooLarge, check_page_count
from extract.grid import Page
from extract.pdf_writer import GlyphNumbers, PdfPage, PdfPicture, pack_pixels, write_pdf
from extract.scan.images import PageImage, Pixels
from extract.scan.settings import SCAN

_POINTS_AN_INCH = 72
_FORMATS = ("PNG", "JPEG", "TIFF", "GIF", "BMP", "WEBP", "JPEG2000")
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, OverflowError, StructError, zlib.error, KeyError)
_GREY_MODES = frozenset({"1", "L", "LA", "I", "I;16", "I;16B", "F"})
_DEEP_MODES = frozenset({"I", "I;16", "I;16B", "F"})


def list_blank_pages(files: Sequence[bytes], max_pages: int) -> Iterator[Page]:
    """Yield each frame of some picture files as a page of which nothing was recognised yet.

    Raises ``Unreadable``.
    """
    number = 0
    for data in files:
        with _open(data) as picture:
            count = _count_frames(picture)
            check_page_count(number + count, max_pages)
            for at in range(count):
                picture.seek(at)
                number += 1
                yield Page(number, *_measure_frame(picture), (), (), images=1, picture_share=1.0)


def read_page(files: Sequence[bytes], number: int) -> PageImage:
    """Return a frame of some picture files, counted from 1 over all; raises ``Unreadable``."""
    before = 0
    for data in files:
        with _open(data) as picture:
            count = _count_frames(picture)
        if number <= before + count:
            return replace(read_frame(data, number - before), number=number)
        before += count
    raise BrokenPicture


def _count_frames(picture: Image.Image) -> int:
    return int(getattr(picture, "n_frames", 1))


def read_frame(data: bytes, number: int) -> PageImage:
    """Return a frame, from 1, upright as its camera says, no finer than is read; raises ``Unreadable``."""
    with _open(data) as picture:
        picture.seek(number - 1)
        width, height = _measure_frame(picture)
        pixels = _take_pixels(picture)
    size = _choose_size(pixels, width, height)
    if size != pixels.shape[1::-1]:
        is_smaller = size[0] * size[1] < pixels.shape[0] * pixels.shape[1]
        how = cv2.INTER_AREA if is_smaller else cv2.INTER_CUBIC
        pixels = np.asarray(cv2.resize(pixels, size, interpolation=how), np.uint8)
    return PageImage(number, pixels, width, height)


def convert_to_pdf(files: Sequence[bytes], shown: Collection[int]) -> bytes:
    """Return a PDF with the frames as pages; those of the numbers ``shown`` are painted, others are blank.

    Raises ``Unreadable``.
    """
    pages: list[PdfPage] = []
    for blank in list_blank_pages(files, SCAN.most_frames):
        page = PdfPage(blank.width, blank.height)
        if blank.number in shown:
            pixels = read_page(files, blank.number).pixels
            page.pictures["P"] = _make_picture(pixels)
            page.content.append(f"q {blank.width:.3f} 0 0 {blank.height:.3f} 0 0 cm /P Do Q")
        pages.append(page)
    return write_pdf(pages, GlyphNumbers())


def _make_picture(pixels: Pixels) -> PdfPicture:
    height, width = pixels.shape[:2]
    colours = "DeviceGray" if pixels.ndim == 2 else "DeviceRGB"  # noqa: PLR2004
    return PdfPicture(width, height, colours, "FlateDecode", pack_pixels(pixels.tobytes()))


@contextmanager
def _open(data: bytes) -> Iterator[Image.Image]:
    """Open a picture and decode what the block asks for; whatever is wrong with it is told in our words."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's own limit warns: ours refuses
            picture = Image.open(io.BytesIO(data), formats=_FORMATS)
            if picture.width * picture.height > SCAN.most_decoded_pixels:
                raise _make_too_large()
            yield picture
    except Image.DecompressionBombError as error:  # Pillow's own limit is about ours
        raise _make_too_large() from error
    except (UnidentifiedImageError, *_BROKEN) as error:
        raise BrokenPicture from error


def _make_too_large() -> PictureTooLarge:
    return PictureTooLarge(most=SCAN.most_decoded_pixels // 1_000_000)


def _measure_frame(picture: Image.Image) -> tuple[float, float]:
    """Return a frame's width and height in points, upright as its camera says."""
    told = _read_resolution(picture)
    if told is None:
        scale = SCAN.longest_side_pt / max(picture.size)
        sides = picture.width * scale, picture.height * scale
    else:
        sides = (
            picture.width * _POINTS_AN_INCH / told[0],
            picture.height * _POINTS_AN_INCH / told[1],
        )
    return sides[::-1] if _is_on_its_side(picture) else sides


def _read_resolution(picture: Image.Image) -> tuple[float, float] | None:
    """Return the pixels an inch that a picture tells across and down; None where it tells none to believe.

    Cameras and screens tell 72 or 96 of whatever size.
    """
    told = picture.info.get("dpi")
    if not told:
        return None
    across, down = (float(value) for value in told)
    if not SCAN.least_told_dpi < min(across, down) <= max(across, down) < SCAN.most_told_dpi:
        return None
    longest = max(picture.width / across, picture.height / down) * _POINTS_AN_INCH
    return (across, down) if longest <= SCAN.longest_believed_pt else None


_EXIF_TURN = 0x0112
_ON_ITS_SIDE = frozenset({5, 6, 7, 8})


def _is_on_its_side(picture: Image.Image) -> bool:
    return picture.getexif().get(_EXIF_TURN) in _ON_ITS_SIDE


def _choose_size(pixels: Pixels, width: float, height: float) -> tuple[int, int]:
    """Return the pixels across and down at which a page of some points is read: alike both ways, not too fine."""
    down, across = pixels.shape[:2]
    finest = max(across / width, down / height)
    most = min(SCAN.most_dpi / _POINTS_AN_INCH, (SCAN.most_pixels / (width * height)) ** 0.5)
    scale = min(finest, most)
    return max(round(width * scale), 1), max(round(height * scale), 1)


def _take_pixels(picture: Image.Image) -> Pixels:
    """Return the pixels (h, w) of a grey picture or (h, w, 3) of one in colours, on white paper."""
    if picture.mode in _DEEP_MODES:
        return _narrow_levels(np.asarray(ImageOps.exif_transpose(picture)))
    upright = ImageOps.exif_transpose(picture)
    if "A" in upright.mode or "transparency" in upright.info:
        paper = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(paper, upright.convert("RGBA"))
    is_grey = picture.mode in _GREY_MODES
    return np.array(upright.convert("L" if is_grey else "RGB"), np.uint8)


def _narrow_levels(levels: NDArray[np.generic]) -> Pixels:
    """Return levels of 16 bits as those of 8."""
    deep = levels.astype(np.float64)
    most = 65535.0 if deep.max(initial=0.0) > 255 else 255.0  # noqa: PLR2004
    return np.asarray(np.clip(deep * (255.0 / most), 0, 255), np.uint8)
