"""Small PDFs written by hand, for tests: content streams in, a file's bytes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

A4 = (0, 0, 595, 842)
_CHINESE_FONT = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [<< /Type /Font"
    " /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >>"
    " /DW 1000 /W [1 [207 270 342 467 462 797 710 239 374] 814 939 500] /FontDescriptor << /Type /FontDescriptor"
    " /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880"
    " /StemV 93 >> >>] >>"
)


def pdf(
    *contents: str,
    box: Sequence[float] = A4,
    rotate: int = 0,
    forms: Mapping[str, tuple[str, str]] | None = None,
    unicode_map: str = "",
    annots: str = "",
    fonts: str = "",
    resources: str = "",
    groups: Sequence[str] = (),
    layers: str = "",
) -> bytes:
    """Write one page for each content stream. Font F1 is Helvetica, F2 a Chinese font that is not embedded (text in UTF-16BE hex).

    ``forms`` are form XObjects by name: the entries of their dictionaries and their content. ``unicode_map``
    is F1's ToUnicode, and object 5 for further ``fonts`` to name: entries of the pages' fonts; ``resources`` are further entries of the pages' resources. The first form
    is object 6, for ``annots`` to name. ``groups`` are the dictionaries of optional content, /G0, /G1 and so on
    to the pages, the first of them the object behind the forms; ``layers`` is what the catalogue says of them.
    """
    names = list(forms or {})
    first_group = 6 + len(names)
    first_page = first_group + len(groups)
    kids = " ".join(f"{first_page + 2 * index} 0 R" for index in range(len(contents)))
    xobjects = " ".join(f"/{name} {6 + index} 0 R" for index, name in enumerate(names))
    optional = " ".join(f"/G{index} {first_group + index} 0 R" for index in range(len(groups)))
    entries = resources
    resources = (
        f"/Resources << /Font << /F1 3 0 R /F2 4 0 R {fonts} >> /XObject << {xobjects} >>"
        f" /Properties << {optional} >> {entries} >>"
    )
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {layers} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica"
        + (" /ToUnicode 5 0 R >>" if unicode_map else " >>"),
        _CHINESE_FONT,
        _stream("", unicode_map),
        *(
            _stream(f"/Type /XObject /Subtype /Form {entries} {resources}", content)
            for entries, content in (forms or {}).values()
        ),
        *groups,
    ]
    for index, content in enumerate(contents):
        edges = " ".join(map(str, box))
        page = (
            f"/Type /Page /Parent 2 0 R /MediaBox [{edges}] /Rotate {rotate} {resources} /Annots [{annots}]"
        )
        objects += [f"<< {page} /Contents {first_page + 2 * index + 1} 0 R >>", _stream("", content)]
    return _file(objects)


def show(text: str, x: float, y: float, size: float = 10) -> str:
    """Write text at a point of page space."""
    return f"BT /F2 {size} Tf 1 0 0 1 {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj ET\n"


def rule(x0: float, y0: float, x1: float, y1: float) -> str:
    """Stroke a line."""
    return f"{x0} {y0} m {x1} {y1} l S\n"


def grid(xs: Sequence[float], ys: Sequence[float]) -> str:
    """Stroke all lines of a grid."""
    level = "".join(rule(xs[0], y, xs[-1], y) for y in ys)
    return level + "".join(rule(x, ys[0], x, ys[-1]) for x in xs)


def _stream(entries: str, content: str) -> str:
    return f"<< {entries} /Length {len(content.encode('latin-1'))} >>\nstream\n{content}\nendstream"


def _file(objects: Sequence[str]) -> bytes:
    data, starts = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        starts.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    trailer = f"xref\n0 {len(starts) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(starts) + 1} /Root 1 0 R >>\n"
    return data + f"{trailer}startxref\n{len(data)}\n%%EOF\n".encode("latin-1")
