"""The pictures of an OFD as PDF holds them."""

from __future__ import annotations

import io

from PIL import Image, UnidentifiedImageError

from extract.pdf_writer import PdfPicture, pack_pixels

_JBIG2 = ("jb2", "jbig2")
_MOST_PIXELS = 60_000_000  # an A4 page at 600 dpi has 35 million
_COLOURS = {"L": "DeviceGray", "RGB": "DeviceRGB"}


def is_jbig2(format_: str, part: str) -> bool:
    """Tell whether a picture is of a kind that nothing here decodes."""
    return format_.lower() in _JBIG2 or part.lower().endswith(_JBIG2)


def stand_for_picture() -> PdfPicture:
    """Return a grey spot that takes a picture's place where only its size matters."""
    return PdfPicture(1, 1, "DeviceGray", "", b"\x80")


def read_picture(data: bytes) -> PdfPicture | None:
    """Return a picture, None where it cannot be decoded or is too large."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > _MOST_PIXELS:
                return None
            if image.format == "JPEG" and image.mode in _COLOURS:
                return PdfPicture(image.width, image.height, _COLOURS[image.mode], "DCTDecode", data)
            shown = image.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError, SyntaxError):
        return None
    paper = Image.new("RGBA", shown.size, "white")
    plain = Image.alpha_composite(paper, shown).convert("RGB")
    return PdfPicture(plain.width, plain.height, "DeviceRGB", "FlateDecode", pack_pixels(plain.tobytes()))
