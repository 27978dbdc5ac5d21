"""A form in any format is the form: field by field, finding by finding."""

from functools import cache

import pytest

import extract
from hebiao import read
from normalize import Form, decide_seams
from support.forms_told import describe_form, list_values, list_verdict
from support.paths import SAMPLES
from support.same_form import WRITERS, Piece, list_pieces, repeat_merged_rows

FAMILIES = SAMPLES / "families"
UNKNOWN_HEADS = "未见省份"  # its funds are told by a rate alone
NAMES = sorted(path.stem for path in FAMILIES.glob("*.pdf"))


@cache
def read_pieces(name: str) -> list[Piece]:
    return list_pieces(decide_seams(extract.read(FAMILIES / f"{name}.pdf")))


@cache
def read_sample(name: str) -> list[Form]:
    return read(FAMILIES / f"{name}.pdf")


@pytest.mark.parametrize("format_", WRITERS)
@pytest.mark.parametrize("name", NAMES)
def test_a_form_is_the_same_in_every_format(tmp_path, name, format_):
    path = tmp_path / f"form.{format_}"
    path.write_bytes(WRITERS[format_](read_pieces(name)))
    written = extract.read(path)
    assert written.conservation.holds
    assert not written.warnings
    forms, plain = read(path), read_sample(name)
    assert list(map(describe_form, forms)) == list(map(describe_form, plain))
    assert [list_values(form) for form in forms] == [list_values(form) for form in plain]
    assert list(map(list_verdict, forms)) == list(map(list_verdict, plain))


KEPT = [
    path for path in sorted((SAMPLES / "office").iterdir()) if path.suffix in {".doc", ".wps", ".xls", ".et"}
]


@pytest.mark.parametrize("path", [path for path in KEPT if path.stem in NAMES], ids=lambda path: path.name)
def test_a_form_is_the_same_in_a_binary_file(path):
    forms, plain = read(path), read_sample(path.stem)
    assert [list_values(form) for form in forms] == [list_values(form) for form in plain]
    assert list(map(list_verdict, forms)) == list(map(list_verdict, plain))


@pytest.mark.parametrize("name", [name for name in NAMES if name != UNKNOWN_HEADS])
def test_labels_that_stand_in_each_of_their_rows_are_one(tmp_path, name):
    path = tmp_path / "form.html"
    path.write_bytes(WRITERS["html"](list(map(repeat_merged_rows, read_pieces(name)))))
    forms, plain = read(path), read_sample(name)
    assert [list_values(form) for form in forms] == [list_values(form) for form in plain]
    assert list(map(list_verdict, forms)) == list(map(list_verdict, plain))
