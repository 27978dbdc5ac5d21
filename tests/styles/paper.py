"""A file written by hand: its pages, each with boxes of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from styles.lettering import Letters, font_objects, stream

A4 = (0.0, 0.0, 595.0, 842.0)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its content, its boxes and by how much it is turned; a form of matrix ``form`` draws the content where it is set."""

    content: str
    box: Sequence[float] = A4
    crop: Sequence[float] | None = None
    rotate: int = 0
    form: str = ""


def pdf(sheets: Sequence[Sheet], letters: Letters) -> bytes:
    """Write the pages; graphics state /Gone is wholly transparent, /Pale half so."""
    fonts = font_objects(letters, 3)
    starts = [3 + sum(map(len, fonts[:place])) for place in range(len(fonts))]
    first = 3 + sum(map(len, fonts))
    names = " ".join(f"/F{place} {number} 0 R" for place, number in enumerate(starts))
    states = "/ExtGState << /Gone << /ca 0 /CA 0 >> /Pale << /ca 0.4 /CA 0.4 >> >>"
    resources = f"/Font << {names} >> {states}"
    kids = " ".join(f"{first + 3 * place} 0 R" for place in range(len(sheets)))
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {len(sheets)} >>"]
    objects += [body for font in fonts for body in font]
    for place, sheet in enumerate(sheets):
        objects += _page(sheet, first + 3 * place, resources)
    return _file(objects)


def _page(sheet: Sheet, number: int, resources: str) -> list[str]:
    crop = f" /CropBox [{_numbers(sheet.crop)}]" if sheet.crop else ""
    page = (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [{_numbers(sheet.box)}]{crop} /Rotate {sheet.rotate} /Contents {number + 1} 0 R"
        f" /Resources << {resources} /XObject << /X {number + 2} 0 R >> >> >>"
    )
    form = f"/Type /XObject /Subtype /Form /BBox [-5000 -5000 5000 5000] /Matrix [{sheet.form}] /Resources << {resources} >>"
    if not sheet.form:
        return [page, stream("", sheet.content), stream(form.replace("/Matrix []", ""), "")]
    return [page, stream("", "q 0.5 0 0 0.5 0 0 cm /X Do Q"), stream(form, sheet.content)]


def _numbers(values: Sequence[float]) -> str:
    return " ".join(f"{value:g}" for value in values)


def _file(objects: Sequence[str]) -> bytes:
    data, starts = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        starts.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    trailer = f"xref\n0 {len(starts) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(starts) + 1} /Root 1 0 R >>\n"
    return data + f"{trailer}startxref\n{len(data)}\n%%EOF\n".encode("latin-1")
