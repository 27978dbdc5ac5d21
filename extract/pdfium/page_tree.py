"""The pages of a long PDF as its tree lists them, and the same file with only some of them.

PDFium keeps the dictionary of each page that it passes until the file is closed, and passes all pages before
the one that is asked.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

# an offset and 0, or the number of the stream that holds the object and its place there, from 1
Place = tuple[int, int]

_MOST_BYTES = 1 << 26  # of a stream, unpacked
_MOST_SECTIONS = 100
_STREAMS_KEPT = 4
_ENTRY = 20  # bytes
_PLAIN, _PACKED = 1, 2  # kinds of entries in a cross-reference stream
_PNG = 10  # from it on predictors are PNG's
_UP = 2  # PNG's predictor that takes the row above

_STARTXREF = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_OBJECT = re.compile(rb"\s*(\d+)\s+0\s+obj\b")
_STREAM = re.compile(rb"\s*\d+\s+0\s+obj\s*(<<.*?>>)\s*stream\r?\n", re.DOTALL)
_SUBSECTION = re.compile(rb"\s*(\d+)\s+(\d+)[ ]*[\r\n]+")
_TRAILER = re.compile(rb"\s*trailer\s*(<<.*?>>)\s*startxref", re.DOTALL)
_INDEX = rb"/Index\s*\[([\d\s]+)\]"
_UNUSUAL_KEY = re.compile(rb"/(?:Encrypt|XRefStm)\b")


class Unusual(Exception):
    """The file is not written as producers write them."""


@dataclass(frozen=True, slots=True)
class Objects:
    """A file's objects: where each is, by its number, and its ``text``.

    ``trailer`` is the newest; its section ``starts`` at that offset, ``as_stream`` or as a table.
    """

    places: Mapping[int, Place]
    trailer: bytes
    starts: int
    as_stream: bool
    text: Callable[[int], bytes]


def read_objects(data: bytes) -> Objects:
    """Read all sections of the cross-reference; raises ``Unusual``."""
    found = _STARTXREF.search(data, max(len(data) - 1024, 0))
    if not found or not data.startswith(b"%PDF"):
        raise Unusual
    starts = int(found[1])
    places: dict[int, Place] = {}
    trailers: list[bytes] = []
    for trailer, entries in _read_sections(data, starts):
        places = entries | places
        trailers.append(trailer)
    return Objects(
        places, trailers[0], starts, not data.startswith(b"xref", starts), _make_reader(data, places)
    )


def read_number(name: bytes, of: bytes, pattern: bytes = rb"(\d+)(?!\s+\d+\s+R)\b") -> int:
    """Return the number behind a name in a dictionary, or by another ``pattern`` that of a reference.

    Raises ``Unusual``.
    """
    found = re.findall(rb"/" + name + rb"\s*" + pattern, of)
    if len(found) != 1:
        raise Unusual
    return int(found[0])


def read_reference(name: bytes, of: bytes) -> int:
    """Return the number of the object behind a name in a dictionary; raises ``Unusual``."""
    return read_number(name, of, _REFERENCE)


def _read_sections(data: bytes, start: int) -> Iterator[tuple[bytes, dict[int, Place]]]:
    for _ in range(_MOST_SECTIONS):
        read = _read_table if data.startswith(b"xref", start) else _read_stream
        trailer, entries = read(data, start)
        if _UNUSUAL_KEY.search(trailer):
            raise Unusual
        yield trailer, entries
        if b"/Prev" not in trailer:
            return
        start = read_number(b"Prev", trailer)
    raise Unusual


def _read_table(data: bytes, start: int) -> tuple[bytes, dict[int, Place]]:
    entries: dict[int, Place] = {}
    at = start + len(b"xref")
    while head := _SUBSECTION.match(data, at):
        first, count = map(int, head.groups())
        rows = data[head.end() : head.end() + count * _ENTRY]
        if len(rows) < count * _ENTRY:
            raise Unusual
        for row in range(count):
            entries[first + row] = _read_entry(rows[row * _ENTRY : (row + 1) * _ENTRY])
        at = head.end() + count * _ENTRY
    trailer = _TRAILER.match(data, at)
    if not trailer:
        raise Unusual
    return trailer[1], entries


def _read_entry(row: bytes) -> Place:
    kind = row[17:18]
    if not row[:10].isdigit() or kind not in (b"n", b"f"):
        raise Unusual
    if kind == b"f":
        return 0, 0
    return int(row[:10]), 0


def _read_stream(data: bytes, start: int) -> tuple[bytes, dict[int, Place]]:
    about, content = _unpack(data, start)
    widths = _read_numbers(rb"/W\s*\[([\d\s]+)\]", about)
    index = _read_numbers(_INDEX, about) if b"/Index" in about else [0, read_number(b"Size", about)]
    # kind and two fields
    if len(widths) != 3 or not content or len(content) % (sum(widths) or 1):  # noqa: PLR2004
        raise Unusual
    rows = np.frombuffer(content, np.uint8).reshape(-1, sum(widths)).astype(np.int64)
    kinds, *fields = (_read_field(part) for part in np.split(rows, np.cumsum(widths)[:2], axis=1))
    if not widths[0]:
        kinds = np.ones(len(rows), np.int64)
    numbers: list[int] = []
    for first, count in zip(index[::2], index[1::2], strict=True):
        numbers += range(first, first + count)
    told = zip(numbers, kinds.tolist(), *(field.tolist() for field in fields), strict=True)
    return about, {at: _make_place(kind, one, other) for at, kind, one, other in told}


def _read_field(
    part: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    return part @ (256 ** np.arange(part.shape[1])[::-1])


def _make_place(kind: int, one: int, other: int) -> Place:
    return {_PLAIN: (one, 0), _PACKED: (one, other + 1)}.get(kind, (0, 0))


def _read_numbers(pattern: bytes, text: bytes) -> list[int]:
    found = re.findall(pattern, text)
    if len(found) != 1:
        raise Unusual
    return [int(one) for one in found[0].split()]


def _unpack(data: bytes, start: int) -> tuple[bytes, bytes]:
    """Return a stream's dictionary and its content."""
    head = _STREAM.match(data, start)
    if not head or not re.search(rb"/Filter\s*\[?\s*/FlateDecode\b", head[1]):
        raise Unusual
    length = read_number(b"Length", head[1])
    unpacking = zlib.decompressobj()
    try:
        content = unpacking.decompress(data[head.end() : head.end() + length], _MOST_BYTES)
    except zlib.error:
        raise Unusual from None
    if not unpacking.eof:
        raise Unusual
    return head[1], _undo_predictor(content, head[1])


