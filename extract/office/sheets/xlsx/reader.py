"""Excel packages (.xlsx, .xlsm and what WPS writes under .et) to a document."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from extract.errors import BrokenPart, MissingPart, OfficeRefused
from extract.grid import Document
from extract.messages import Message, message
from extract.office.package import Package
from extract.office.sheets.collecting import Budget, SheetCollector
from extract.office.sheets.formats.format_dates import Epoch
from extract.office.sheets.sheet import Area, Sheet, read_area
from extract.office.sheets.workbook import make_workbook_document
from extract.office.sheets.xlsx.drawings import read_drawing
from extract.office.sheets.xlsx.sheet import Shared, read_sheet_xml
from extract.office.sheets.xlsx.strings import read_shared_strings
from extract.office.sheets.xlsx.styles import read_styles
from extract.office.xml_tree import read_attribute

_WORKBOOK = "xl/workbook.xml"
_ON = {"1", "true", "on"}
_PRINTED = {"_xlnm.print_area", "_xlnm.print_titles"}


class _Relation(NamedTuple):
    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """A sheet as the workbook names it."""

    name: str
    relation: str
    is_hidden: bool


def read_xlsx(data: bytes) -> Document:
    """Return what an Excel package shows; raises ``OfficeRefused`` and ``PartTooLarge``."""
    package = Package(data)
    part = _find_workbook(package)
    workbook = package.parse(part)
    relations = _read_relations(package, part)
    styles = _find_part(package, relations, "styles")
    strings = _find_part(package, relations, "sharedStrings")
    shared = Shared(
        styles=read_styles(package.parse(styles)) if styles else (),
        strings=read_shared_strings(package.read(strings), strings) if strings else (),
        is_uncalculated=_is_set(workbook, "calcPr", "fullCalcOnLoad"),
    )
    epoch: Epoch = 1904 if _is_set(workbook, "workbookPr", "date1904") else 1900
    entries = [_read_entry(element) for element in workbook.iter("{*}sheet")]
    if not entries:
        raise BrokenPart(part=part)
    printed = _read_printed(workbook)
    reader = _SheetReader(package, relations, shared, epoch)
    told: list[Message] = []
    sheets: list[Sheet] = []
    for at, entry in enumerate(entries):
        if entry.is_hidden or not reader.is_sheet(entry):
            continue
        try:
            sheets.append(reader.read(entry, printed.get(at, ())))
        except (BrokenPart, MissingPart) as error:
            if len(entries) == 1:
                raise
            told.append(message("sheet-broken", sheet=entry.name, reason=error.message))
    hidden = [entry.name for entry in entries if entry.is_hidden]
    return make_workbook_document(sheets, format="xlsx", hidden=hidden, told=told)


@dataclass(slots=True)
class _SheetReader:
    """Reads sheets of one package."""

    package: Package
    relations: Mapping[str, _Relation]
    shared: Shared
    epoch: Epoch
    budget: Budget = field(default_factory=Budget)

    def is_sheet(self, entry: _Entry) -> bool:
        """Tell whether an entry is a sheet of cells, and none of charts or macros."""
        relation = self.relations.get(entry.relation)
        return relation is None or relation.kind == "worksheet"

    def read(self, entry: _Entry, printed: Sequence[Area]) -> Sheet:
        """Return what the sheet shows; raises ``BrokenPart`` and ``MissingPart``."""
        relation = self.relations.get(entry.relation)
        if relation is None:
            raise MissingPart(part=entry.name)
        into = SheetCollector(entry.name, self.budget, self.epoch, printed=printed)
        part = relation.target
        drawing = read_sheet_xml(self.package.read(part), part, self.shared, into)
        if drawing is not None:
            with suppress(BrokenPart, MissingPart):
                target = _read_relations(self.package, part).get(drawing)
                if target is not None:
                    into.boxes, into.pictures = read_drawing(self.package.parse(target.target))
        return into.finish()


def _find_workbook(package: Package) -> str:
    with suppress(OfficeRefused):
        relations = _read_relations(package, "")
        return next((one.target for one in relations.values() if one.kind == "officeDocument"), _WORKBOOK)
    return _WORKBOOK


def _read_relations(package: Package, part: str) -> Mapping[str, _Relation]:
    """Return what a part refers to by id; nothing where it refers to nothing."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if path not in package:
        return {}
    found: dict[str, _Relation] = {}
    for element in package.parse(path):
        target = posixpath.join("/", folder, element.get("Target", "")).lstrip("/")
        kind = element.get("Type", "").rpartition("/")[2]
        found[element.get("Id", "")] = _Relation(kind, posixpath.normpath(target))
    return found


def _find_part(package: Package, relations: Mapping[str, _Relation], kind: str) -> str | None:
    """Return the part of the package that holds the styles or the strings, where it has them."""
    part = next((one.target for one in relations.values() if one.kind == kind), None)
    return part if part is not None and part in package else None


def _is_set(workbook: etree._Element, element: str, attribute: str) -> bool:
    return any(found.get(attribute) in _ON for found in workbook.iter(f"{{*}}{element}"))


def _read_entry(element: etree._Element) -> _Entry:
    relation = read_attribute(element, "id") or ""
    is_hidden = element.get("state", "visible") != "visible"
    return _Entry(element.get("name", ""), relation, is_hidden)


def _read_printed(workbook: etree._Element) -> Mapping[int, Sequence[Area]]:
    """Return the areas that each sheet, by its number from 0, prints, where it has a print area."""
    areas: dict[int, list[Area]] = {}
    limited: set[int] = set()
    for element in workbook.iter("{*}definedName"):
        name, sheet = element.get("name", "").lower(), element.get("localSheetId", "")
        if name not in _PRINTED or not sheet.isdigit():
            continue
        if name == "_xlnm.print_area":
            limited.add(int(sheet))
        areas.setdefault(int(sheet), []).extend(_read_areas(element.text or ""))
    return {sheet: found for sheet, found in areas.items() if sheet in limited}


def _read_areas(text: str) -> Iterator[Area]:
    for part in text.split(","):
        area = read_area(part)
        if area is not None:
            yield area
