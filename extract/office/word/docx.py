"""Word's packages (.docx), and Word's two ways to write a document as one XML file."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from lxml import etree

from extract.errors import BrokenPart, MissingPart
from extract.grid import Box, Document, Grid, Line
from extract.office.package import Package, normalise_name
from extract.office.word.left_out import LeftOut
from extract.office.word.looks import Styles, is_set, read_styles
from extract.office.word.numbering import Numbering, read_numbering
from extract.office.word.paragraphs import list_deleted, list_tokens
from extract.office.word.tables import read_blocks
from extract.office.word.wordml import StoryReader
from extract.office.xml_tree import find_child, local_name, parse_xml, read_attribute
from extract.pieces import Piece, make_document, name_paragraph_place

_MAIN_TYPE = "/officeDocument"
_HEADER_PLACE = "页眉"
_BLANKS = "    "


ParsePart = Callable[[str], "etree._Element | None"]  # noqa: SLF001 - lxml has no other name for it


@dataclass(frozen=True, slots=True)
class OtherCount:
    """What a file holds by a reader of another kind: ``shown``, and ``lines`` that stand before all else."""

    shown: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Parts:
    """The roots of what a document is made of; ``header`` is that of the first page."""

    document: etree._Element
    styles: etree._Element | None = None
    numbering: etree._Element | None = None
    header: etree._Element | None = None


def read_docx(data: bytes) -> Document:
    """Return the tables and lines of a .docx file, transitional or strict; raises ``Unreadable``."""
    return read_word_package(Package(data), "docx")


def read_word_package(package: Package, kind: str, count: OtherCount | None = None) -> Document:
    """Return the document of a package, as of the format ``kind``, held against another count of its text."""
    main = _find_main(package)
    root = package.parse(main)

    def parse(name: str) -> etree._Element | None:
        try:
            return package.parse(name) if name in package else None
        except BrokenPart:
            return None

    return _read_document(_find_parts(root, main, parse), kind, count)


def read_wordml(data: bytes) -> Document:
    """Return the document of one XML file: a package laid flat, or Word's XML of 2003."""
    root = parse_xml(data, "XML")
    if local_name(root) != "package":
        header = next((one for one in root.iter() if local_name(one) == "hdr"), None)
        return _read_document(_Parts(root, find_child(root, "styles"), header=header), "wordml")
    parts: dict[str, etree._Element] = {}
    for part in root:
        inner = find_child(part, "xmlData")
        if inner is not None and len(inner):
            parts[normalise_name(read_attribute(part, "name") or "").lower()] = inner[0]
    main = next((name for name, part in parts.items() if local_name(part) == "document"), None)
    if main is None:
        raise MissingPart(part="word/document.xml")
    found = _find_parts(parts[main], main, lambda name: parts.get(name.lower()))
    return _read_document(found, "wordml")


def _find_main(package: Package) -> str:
    """Return the name of the part that the package calls its document."""
    if "_rels/.rels" in package:
        named = _find_related(package.parse("_rels/.rels"), "", _MAIN_TYPE)
        if named is not None and named in package:
            return named
    for name in package.names:
        if name.lower().startswith("word/document") and name.endswith(".xml"):
            return name
    raise MissingPart(part="word/document.xml")


def _find_parts(root: etree._Element, main: str, parse: ParsePart) -> _Parts:
    folder, name = posixpath.split(main)
    relations = parse(f"{folder}/_rels/{name}.rels")

    def find(ending: str, usual: str) -> etree._Element | None:
        named = _find_related(relations, folder, ending)
        return parse(named or posixpath.join(folder, usual))

    header_id = _find_header(root)
    header = _find_related(relations, folder, header_id=header_id) if header_id else None
    return _Parts(
        document=root,
        styles=find("/styles", "styles.xml"),
        numbering=find("/numbering", "numbering.xml"),
        header=parse(header) if header else None,
    )


def _find_related(
    relations: etree._Element | None, folder: str, ending: str = "", header_id: str = ""
) -> str | None:
    """Return the part to which the relation with that id leads, or the first whose type ends so."""
    for relation in relations if relations is not None else ():
        target = read_attribute(relation, "Target")
        is_typed = bool(ending) and (read_attribute(relation, "Type") or "").endswith(ending)
        is_named = bool(header_id) and read_attribute(relation, "Id") == header_id
        if target and (is_typed or is_named):
            return normalise_name(target if target.startswith("/") else posixpath.join(folder, target))
    return None


def _find_header(root: etree._Element) -> str | None:
    """Return the relation of the header on the first page."""
    section = next((one for one in root.iter() if local_name(one) == "sectPr"), None)
    if section is None:
        return None
    wanted = "first" if is_set(section, "titlePg") else "default"
    for child in section:
        if local_name(child) == "headerReference" and (read_attribute(child, "type") or "default") == wanted:
            return read_attribute(child, "id")
    return None


def _read_document(parts: _Parts, kind: str, count: OtherCount | None = None) -> Document:
    body = find_child(parts.document, "body")
    if body is None:
        raise MissingPart(part="body")
    left_out, styles = LeftOut(), read_styles(parts.styles)
    lost = count.lines if count is not None else ()
    pieces: list[Piece] = [Line(text, Box(place=name_paragraph_place(0))) for text in lost]
    pieces += _read_header(parts.header, styles, left_out)
    reader = StoryReader(styles, read_numbering(parts.numbering), left_out)
    pieces += read_blocks(reader.read(body), left_out)
    for one in body.iter():
        if local_name(one) in {"hdr", "ftr"}:  # Word's XML of 2003 keeps them in its sections
            left_out.add("twin", list_tokens(one))
    shown = list_tokens(body) if count is None else count.shown
    if count is not None:
        left_out.add("twin", list_deleted(body))
    if parts.header is not None:
        shown += list_tokens(parts.header)
    return make_document(
        pieces, shown, format=kind, left_out=left_out.characters, warnings=left_out.tell(shown)
    )


def _read_header(header: etree._Element | None, styles: Styles, left_out: LeftOut) -> Iterator[Piece]:
    """Yield the lines above the first page's text; a table there only lays them out."""
    if header is None:
        return
    reader = StoryReader(styles, Numbering(), left_out, without_page_numbers=True)
    for piece in read_blocks(reader.read(header), left_out):
        if isinstance(piece, Line):
            yield replace(piece, box=Box(place=_HEADER_PLACE))
        else:
            yield from _flatten(piece)


def _flatten(grid: Grid) -> Iterator[Line]:
    for row in range(grid.rows):
        texts = [cell.text.replace("\n", "") for cell in grid.cells if cell.row == row and cell.text.strip()]
        if texts:
            yield Line(_BLANKS.join(texts), Box(place=_HEADER_PLACE))
