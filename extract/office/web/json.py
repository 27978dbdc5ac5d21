"""What docling and MinerU read from a file, as they hand it on: tables and texts in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

import msgspec

from extract.errors import BrokenPart, OtherFormat
from extract.grid import Box, Document, Line
from extract.messages import message
from extract.office.spans import PlacedCell, make_grid
from extract.pieces import Piece, make_document, name_paragraph_place, name_table_place
from extract.text.html import HtmlPage, read_html

_Object = Mapping[str, Any]
_TEXT_TYPES = frozenset({"text", "title", "list", "index"})


def read_json(data: bytes) -> Document:
    """Return the tables and texts of docling's or MinerU's JSON; raises ``Unreadable``."""
    try:
        found = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, RecursionError) as error:
        raise BrokenPart(part="JSON") from error
    if isinstance(found, dict) and found.get("schema_name") == "DoclingDocument":
        return _read_docling(found)
    if isinstance(found, dict) and isinstance(found.get("pdf_info"), list):
        return _read_mineru(_list_middle_blocks(found["pdf_info"]))
    if isinstance(found, list):
        return _read_mineru(iter(found))
    raise OtherFormat(kind=message("format-json"))


def _read_docling(root: _Object) -> Document:
    """Follow the body's references, groups opened; texts that are furniture, such as running heads, are none of it."""
    pieces: list[Piece] = []
    shown: list[str] = []
    tables = lines = 0
    for item in _list_docling_items(root, root.get("body"), set()):
        cells = _as_objects(_as_object(item.get("data")).get("table_cells"))
        if cells:
            tables += 1
            pieces.append(make_grid(_place_docling_cell(cell, tables) for cell in cells))
            shown += [str(cell.get("text") or "") for cell in cells]
        elif isinstance(item.get("text"), str) and item["text"].strip():
            for text in item["text"].split("\n"):
                lines += 1
                pieces.append(Line(text, Box(place=name_paragraph_place(lines))))
                shown.append(text)
    return make_document(pieces, "".join(shown), format="json")


def _list_docling_items(root: _Object, parent: object, seen: set[str]) -> Iterator[_Object]:
    """Yield what a group holds, groups in it opened; what was there before does not come again."""
    for child in _as_objects(_as_object(parent).get("children")):
        reference = str(child.get("$ref", child.get("cref", "")))
        item = _follow(root, reference)
        if item is None or reference in seen:
            continue
        seen.add(reference)
        yield item
        if "data" not in item:
            yield from _list_docling_items(root, item, seen)


def _follow(root: _Object, reference: str) -> _Object | None:
    """Return what a reference such as ``#/tables/0`` names."""
    found: object = root
    for name in reference.removeprefix("#/").split("/"):
        if isinstance(found, dict):
            found = found.get(name)
        elif isinstance(found, list) and name.isdecimal() and int(name) < len(found):
            found = found[int(name)]
        else:
            return None
    return cast("_Object", found) if isinstance(found, dict) else None


def _place_docling_cell(cell: _Object, table: int) -> PlacedCell:
    row, col = _as_count(cell.get("start_row_offset_idx")), _as_count(cell.get("start_col_offset_idx"))
    return PlacedCell(
        row=row,
        col=col,
        text=str(cell.get("text") or ""),
        place=name_table_place((table,), row, col),
        rowspan=max(1, _as_count(cell.get("end_row_offset_idx")) - row),
        colspan=max(1, _as_count(cell.get("end_col_offset_idx")) - col),
    )


def _read_mineru(blocks: Iterator[object]) -> Document:
    """Read the blocks of MinerU's list of contents: texts, and tables as HTML with their captions and notes."""
    pieces: list[Piece] = []
    shown: list[str] = []
    page = HtmlPage()
    for block in blocks:
        item = _as_object(block)
        kind = item.get("type")
        if kind == "table":
            parts = [*_as_texts(item.get("table_caption")), str(item.get("table_body") or "")]
            parts += _as_texts(item.get("table_footnote"))
        elif kind in _TEXT_TYPES:
            parts = [str(item.get("text") or ""), *_as_texts(item.get("list_items"))]
        else:
            continue
        for part in parts:
            html = part if part.lstrip().startswith("<") else f"<p>{_escape(part)}</p>"
            page = read_html(html, page)
            pieces += page.pieces
            shown.append(page.shown)
    return make_document(pieces, "".join(shown), format="json")


def _list_middle_blocks(pages: Sequence[object]) -> Iterator[object]:
    """Yield the blocks of MinerU's middle JSON as its list of contents has them."""
    for page in map(_as_object, pages):
        for block in _as_objects(page.get("para_blocks") or page.get("preproc_blocks")):
            if block.get("type") == "table":
                inner = _as_objects(block.get("blocks"))
                yield {
                    "type": "table",
                    "table_caption": [
                        _join_spans(one) for one in inner if one.get("type") == "table_caption"
                    ],
                    "table_body": "".join(
                        _join_spans(one) for one in inner if one.get("type") == "table_body"
                    ),
                    "table_footnote": [
                        _join_spans(one) for one in inner if one.get("type") == "table_footnote"
                    ],
                }
            else:
                yield {"type": "text", "text": _join_spans(block)}


def _join_spans(block: _Object) -> str:
    spans = [span for line in _as_objects(block.get("lines")) for span in _as_objects(line.get("spans"))]
    return "".join(str(span.get("html") or span.get("content") or "") for span in spans)


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")


def _as_object(value: object) -> _Object:
    return cast("_Object", value) if isinstance(value, dict) else {}


def _as_objects(value: object) -> list[_Object]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _as_texts(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _as_count(value: object) -> int:
    return value if isinstance(value, int) and value >= 0 else 0
