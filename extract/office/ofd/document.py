"""The documents of an OFD package: their pages in order, templates merged, with the resources they use."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from extract.errors import BrokenPart, MissingPart, OtherFormat
from extract.messages import Message, message
from extract.office.ofd.numbers import read_box
from extract.office.package import Package, normalise_name
from extract.office.xml_tree import find_child, list_children, local_name, recover_xml

_ROOT = "OFD.xml"
_A4 = (0.0, 0.0, 210.0, 297.0)  # mm
_LAYER_ORDER = {"Background": 0, "Body": 1, "Foreground": 2}
_MOST_TEMPLATES = 8  # a page uses one or two; a template may name itself


@dataclass(slots=True)
class Resources:
    """What pages name by number: drawing parameters, composite objects, and the parts with pictures."""

    draw_params: dict[str, etree._Element] = field(default_factory=dict)
    composites: dict[str, etree._Element] = field(default_factory=dict)
    media: dict[str, tuple[str, str]] = field(default_factory=dict)  # format and part


@dataclass(frozen=True, slots=True)
class OfdPage:
    """A page: its size in mm, the corner of its box, and its layers from bottom to top."""

    number: int
    box: tuple[float, float, float, float]
    layers: tuple[etree._Element, ...]
    notes: tuple[etree._Element, ...]
    resources: Resources


@dataclass(slots=True)
class OfdFile:
    """An open package, and what reading it told: parts that are broken, stamps and notes that are left out."""

    package: Package
    warnings: list[Message] = field(default_factory=list)
    stamps: int = 0

    def list_pages(self) -> Iterator[OfdPage]:
        """Yield the pages of all documents, numbered from 1 through the file; raises ``Unreadable``."""
        root = self.package.parse(_ROOT)
        if any(local_name(element) == "Encryptions" for element in root.iter()):
            raise OtherFormat(kind=message("format-locked-ofd"))
        number = 0
        for body in list_children(root, "DocBody"):
            name = self._find_current_version(body) or _read_path(find_child(body, "DocRoot"), "")
            if name is None:
                continue
            self._count_stamps(_read_path(find_child(body, "Signatures"), ""))
            for page in self._list_document_pages(name, number):
                number = page.number
                yield page

    def _find_current_version(self, body: etree._Element) -> str | None:
        """Return the root of the version that a document says is current."""
        versions = find_child(body, "Versions")
        for version in list_children(versions, "Version") if versions is not None else ():
            if version.get("Current", "").strip().lower() in {"true", "1"}:
                path = _resolve(version.get("BaseLoc"), "")
                root = self._try_parse_other(path)
                if root is not None and path is not None:
                    return _read_path(find_child(root, "DocRoot"), posixpath.dirname(path))
        return None

    def _list_document_pages(self, name: str, before: int) -> Iterator[OfdPage]:
        root = self.package.parse(name)
        folder = posixpath.dirname(name)
        common = find_child(root, "CommonData")
        resources = Resources()
        templates: dict[str, tuple[str, str]] = {}
        area = None
        if common is not None:
            area = find_child(common, "PageArea")
            for part in list_children(common, "PublicRes", "DocumentRes"):
                self._add_resources(resources, _read_path(part, folder))
            for template in list_children(common, "TemplatePage"):
                path = _resolve(template.get("BaseLoc"), folder)
                templates[template.get("ID", "")] = (template.get("ZOrder", "Background"), path or "")
        path = _read_path(find_child(root, "Annotations"), folder)
        self._count_stamps(path)
        notes = self._list_notes(path)
        pages = find_child(root, "Pages")
        for at, page in enumerate(list_children(pages, "Page") if pages is not None else (), 1):
            path = _resolve(page.get("BaseLoc"), folder) or ""
            found = self._read_page(before + at, path, area, templates, resources)
            yield replace(found, notes=tuple(notes.get(page.get("ID", ""), ())))

    def _read_page(
        self,
        number: int,
        path: str,
        area: etree._Element | None,
        templates: dict[str, tuple[str, str]],
        resources: Resources,
    ) -> OfdPage:
        root = self._try_parse(path, number)
        own_area = find_child(root, "Area")
        box = _read_page_box(own_area) or _read_page_box(area) or _A4
        layers: list[tuple[int, etree._Element]] = []
        if root is not None:
            for part in list_children(root, "PageRes"):
                self._add_resources(resources, _read_path(part, posixpath.dirname(path)))
            for used in list(list_children(root, "Template"))[:_MOST_TEMPLATES]:
                order, template = templates.get(used.get("TemplateID", ""), ("", ""))
                order = used.get("ZOrder") or order
                layers += _list_layers(self._try_parse(template, number), _LAYER_ORDER.get(order, 0), 0)
            layers += _list_layers(root, _LAYER_ORDER["Body"], 1)
        layers.sort(key=lambda layer: layer[0])
        return OfdPage(
            number=number,
            box=box,
            layers=tuple(layer for _, layer in layers),
            notes=(),
            resources=resources,
        )

    def _try_parse(self, path: str, number: int) -> etree._Element | None:
        """Return a page's or template's XML, or what is left of it; tell of one that is missing or broken."""
        try:
            return self.package.parse(path)
        except MissingPart:
            left = None
        except BrokenPart:
            left = self._recover(path)
        self.warnings.append(message("broken-page", page=number))
        return left

    def _recover(self, path: str) -> etree._Element | None:
        try:
            return recover_xml(self.package.read(path))[0]
        except BrokenPart:
            return None

    def _add_resources(self, resources: Resources, path: str | None) -> None:
        root = self._try_parse_other(path)
        if root is None or path is None:
            return
        folder = _resolve(root.get("BaseLoc"), posixpath.dirname(path)) or posixpath.dirname(path)
        for element in root.iter():
            number = element.get("ID", "")
            match local_name(element):
                case "DrawParam":
                    resources.draw_params[number] = element
                case "CompositeGraphicUnit":
                    resources.composites[number] = element
                case "MultiMedia":
                    media = _read_path(find_child(element, "MediaFile"), folder)
                    resources.media[number] = (element.get("Format", ""), media or "")

    def _list_notes(self, path: str | None) -> dict[str, list[etree._Element]]:
        """Return the annotations of each page by the page's number in the file."""
        found: dict[str, list[etree._Element]] = {}
        root = self._try_parse_other(path)
        for page in list_children(root, "Page") if root is not None and path is not None else ():
            part = self._try_parse_other(
                _read_path(find_child(page, "FileLoc"), posixpath.dirname(path or ""))
            )
            if part is not None:
                found.setdefault(page.get("PageID", ""), []).extend(list_children(part, "Annot"))
        return found

    def _count_stamps(self, path: str | None) -> None:
        """Count the signatures or notes that a list names, in a part each."""
        root = self._try_parse_other(path)
        if root is not None:
            self.stamps += sum(local_name(element) in {"Signature", "Page"} for element in root.iter())

    def _try_parse_other(self, path: str | None) -> etree._Element | None:
        try:
            return self.package.parse(path) if path else None
        except (BrokenPart, MissingPart):
            return None