def _undo_predictor(content: bytes, about: bytes) -> bytes:
    if b"/Predictor" not in about or read_number(b"Predictor", about) == 1:
        return content
    width = read_number(b"Columns", about) + 1
    if len(content) % width or read_number(b"Predictor", about) < _PNG:
        raise Unusual
    rows = np.frombuffer(content, np.uint8).reshape(-1, width)
    if not (rows[:, 0] == _UP).all():
        raise Unusual
    return np.cumsum(rows[:, 1:], axis=0, dtype=np.uint8).tobytes()


def _make_reader(data: bytes, places: Mapping[int, Place]) -> Callable[[int], bytes]:
    """Make the function that gives an object's text by its number."""

    @lru_cache(_STREAMS_KEPT)
    def read_packed(stream: int) -> dict[int, bytes]:
        about, content = _unpack(data, find_offset(stream))
        first, count = read_number(b"First", about), read_number(b"N", about)
        told = [int(one) for one in content[:first].split()[: 2 * count]]
        ends = [*(first + at for at in told[3::2]), len(content)]
        return {
            at: content[first + start : end]
            for at, start, end in zip(told[::2], told[1::2], ends, strict=True)
        }

    def find_offset(at: int) -> int:
        start, place = places.get(at, (0, 0))
        is_plain = start and not place
        head = _OBJECT.match(data, start)
        if not is_plain or not head or int(head[1]) != at:
            raise Unusual
        return start

    def text(at: int) -> bytes:
        stream, place = places.get(at, (0, 0))
        try:
            if place:
                return read_packed(stream)[at]
            return data[find_offset(at) : data.index(b"endobj", find_offset(at))]
        except (KeyError, ValueError):
            raise Unusual from None

    return text


