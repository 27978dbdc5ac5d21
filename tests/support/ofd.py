"""OFD files as several programs write them, made from the glyphs and rulings of PDF pages."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from xml.sax.saxutils import escape

from extract.geometry.marks import Marks
from extract.pdfium.pages import _make_marks, read_sheets
from extract.pdfium.parts import open_parts

MM = 25.4 / 72
NAMESPACE = "http://www.ofdspec.org/2016"


@dataclass(frozen=True)
class Writer:
    """How a program writes: its namespace and prefix, paths, steps between glyphs, and rulings."""

    namespace: str = NAMESPACE
    prefix: str = "ofd:"
    absolute: bool = False
    steps: str = "plain"  # plain, grouped, each (one text object a glyph)
    rulings: str = "stroked"  # stroked, filled, lines (all in one path)
    matrix: bool = False  # text by a CTM, as converters write it
    template: bool = False  # rulings stand in a template
    blocks: bool = False  # objects stand in nested blocks


WRITERS = {
    "plain": Writer(),
    "old namespace, grouped steps": Writer("http://www.ofdspec.org", steps="grouped"),
    "default prefix, filled rulings": Writer(prefix="", rulings="filled", absolute=True),
    "a text object a glyph": Writer(steps="each", rulings="lines"),
    "matrices and blocks": Writer(matrix=True, blocks=True, rulings="lines"),
    "rulings in a template": Writer(template=True),
    "a prefix without a namespace": Writer(namespace=""),
}


def make_ofd(
    pages: Sequence[str],
    *,
    size: tuple[float, float] = (210, 297),
    root: str = "",
    annotations: str = "",
    **parts: str,
) -> bytes:
    """Pack pages, each the XML of its layers' objects, as a file; sizes in mm."""
    return pack_pages(
        [PageXml(body, size) for body in pages], Writer(), root=root, annotations=annotations, parts=parts
    )


@dataclass(frozen=True)
class PageXml:
    body: str
    size: tuple[float, float]
    template: str = ""


@dataclass
class _Names:
    writer: Writer
    serial: int = field(default=10)

    def mark(self, name: str, attributes: str = "", inside: str | None = None) -> str:
        full = f"{self.writer.prefix}{name}"
        blank = f" {attributes}" if attributes else ""
        return f"<{full}{blank}/>" if inside is None else f"<{full}{blank}>{inside}</{full}>"

    def number(self) -> str:
        self.serial += 1
        return f'ID="{self.serial}"'


def write_ofd(pdf: bytes, writer: Writer) -> bytes:
    """Write the pages of a PDF as an OFD."""
    pages: list[PageXml] = []
    for marks in list_marks(pdf):
        names = _Names(writer)
        rulings, texts = "".join(_write_rulings(names, marks)), "".join(_write_texts(names, marks))
        size = (marks.width * MM, marks.height * MM)
        if writer.template:
            pages.append(PageXml(texts, size, rulings))
        elif writer.blocks:
            inner = names.mark("PageBlock", names.number(), names.mark("PageBlock", names.number(), texts))
            pages.append(PageXml(rulings + inner, size))
        else:
            pages.append(PageXml(rulings + texts, size))
    return pack_pages(pages, writer)


def list_marks(pdf: bytes) -> Iterator[Marks]:
    """Yield what each page of a PDF draws."""
    for part in open_parts(pdf, 100, None):
        for sheets in read_sheets(part):
            yield from _make_marks(sheets)


def pack_pages(
    pages: Sequence[PageXml],
    writer: Writer,
    *,
    root: str = "",
    annotations: str = "",
    parts: dict[str, str] | None = None,
) -> bytes:
    names = _Names(writer)
    space = (
        f'xmlns{":" + writer.prefix[:-1] if writer.prefix else ""}="{writer.namespace}"'
        if writer.namespace
        else ""
    )
    slash = "/Doc_0/" if writer.absolute else ""
    files: dict[str, str] = dict(parts or {})
    listed, templates = "", ""
    for at, page in enumerate(pages):
        box = names.mark(
            "Area", "", names.mark("PhysicalBox", "", f"0 0 {page.size[0]:.3f} {page.size[1]:.3f}")
        )
        used = ""
        if page.template:
            used = names.mark("Template", f'TemplateID="{900 + at}" ZOrder="Background"')
            location = f"{slash}Tpls/Tpl_{at}/Content.xml"
            templates += names.mark("TemplatePage", f'ID="{900 + at}" BaseLoc="{location}"')
            files[f"Doc_0/Tpls/Tpl_{at}/Content.xml"] = _page_xml(names, space, "", page.template)
        files[f"Doc_0/Pages/Page_{at}/Content.xml"] = _page_xml(names, space, box + used, page.body)
        listed += names.mark("Page", f'ID="{at + 1}" BaseLoc="{slash}Pages/Page_{at}/Content.xml"')
    area = names.mark("PageArea", "", names.mark("PhysicalBox", "", "0 0 210 297"))
    resource = names.mark("DocumentRes", "", f"{slash}DocumentRes.xml")
    common = names.mark("CommonData", "", names.mark("MaxUnitID", "", "9999") + area + resource + templates)
    files["Doc_0/Document.xml"] = names.mark(
        "Document", space, common + names.mark("Pages", "", listed) + annotations
    )
    files.setdefault("Doc_0/DocumentRes.xml", names.mark("Res", f'{space} BaseLoc="Res"'))
    body = names.mark(
        "DocBody", "", names.mark("DocRoot", "", f"{'/' if writer.absolute else ''}Doc_0/Document.xml") + root
    )
    files["OFD.xml"] = names.mark("OFD", f'{space} Version="1.0" DocType="OFD"', body)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(
                name, text if isinstance(text, bytes) else f'<?xml version="1.0" encoding="UTF-8"?>{text}'
            )
    return buffer.getvalue()


