"""The pages of a long PDF as its tree lists them, and the same file with only some of them.

PDFium keeps the dictionary of each page that it passes until the file is closed, and passes all pages before the one that is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.pdf_xref import Objects, Unusual, number, objects_of

_REFERENCE = rb"(\d+)\s+0\s+R\b"
_KIDS = re.compile(rb"/Kids\s*\[([^\]]*)\]")
_NODE, _PAGE = re.compile(rb"/Type\s*/Pages\b"), re.compile(rb"/Type\s*/Page\b")
_DICTIONARY = re.compile(rb"<<.*>>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Tree:
    """A file's page tree: the object number of each page, the catalog above them, and what an update to the file must tell."""

    pages: list[int]
    catalog: bytes
    size: int
    starts: int
    as_stream: bool


def tree_of(data: bytes, count: int) -> Tree | None:
    """Follow a file's page tree to its ``count`` pages; None where it is not written as producers write it."""
    try:
        objects = objects_of(data)
        catalog = objects.text(number(b"Root", objects.trailer, _REFERENCE))
        pages = _pages(objects, number(b"Pages", catalog, _REFERENCE), count)
        size = max(number(b"Size", objects.trailer), max(objects.places) + 1)
    except (Unusual, ValueError, IndexError, OverflowError):  # numbers and lengths that contradict each other
        return None
    found = _DICTIONARY.search(catalog)
    return Tree(pages, found[0], size, objects.starts, objects.as_stream) if found else None


def _pages(objects: Objects, root: int, count: int) -> list[int]:
    pages: list[int] = []
    nodes: set[int] = set()
    rest = [root]
    while rest:
        at = rest.pop()
        text = objects.text(at)
        if b"/Kids" not in text and _PAGE.search(text):
            pages.append(at)
        elif at in nodes or len(pages) > count:
            raise Unusual
        else:
            nodes.add(at)
            rest += reversed(_kids(text))
    if len(pages) != count:
        raise Unusual
    return pages


def _kids(node: bytes) -> list[int]:
    found = _KIDS.findall(node)
    if len(found) != 1 or not _NODE.search(node) or b"(" in node or b"%" in node:
        raise Unusual
    kids = [int(one) for one in re.findall(_REFERENCE, found[0])]
    if len(found[0].split()) != 3 * len(kids):
        raise Unusual
    return kids


def only_pages(tree: Tree, pages: Sequence[int], at: int) -> bytes:
    """Give what is to be written behind the file, at the offset ``at``, so that it has only these pages; nothing else changes."""
    root, node = tree.size, tree.size + 1
    catalog = re.sub(rb"/Pages\s*" + _REFERENCE, b"/Pages %d 0 R" % node, tree.catalog)
    kids = b" ".join(b"%d 0 R" % page for page in pages)
    first = b"\n%d 0 obj\n%b\nendobj\n" % (root, catalog)
    second = b"%d 0 obj\n<</Type/Pages/Count %d/Kids[%b]>>\nendobj\n" % (node, len(pages), kids)
    places = [at + 1, at + len(first), at + len(first) + len(second)]
    about = b"/Root %d 0 R/Prev %d" % (root, tree.starts)
    section = _stream(tree.size, places, about) if tree.as_stream else _table(tree.size, places, about)
    return b"%b%b%bstartxref\n%d\n%%%%EOF\n" % (first, second, section, places[-1])


def _table(size: int, places: Sequence[int], about: bytes) -> bytes:
    entries = b"".join(b"%010d 00000 n \n" % place for place in places[:2])
    return b"xref\n%d 2\n%btrailer\n<</Size %d%b>>\n" % (size, entries, size + 2, about)


def _stream(size: int, places: Sequence[int], about: bytes) -> bytes:
    entries = b"".join(b"\1%b\0" % place.to_bytes(4, "big") for place in places)
    head = b"<</Type/XRef/W[1 4 1]/Index[%d 3]/Size %d%b/Length %d>>" % (size, size + 3, about, len(entries))
    return b"%d 0 obj\n%bstream\n%b\nendstream\nendobj\n" % (size + 2, head, entries)