def _list_layers(root: etree._Element | None, order: int, own: int) -> Iterator[tuple[int, etree._Element]]:
    """Yield the layers of a page or template with their place in the order of painting."""
    content = find_child(root, "Content")
    for layer in list_children(content, "Layer") if content is not None else ():
        kind = _LAYER_ORDER.get(layer.get("Type", "Body"), 1)
        yield 6 * order + 2 * kind + own, layer


def _read_page_box(area: etree._Element | None) -> tuple[float, float, float, float] | None:
    """Return the physical box of a page, which is what is printed."""
    found = find_child(area, "PhysicalBox")
    box = read_box(found.text) if found is not None else None
    return box if box is not None and box[2] > 0 and box[3] > 0 else None


def _read_path(element: etree._Element | None, folder: str) -> str | None:
    return _resolve(element.text, folder) if element is not None else None


def _resolve(path: str | None, folder: str) -> str | None:
    """Return a part's name from the package's root; a path with a leading slash begins there."""
    if not path or not path.strip():
        return None
    path = path.strip().replace("\\", "/")
    return normalise_name(path if path.startswith("/") else f"{folder}/{path}")


def tell_left_out(file: OfdFile) -> Sequence[Message]:
    """Return what a file's reader is to be told: what is broken, and that stamps are not read."""
    warnings = list(dict.fromkeys(file.warnings))
    if file.stamps:
        warnings.append(message("stamps-left-out", count=file.stamps))
    return warnings