_REFERENCE = rb"(\d+)\s+0\s+R\b"
_KIDS = re.compile(rb"/Kids\s*\[([^\]]*)\]")
_NODE, _PAGE = re.compile(rb"/Type\s*/Pages\b"), re.compile(rb"/Type\s*/Page\b")
_DICTIONARY = re.compile(rb"<<.*>>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Tree:
    """A file's page tree.

    The object number of each page, the catalog above them, and what an update to the file must tell.
    """

    pages: list[int]
    catalog: bytes
    size: int
    starts: int
    as_stream: bool


def find_page_tree(data: bytes, count: int) -> Tree | None:
    """Follow a file's page tree to its ``count`` pages.

    None where it is not written as producers write it.
    """
    try:
        objects = read_objects(data)
        catalog = objects.text(read_number(b"Root", objects.trailer, _REFERENCE))
        pages = _list_pages(objects, read_number(b"Pages", catalog, _REFERENCE), count)
        size = max(read_number(b"Size", objects.trailer), max(objects.places) + 1)
    except (Unusual, ValueError, IndexError, OverflowError):  # numbers and lengths that contradict each other
        return None
    found = _DICTIONARY.search(catalog)
    if not found:
        return None
    return Tree(pages, found[0], size, objects.starts, objects.as_stream)


def _list_pages(objects: Objects, root: int, count: int) -> list[int]:
    pages: list[int] = []
    nodes: set[int] = set()
    rest = [root]
    while rest:
        at = rest.pop()
        text = objects.text(at)
        is_page = b"/Kids" not in text and _PAGE.search(text)
        if is_page:
            pages.append(at)
        elif at in nodes or len(pages) > count:
            raise Unusual
        else:
            nodes.add(at)
            rest += reversed(_list_kids(text))
    if len(pages) != count:
        raise Unusual
    return pages


def _list_kids(node: bytes) -> list[int]:
    found = _KIDS.findall(node)
    has_text = b"(" in node or b"%" in node
    if len(found) != 1 or has_text or not _NODE.search(node):
        raise Unusual
    kids = [int(one) for one in re.findall(_REFERENCE, found[0])]
    if len(found[0].split()) != 3 * len(kids):
        raise Unusual
    return kids


def write_only_pages(tree: Tree, pages: Sequence[int], at: int) -> bytes:
    """Return what is to be written behind the file, at the offset ``at``, so that it has only these pages.

    Nothing else changes.
    """
    root, node = tree.size, tree.size + 1
    catalog = re.sub(rb"/Pages\s*" + _REFERENCE, b"/Pages %d 0 R" % node, tree.catalog)
    kids = b" ".join(b"%d 0 R" % page for page in pages)
    first = b"\n%d 0 obj\n%b\nendobj\n" % (root, catalog)
    second = b"%d 0 obj\n<</Type/Pages/Count %d/Kids[%b]>>\nendobj\n" % (node, len(pages), kids)
    places = [at + 1, at + len(first), at + len(first) + len(second)]
    about = b"/Root %d 0 R/Prev %d" % (root, tree.starts)
    write = _write_stream if tree.as_stream else _write_table
    section = write(tree.size, places, about)
    return b"%b%b%bstartxref\n%d\n%%%%EOF\n" % (first, second, section, places[-1])


def _write_table(size: int, places: Sequence[int], about: bytes) -> bytes:
    entries = b"".join(b"%010d 00000 n \n" % place for place in places[:2])
    return b"xref\n%d 2\n%btrailer\n<</Size %d%b>>\n" % (size, entries, size + 2, about)


def _write_stream(size: int, places: Sequence[int], about: bytes) -> bytes:
    entries = b"".join(b"\1%b\0" % place.to_bytes(4, "big") for place in places)
    head = b"<</Type/XRef/W[1 4 1]/Index[%d 3]/Size %d%b/Length %d>>" % (size, size + 3, about, len(entries))
    return b"%d 0 obj\n%bstream\n%b\nendstream\nendobj\n" % (size + 2, head, entries)
