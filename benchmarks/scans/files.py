"""The files that scanners and cameras write: PDFs of pictures, fax pages, picture files."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

import cv2
import numpy as np
import pypdfium2
from PIL import Image

from scans.picture import INCH, Picture, Pixels

FAX_DPI = (204, 196)
JPEG_QUALITY = 80
MISREAD = 0.06  # share of the digits of a text layer that are wrong
DARK = 128


@dataclass(frozen=True, slots=True)
class PageFile:
    """The file's bytes and ending."""

    data: bytes
    ending: str


@dataclass(frozen=True, slots=True)
class _Encoded:
    filter: str
    colours: str
    bits: int
    data: bytes
    extra: str = ""


Words = Sequence[tuple[float, float, str]]
"""The left end and base of each text in pixels of its page, and the text."""


def write_file(kind: str, pictures: Sequence[Picture], words: Sequence[Words], chance: Random) -> PageFile:
    """Write the pages as a file of this kind; ``words`` are what stands on each."""
    return WRITERS[kind](pictures, words, chance)


def _as_image(picture: Picture) -> Image.Image:
    return Image.fromarray(picture.pixels)


def _is_dark(pixels: Pixels) -> np.ndarray:
    return pixels.min(axis=2) < DARK


def _encode_jpeg(picture: Picture, quality: int = JPEG_QUALITY) -> _Encoded:
    held = io.BytesIO()
    image = _as_image(picture)
    is_grey = bool(np.ptp(picture.pixels.astype(int), axis=2).max() == 0)
    image.convert("L" if is_grey else "RGB").save(held, "JPEG", quality=quality)
    return _Encoded("/DCTDecode", "/DeviceGray" if is_grey else "/DeviceRGB", 8, held.getvalue())


def _encode_flate(picture: Picture) -> _Encoded:
    return _Encoded("/FlateDecode", "/DeviceRGB", 8, zlib.compress(picture.pixels.tobytes(), 6))


def _fax_lines(picture: Picture) -> bytes:
    """Return the picture in one strip of group 4. What Pillow writes as black are the light dots: it is turned round."""
    held = io.BytesIO()
    height, width = picture.pixels.shape[:2]
    image = Image.fromarray(np.where(_is_dark(picture.pixels), 255, 0).astype(np.uint8)).convert("1")
    image.save(held, "TIFF", compression="group4", strip_size=(width // 8 + 1) * height)
    with Image.open(io.BytesIO(held.getvalue())) as told:
        start, length = told.tag_v2[273][0], told.tag_v2[279][0]
    return held.getvalue()[start : start + length]


def _encode_fax(picture: Picture) -> _Encoded:
    height, width = picture.pixels.shape[:2]
    extra = f"/DecodeParms<</K -1/Columns {width}/Rows {height}>>"
    return _Encoded("/CCITTFaxDecode", "/DeviceGray", 1, _fax_lines(picture), extra)


def _encode_jbig2(picture: Picture) -> _Encoded:
    """One region that is coded as a fax page is, which JBIG2 allows."""
    height, width = picture.pixels.shape[:2]
    size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    page = size + bytes(8) + bytes(3)
    region = size + bytes(8) + b"\0" + b"\1" + _fax_lines(picture)
    segments = [(0, 48, page), (1, 38, region)]
    data = b"".join(
        number.to_bytes(4, "big") + bytes([kind, 0, 1]) + len(body).to_bytes(4, "big") + body
        for number, kind, body in segments
    )
    return _Encoded("/JBIG2Decode", "/DeviceGray", 1, data)


def _encode_jpeg2000(picture: Picture) -> _Encoded:
    held = io.BytesIO()
    _as_image(picture).save(held, "JPEG2000", quality_mode="rates", quality_layers=[12])
    return _Encoded("/JPXDecode", "/DeviceRGB", 8, held.getvalue())


def _write_pdf(
    encode: Callable[[Picture], _Encoded], pictures: Sequence[Picture], layers: Sequence[str] = ()
) -> PageFile:
    bodies: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    font = b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>"
    info = b"<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
    bodies += [
        font,
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/FontDescriptor 5 0 R/CIDSystemInfo"
        + info
        + b">>",
        (
            b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0"
            b"/Ascent 880/Descent -120/CapHeight 880/StemV 93>>"
        ),
    ]
    kids = []
    for at, picture in enumerate(pictures):
        height, width = picture.pixels.shape[:2]
        one = encode(picture)
        across, down = width * INCH / picture.dpi, height * INCH / picture.dpi
        head = f"/Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace {one.colours}"
        head += f"/BitsPerComponent {one.bits}/Filter {one.filter}{one.extra}"
        bodies.append(_stream(head, one.data))
        image = len(bodies)
        layer = layers[at] if layers else ""
        content = f"q {across:.3f} 0 0 {down:.3f} 0 0 cm /I Do Q {layer}"
        bodies.append(_stream("", content.encode("latin-1")))
        bodies.append(
            (
                f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {across:.3f} {down:.3f}]/Contents {len(bodies)} 0 R"
                f"/Resources<</XObject<</I {image} 0 R>>/Font<</F 3 0 R>>>>>>"
            ).encode()
        )
        kids.append(len(bodies))
    bodies[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(f'{kid} 0 R' for kid in kids)}]>>".encode()
    return PageFile(_join(bodies), ".pdf")


