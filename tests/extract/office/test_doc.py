"""Word's binary files: the same form as printed, boxes and all that is hidden, and what is no such file."""

from __future__ import annotations

import pytest

import extract
from extract.errors import BrokenPackage
from extract.office.word.doc import read_doc
from normalize import read_forms
from support.forms_told import describe_form
from support.paths import SAMPLES
from support.word import draw, list_codes, list_doubts, list_lines

FOLDER = SAMPLES / "office"


@pytest.mark.parametrize("family", ["L07", "L16"])
def test_a_form_is_the_same_as_printed(family):
    printed, written = (
        extract.read(SAMPLES / "families" / f"{family}.pdf"),
        extract.read(FOLDER / f"{family}.doc"),
    )
    assert (written.format, written.warnings, written.conservation.holds) == ("doc", (), True)
    wanted, found = read_forms(printed).forms, read_forms(written).forms
    assert list(map(describe_form, found)) == list(map(describe_form, wanted))


def test_boxes_lists_and_headers_are_read_and_what_is_hidden_is_not():
    document = read_doc((FOLDER / "boxes.doc").read_bytes())
    assert list_lines(document) == ["绩效自评表", "页眉", "附件2", "丙", "之前", "之后"]
    assert [draw(document, at) for at in range(3)] == [["甲 乙", "1.产出 98"], ["子 1", "丑 2"], ["2.效益 2"]]
    assert list_doubts(document) == {"98": "struck"}
    assert list_codes(document) == ["changes-accepted", "hidden-text", "struck-text"]
    assert document.conservation.holds


def test_a_broken_file_is_refused():
    data = (FOLDER / "boxes.doc").read_bytes()
    for broken in (data[:600], data[: len(data) // 2], data[:1024] + bytes(len(data) - 1024)):
        with pytest.raises(BrokenPackage):
            read_doc(broken)


def test_any_byte_may_be_wrong():
    """Each damage ends in a refusal, or in a document whose characters are counted."""
    data = (FOLDER / "boxes.doc").read_bytes()
    for at in range(512, len(data), 397):
        damaged = data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]
        try:
            read_doc(damaged)
        except extract.Unreadable:
            continue
