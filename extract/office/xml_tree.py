"""XML as a tree: parsed with nothing fetched, its elements and attributes found by their local names."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from extract.errors import BrokenPart


def parse_xml(data: bytes, name: str) -> etree._Element:
    """Return the root of XML with its entities left alone and nothing fetched; raises ``BrokenPart``.

    A prefix that stands for no namespace is none of its faults: the names are told by what follows it.
    """
    try:
        return etree.fromstring(data, _make_parser(recover=False))
    except (etree.XMLSyntaxError, ValueError) as error:
        root, is_whole = recover_xml(data)
        if root is None or not is_whole:
            raise BrokenPart(part=name) from error
        return root


def recover_xml(data: bytes) -> tuple[etree._Element | None, bool]:
    """Return the root of what can be read of broken XML, and whether all is there."""
    parser = _make_parser(recover=True)
    try:
        root: etree._Element | None = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None, False
    is_whole = all(error.domain == etree.ErrorDomains.NAMESPACE for error in parser.error_log)
    return root, is_whole


def _make_parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )


def local_name(element: etree._Element) -> str:
    """Return an element's name without its namespace, which writers of old and strict files choose otherwise."""
    tag = element.tag
    return _strip_namespace(tag) if isinstance(tag, str) else ""


@lru_cache(maxsize=4096)
def _strip_namespace(tag: str) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2]


def list_children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Yield the children of some local names, in the order of the file."""
    return (child for child in element if local_name(child) in names)


def find_child(element: etree._Element | None, name: str) -> etree._Element | None:
    """Return the first child of a local name; None of no element, too."""
    if element is None:
        return None
    return next(list_children(element, name), None)


def read_attribute(element: etree._Element | None, name: str) -> str | None:
    """Return an attribute by its local name, whatever its namespace; None of no element, too."""
    if element is None:
        return None
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), None)