def _page_xml(names: _Names, space: str, before: str, body: str) -> str:
    layer = names.mark("Layer", 'ID="2" Type="Body"', body)
    return names.mark("Page", space, before + names.mark("Content", "", layer))


def _write_rulings(names: _Names, marks: Marks) -> Iterator[str]:
    boxes = (marks.rules * MM).tolist()
    if names.writer.rulings == "lines":
        data = "".join(
            f"M {line[0]:.3f} {line[1]:.3f} L {line[2]:.3f} {line[3]:.3f} " for line in map(_middle, boxes)
        )
        whole = f'Boundary="0 0 {marks.width * MM:.2f} {marks.height * MM:.2f}" LineWidth="0.2"'
        yield names.mark("PathObject", f"{names.number()} {whole}", names.mark("AbbreviatedData", "", data))
        return
    for x0, y0, x1, y1 in boxes:
        width, height = max(x1 - x0, 0.1), max(y1 - y0, 0.1)
        place = f'{names.number()} Boundary="{x0:.3f} {y0:.3f} {width:.3f} {height:.3f}"'
        if names.writer.rulings == "filled":
            data = f"M 0 0 L {width:.3f} 0 L {width:.3f} {height:.3f} L 0 {height:.3f} C"
            colour = names.mark("FillColor", 'Value="0 0 0"')
            yield names.mark(
                "PathObject",
                f'{place} Stroke="false" Fill="true"',
                colour + names.mark("AbbreviatedData", "", data),
            )
        else:
            a, b, c, d = _middle((0, 0, width, height))
            data = f"M {a:.3f} {b:.3f} L {c:.3f} {d:.3f}"
            yield names.mark(
                "PathObject",
                f'{place} LineWidth="{min(width, height):.3f}"',
                names.mark("AbbreviatedData", "", data),
            )


def _middle(box: Sequence[float]) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = box
    if x1 - x0 > y1 - y0:
        return x0, (y0 + y1) / 2, x1, (y0 + y1) / 2
    return (x0 + x1) / 2, y0, (x0 + x1) / 2, y1


def _write_texts(names: _Names, marks: Marks) -> Iterator[str]:
    """A text object for each line of glyphs that follow each other, or for each glyph."""
    glyphs = marks.glyphs
    signs = [
        (chr(code), x * MM, y * MM, (box[3] - box[1]) * MM, turn)
        for code, (x, y), box, turn in zip(
            glyphs.codes.tolist(),
            glyphs.origins.tolist(),
            glyphs.boxes.tolist(),
            glyphs.turns.tolist(),
            strict=True,
        )
    ]
    signs = [sign for sign in signs if not sign[0].isspace() and sign[4] == 0]
    for _, run in groupby(signs, key=lambda sign: (round(sign[2], 3), round(sign[3], 3))):
        line = list(run)
        yield from (
            (_write_line(names, [sign]) for sign in line)
            if names.writer.steps == "each"
            else [_write_line(names, line)]
        )


def _write_line(names: _Names, line: Sequence[tuple[str, float, float, float, int]]) -> str:
    text = escape("".join(sign[0] for sign in line))
    size, left, base = line[0][3], line[0][1], line[0][2]
    steps = [f"{right[1] - first[1]:.3f}" for first, right in pairwise(line)]
    if names.writer.steps == "grouped":
        steps = list(_group_steps(steps))
    delta = f' DeltaX="{" ".join(steps)}"' if steps else ""
    width = line[-1][1] - left + size
    boundary = f'Boundary="{left:.3f} {base - size:.3f} {width:.3f} {size * 1.3:.3f}"'
    if names.writer.matrix:
        code = f'X="0" Y="{10:.3f}"'
        matrix = f'CTM="1 0 0 1 0 {size - 10:.3f}"'
    else:
        code, matrix = f'X="0" Y="{size:.3f}"', ""
    inside = names.mark("TextCode", f"{code}{delta}", text)
    return names.mark(
        "TextObject", f'{names.number()} {boundary} {matrix} Font="1" Size="{size * 0.9:.3f}"', inside
    )


def _group_steps(steps: Sequence[str]) -> Iterator[str]:
    for step, same in groupby(steps):
        count = len(list(same))
        yield f"g {count} {step}" if count > 1 else step
