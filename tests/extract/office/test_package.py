"""Packages of parts: their names, and the bombs that are refused before they fill the memory."""

from __future__ import annotations

import io
import zipfile

import pytest

from extract.errors import BrokenPackage, BrokenPart, MissingPart, PartTooLarge
from extract.office.package import Package
from extract.office.settings import OfficeSettings
from extract.office.xml_tree import local_name, parse_xml

MB = 1024 * 1024


def pack(*parts: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts:
            archive.writestr(name, data)
    return buffer.getvalue()


def test_parts_are_found_whatever_their_slashes_and_case():
    package = Package(pack(("Doc_0\\Document.xml", b"<a/>"), ("/x/../b.xml", b"<b/>")))
    assert local_name(package.parse("/doc_0/document.xml")) == "a"
    assert "b.xml" in package
    with pytest.raises(MissingPart):
        package.read("../etc/passwd")


def test_a_bomb_is_refused_while_it_inflates():
    bomb = pack(("word/document.xml", bytes(80 * MB)))
    assert len(bomb) < MB
    with pytest.raises(PartTooLarge):
        Package(bomb).read("word/document.xml")


def test_a_part_that_packs_too_well_is_refused():
    with pytest.raises(PartTooLarge):
        Package(pack(("a.xml", bytes(20 * MB)))).read("a.xml")


def test_a_broken_package_and_a_broken_part_say_so():
    data = pack(("a.xml", b"<a>"))
    with pytest.raises(BrokenPackage):
        Package(data[:30])
    with pytest.raises(BrokenPart):
        Package(data).parse("a.xml")


def test_entities_are_left_alone(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("top secret")
    text = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{secret}">]><a>&x;</a>'
    root = parse_xml(text.encode(), "a.xml")
    assert "secret" not in "".join(root.itertext()).replace(str(secret), "")


def test_an_entity_bomb_is_refused():
    entities = "".join(f'<!ENTITY x{n} "{f"&x{n - 1};" * 10 if n else "ha"}">' for n in range(12))
    with pytest.raises(BrokenPart):
        parse_xml(f"<!DOCTYPE a [{entities}]><a>&x11;</a>".encode(), "a.xml")


def test_parts_that_are_too_large_together_are_refused(monkeypatch):
    monkeypatch.setattr("extract.office.package.LIMITS", OfficeSettings(package_bytes=250))
    package = Package(pack(("a.xml", bytes(100)), ("b.xml", bytes(100)), ("c.xml", bytes(100))))
    assert len(package.read("a.xml") + package.read("b.xml")) == 200
    with pytest.raises(PartTooLarge):
        package.read("c.xml")
