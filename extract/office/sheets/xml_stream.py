"""The XML of sheets as a stream: each element is forgotten once it is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO

from lxml import etree

from extract.errors import BrokenPart


def stream_elements(data: bytes, tags: Sequence[str]) -> Iterator[tuple[str, etree._Element]]:
    """Yield ``start`` and ``end`` with each element of the tags; entities are left alone, nothing is fetched."""
    yield from etree.iterparse(
        BytesIO(data),
        events=("start", "end"),
        tag=tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )


@contextmanager
def refuse_broken(part: str) -> Iterator[None]:
    """Raise ``BrokenPart`` where XML is broken, or a number in it is none."""
    try:
        yield
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BrokenPart(part=part) from error


def forget(element: etree._Element) -> None:
    """Free an element that is read, and those before it; it stays itself until the parser has left it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