def _stream(head: str, data: bytes) -> bytes:
    return f"<<{head}/Length {len(data)}>>stream\n".encode() + data + b"\nendstream"


def _join(bodies: Sequence[bytes]) -> bytes:
    data = b"%PDF-1.6\n"
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(data))
        data += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(bodies) + 1, len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1) + table + end


def _write_searchable(pictures: Sequence[Picture], words: Sequence[Words], chance: Random) -> PageFile:
    layers = []
    for picture, told in zip(pictures, words, strict=True):
        scale = INCH / picture.dpi
        height = picture.pixels.shape[0]
        shown = []
        for x, y, text in told:
            code = _misread(text, chance).encode("utf-16-be").hex()
            shown.append(f"1 0 0 1 {x * scale:.2f} {(height - y) * scale:.2f} Tm <{code}> Tj")
        layers.append(f"BT 3 Tr /F 9 Tf {' '.join(shown)} ET")
    return _write_pdf(_encode_jpeg, pictures, layers)


def _misread(text: str, chance: Random) -> str:
    read = [chance.choice("0123456789") if c.isdigit() and chance.random() < MISREAD else c for c in text]
    return "".join(read)


def _write_tiff(pictures: Sequence[Picture], *_: object) -> PageFile:
    held = io.BytesIO()
    first, *others = [_as_bilevel(picture) for picture in pictures]
    dpi = (pictures[0].dpi, pictures[0].dpi)
    first.save(held, "TIFF", compression="group4", save_all=True, append_images=others, dpi=dpi)
    return PageFile(held.getvalue(), ".tif")


def _as_bilevel(picture: Picture) -> Image.Image:
    return Image.fromarray(np.where(_is_dark(picture.pixels), 0, 255).astype(np.uint8)).convert("1")


def _write_fax(pictures: Sequence[Picture], *_: object) -> PageFile:
    """Write pages of 204 by 196 dots an inch, black where Otsu says, as fax machines send them."""
    held = io.BytesIO()
    images = []
    for picture in pictures:
        image = Image.fromarray(picture.pixels).convert("L")
        size = [round(side * dots / picture.dpi) for side, dots in zip(image.size, FAX_DPI, strict=True)]
        grey = np.asarray(image.resize((size[0], size[1])))
        level, _ink = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
        images.append(Image.fromarray(np.where(grey > level, 255, 0).astype(np.uint8)).convert("1"))
    held_how = {"compression": "group4", "save_all": True, "append_images": images[1:], "dpi": FAX_DPI}
    images[0].save(held, "TIFF", **held_how)
    return PageFile(held.getvalue(), ".tif")


