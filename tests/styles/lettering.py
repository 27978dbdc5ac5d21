"""How texts are written into a file: the fonts that producers make, and each character's code in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from styles.boxes import box_font

Fonts = Literal["mapped", "not embedded", "type 3", "no unicode", "private"]
Code = tuple[int, str]  # the font's number from 0, and the code in hexadecimal
UPRIGHT = (1.0, 0.0, 0.0, 1.0)
CLOCKWISE = (0.0, -1.0, 1.0, 0.0)
COUNTER_CLOCKWISE = (0.0, 1.0, -1.0, 0.0)
_PER_TYPE_3 = 100  # Chromium makes many small ones
_INFO = "/CIDSystemInfo << /Registry (Adobe) /Ordering (%s) /Supplement %d >>"


@dataclass(frozen=True, slots=True)
class Letters:
    """The codes of all characters in a file; ``meant`` tells what the file says a character is, where that is another."""

    fonts: Fonts
    codes: Mapping[str, Code]
    meant: Mapping[str, str] = field(default_factory=dict)

    def show(
        self, text: str, x: float, y: float, size: float = 9.0, matrix: Sequence[float] = UPRIGHT
    ) -> str:
        """Write a text from a point of page space."""
        parts, last = [], None
        for char in text:
            font, code = self.codes[char]
            parts += [f"> Tj /F{font} {size} Tf <" * (last is not None), code] if font != last else [code]
            last = font
        first = self.codes[text[0]][0]
        turn = " ".join(f"{number:.6g}" for number in matrix)
        return f"BT /F{first} {size} Tf {turn} {x:.2f} {y:.2f} Tm <{''.join(parts)}> Tj ET\n"


def letters(chars: Iterable[str], fonts: Fonts, meant: Mapping[str, str] | None = None) -> Letters:
    """Give each character its code in fonts of a kind."""
    return Letters(
        fonts, {char: _code(fonts, char, place) for place, char in enumerate(sorted(set(chars)))}, meant or {}
    )


def _code(fonts: Fonts, char: str, place: int) -> Code:
    if fonts == "not embedded":
        return 0, char.encode("utf-16-be").hex()
    if fonts == "type 3":
        return place // _PER_TYPE_3, f"{place % _PER_TYPE_3 + 1:02x}"
    return 0, f"{place + 3:04x}"


def font_objects(written: Letters, first: int) -> list[list[str]]:
    """Give each font's objects; they are numbered from ``first``, and a font's own object comes before the others."""
    if written.fonts == "not embedded":
        return [[_STSONG]]
    count = 1 + max(font for font, _ in written.codes.values())
    made: list[list[str]] = []
    for font in range(count):
        number = first + sum(map(len, made))
        codes = {char: code for char, (of, code) in written.codes.items() if of == font}
        made.append(
            _type_3(written, codes, number)
            if written.fonts == "type 3"
            else _identity(written, codes, number)
        )
    return made


def _identity(written: Letters, codes: Mapping[str, str], number: int) -> list[str]:
    widths = " ".join(f"{int(code, 16)} [{_width(char)}]" for char, code in codes.items())
    to_unicode = f" /ToUnicode {number + 1} 0 R" if written.fonts != "no unicode" else ""
    font = (
        f"<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+SimSun /Encoding /Identity-H{to_unicode} /DescendantFonts [<< /Type /Font"
        f" /Subtype /CIDFontType2 /BaseFont /AAAAAA+SimSun {_INFO % ('Identity', 0)} /CIDToGIDMap /Identity /DW 1000 /W [{widths}]"
        " /FontDescriptor << /Type /FontDescriptor /FontName /AAAAAA+SimSun /Flags 4 /FontBBox [-8 -145 1000 859] /ItalicAngle 0"
        f" /Ascent 859 /Descent -141 /CapHeight 683 /StemV 44 /FontFile2 {number + 2} 0 R >> >>] >>"
    )
    program = box_font(3 + len(codes)).hex() + ">"
    return [font, stream("", _map(written, codes, 4)), stream("/Filter /ASCIIHexDecode", program)]


def _type_3(written: Letters, codes: Mapping[str, str], number: int) -> list[str]:
    names = {code: f"g{code}" for code in codes.values()}
    procs = " ".join(f"/{name} {number + 2 + place} 0 R" for place, name in enumerate(names.values()))
    differences = " ".join(f"{int(code, 16)} /{name}" for code, name in names.items())
    widths = " ".join(str(_width(char)) for char in codes)
    font = (
        "<< /Type /Font /Subtype /Type3 /FontMatrix [0.001 0 0 0.001 0 0] /FontBBox [0 -141 1000 859] /FirstChar 1"
        f" /LastChar {len(codes)} /Widths [{widths}] /Encoding << /Type /Encoding /Differences [{differences}] >>"
        f" /CharProcs << {procs} >> /Resources << >> /ToUnicode {number + 1} 0 R >>"
    )
    glyphs = [
        stream("", f"{_width(char)} 0 50 0 {_width(char) - 50} 800 d1 50 0 {_width(char) - 100} 800 re f")
        for char in codes
    ]
    return [font, stream("", _map(written, codes, 2)), *glyphs]


def _map(written: Letters, codes: Mapping[str, str], digits: int) -> str:
    """Write the map from codes to Unicode; a private one says nothing that a reader can use."""
    private = written.fonts == "private"
    pairs = [
        f"<{code}> <{0xE000 + int(code, 16):04x}>"
        if private
        else f"<{code}> <{written.meant.get(char, char).encode('utf-16-be').hex()}>"
        for char, code in codes.items()
    ]
    blocks = "".join(
        f"{len(pairs[at : at + 100])} beginbfchar {' '.join(pairs[at : at + 100])} endbfchar\n"
        for at in range(0, len(pairs), 100)
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        f"1 begincodespacerange <{'0' * digits}> <{'f' * digits}> endcodespacerange\n{blocks}endcmap end end"
    )


def _width(char: str) -> int:
    return 1000 if ord(char) > 0x2000 or char == "—" else 500


def stream(entries: str, content: str) -> str:
    """Write a stream object."""
    return f"<< {entries} /Length {len(content.encode('latin-1'))} >>\nstream\n{content}\nendstream"


_STSONG = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [<< /Type /Font"
    f" /Subtype /CIDFontType0 /BaseFont /STSong-Light {_INFO % ('GB1', 4)} /DW 1000 /W [1 95 500 814 939 500]"
    " /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0"
    " /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >>] >>"
)
