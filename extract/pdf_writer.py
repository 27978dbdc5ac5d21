"""A PDF of pages whose text is placed glyph by glyph, in a font that tells of each glyph what it is."""

from __future__ import annotations

import unicodedata
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

_FIRST_GLYPH = 0x8000  # beyond what Adobe-GB1 knows: a number that it knew would be drawn as its own sign
_MOST_GLYPHS = 0x7FFF
_UNICODES_A_BLOCK = 100  # what the format allows


WIDE, NARROW = 1.0, 0.5  # em
_FIRST_WIDE_SIGN = 0x2010  # in Chinese fonts dashes, ≥ and ‰ are as wide as a character


def measure_sign(char: str) -> float:
    """Return how wide a Chinese font draws a sign, in em."""
    is_wide = unicodedata.east_asian_width(char) in "WF" or unicodedata.category(char) == "Co"
    return WIDE if is_wide or ord(char) >= _FIRST_WIDE_SIGN else NARROW


@dataclass(slots=True)
class GlyphNumbers:
    """The font of a document: each sign at each width is a glyph of its own."""

    known: dict[tuple[str, int], int] = field(default_factory=dict)

    def number(self, sign: str, width: int) -> int:
        """Return the glyph of a sign that is ``width`` thousandths of an em wide."""
        return self.known.setdefault((sign, width), _FIRST_GLYPH + min(len(self.known), _MOST_GLYPHS))


@dataclass(frozen=True, slots=True)
class PdfPicture:
    """A picture's data as PDF holds it: ``filter`` is its encoding, or none."""

    width: int
    height: int
    colours: str
    filter: str
    data: bytes


@dataclass(slots=True)
class PdfPage:
    """A page in points, what it paints, and what it names."""

    width: float
    height: float
    content: list[str] = field(default_factory=list)
    opacities: dict[int, str] = field(default_factory=dict)
    pictures: dict[str, PdfPicture] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def write_pdf(pages: Iterable[PdfPage], glyphs: GlyphNumbers) -> bytes:
    """Return the pages as a PDF without compression: it is read once and thrown away."""
    bodies: list[bytes] = [b"", b""]  # the catalogue and the pages' list come last
    contents = [_add_page(bodies, page) for page in pages]
    font = _add_font(bodies, glyphs)
    kids: list[int] = []
    for page in contents:
        bodies.append(page.replace(b"FONT", b"%d 0 R" % font))
        kids.append(len(bodies))
    bodies[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    names = b" ".join(b"%d 0 R" % kid for kid in kids)
    bodies[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (names, len(kids))
    return _join_objects(bodies)


def _add_page(bodies: list[bytes], page: PdfPage) -> bytes:
    bodies.append(_make_stream("\n".join(page.content).encode("latin-1")))
    content = len(bodies)
    states = b"".join(
        b"/%s<</ca %.3f/CA %.3f>>" % (name.encode(), alpha / 255, alpha / 255)
        for alpha, name in page.opacities.items()
    )
    pictures = b""
    for name, picture in page.pictures.items():
        bodies.append(_make_picture(picture))
        pictures += b"/%s %d 0 R" % (name.encode(), len(bodies))
    return (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.3f %.3f]/Contents %d 0 R"
        b"/Resources<</Font<</F FONT>>/ExtGState<<%s>>/XObject<<%s>>>>/Annots[%s]>>"
        % (page.width, page.height, content, states, pictures, "".join(page.notes).encode("ascii"))
    )


def _add_font(bodies: list[bytes], glyphs: GlyphNumbers) -> int:
    """Add a font without a program, drawn with the machine's own Chinese font; return its number."""
    bodies.append(_make_stream(_map_to_unicode(glyphs.known)))
    unicode_map = len(bodies)
    widths = b" ".join(b"%d[%d]" % (number, width) for (_, width), number in glyphs.known.items())
    bodies.append(
        b"<</Type/FontDescriptor/FontName/SimSun/Flags 4/FontBBox[0 -141 1000 859]/ItalicAngle 0"
        b"/Ascent 859/Descent -141/CapHeight 683/StemV 80>>"
    )
    descriptor = len(bodies)
    bodies.append(
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/SimSun/DW 1000/W[%s]/FontDescriptor %d 0 R"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>" % (widths, descriptor)
    )
    bodies.append(
        b"<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/Identity-H/DescendantFonts[%d 0 R]"
        b"/ToUnicode %d 0 R>>" % (len(bodies), unicode_map)
    )
    return len(bodies)


def _map_to_unicode(known: Mapping[tuple[str, int], int]) -> bytes:
    pairs = [
        b"<%04X> <%s>" % (number, sign.encode("utf-16-be", "replace").hex().upper().encode())
        for (sign, _), number in known.items()
    ]
    blocks = [
        b"%d beginbfchar\n%s\nendbfchar" % (len(block), b"\n".join(block))
        for block in (pairs[at : at + _UNICODES_A_BLOCK] for at in range(0, len(pairs), _UNICODES_A_BLOCK))
    ]
    return (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n%s\nendcmap end end" % b"\n".join(blocks)
    )


def _make_picture(picture: PdfPicture) -> bytes:
    header = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/%s" % (
        picture.width,
        picture.height,
        picture.colours.encode(),
    )
    if picture.filter:
        header += b"/Filter/%s" % picture.filter.encode()
    return _make_stream(picture.data, header)


def pack_pixels(data: bytes) -> bytes:
    """Return pixels as ``FlateDecode`` reads them."""
    return zlib.compress(data, 1)


def _make_stream(data: bytes, header: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (header, len(data), data)


def _join_objects(bodies: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places: list[int] = []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(bodies) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, start)
    return bytes(out)