def _write_picture(form: str, mode: str = "RGB", **how: object) -> Callable[..., PageFile]:
    def write(pictures: Sequence[Picture], *_: object) -> PageFile:
        held = io.BytesIO()
        dots = pictures[0].dpi
        _as_image(pictures[0]).convert(mode).save(held, form, dpi=(dots, dots), **how)
        return PageFile(held.getvalue(), f".{form.lower().replace('jpeg', 'jpg')}")

    return write


def _write_turned(pictures: Sequence[Picture], *_: object) -> PageFile:
    """Write a camera's picture that lies on its side and says so."""
    held = io.BytesIO()
    exif = Image.Exif()
    exif[274] = 6
    turned = Image.fromarray(np.ascontiguousarray(np.rot90(pictures[0].pixels)))
    turned.save(held, "JPEG", quality=JPEG_QUALITY, exif=exif)
    return PageFile(held.getvalue(), ".jpg")


def mix_pages(digital: bytes, scanned: PageFile, at: int) -> PageFile:
    """Return the digital file with page ``at`` taken from the scanned one."""
    mixed, other = pypdfium2.PdfDocument(digital), pypdfium2.PdfDocument(scanned.data)
    mixed.import_pages(other, [at], index=at)
    mixed.del_page(at + 1)
    held = io.BytesIO()
    mixed.save(held)
    mixed.close()
    other.close()
    return PageFile(held.getvalue(), ".pdf")


def _write_spread(pictures: Sequence[Picture], *_: object) -> PageFile:
    """Write two pages of a book in one picture, darker where they meet."""
    return _write_pdf(_encode_jpeg, [lay_side_by_side(pictures)])


def lay_side_by_side(pictures: Sequence[Picture]) -> Picture:
    """Return the first two pages side by side, with the shadow of the book's back between them."""
    height = min(picture.pixels.shape[0] for picture in pictures)
    pixels = np.hstack([picture.pixels[:height] for picture in pictures[:2]]).astype(float)
    distance = np.abs(np.arange(pixels.shape[1]) - pictures[0].pixels.shape[1]) / pictures[0].dpi
    pixels *= (1 - 0.6 * np.exp(-((distance / 0.15) ** 2)))[None, :, None]
    return pictures[0].with_pixels(pixels)


WRITERS: dict[str, Callable[..., PageFile]] = {
    "jpeg": lambda pictures, *_: _write_pdf(_encode_jpeg, pictures),
    "jpeg40": lambda pictures, *_: _write_pdf(lambda one: _encode_jpeg(one, 40), pictures),
    "jpeg60": lambda pictures, *_: _write_pdf(lambda one: _encode_jpeg(one, 60), pictures),
    "flate": lambda pictures, *_: _write_pdf(_encode_flate, pictures),
    "fax": lambda pictures, *_: _write_pdf(_encode_fax, pictures),
    "mixed": lambda pictures, *_: _write_pdf(_encode_jpeg, pictures),
    "jbig2": lambda pictures, *_: _write_pdf(_encode_jbig2, pictures),
    "jpeg2000": lambda pictures, *_: _write_pdf(_encode_jpeg2000, pictures),
    "searchable": _write_searchable,
    "spread": _write_spread,
    "tiff": _write_tiff,
    "fax tiff": _write_fax,
    "png": _write_picture("PNG"),
    "photo": _write_picture("JPEG", quality=JPEG_QUALITY),
    "cmyk": _write_picture("JPEG", "CMYK", quality=90),
    "turned photo": _write_turned,
}
"""By name. Those of ``ONE_PAGE`` hold the first page only."""

ONE_PAGE = frozenset({"png", "photo", "cmyk", "turned photo"})
