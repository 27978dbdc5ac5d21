"""The same form as a PDF, a Word, an RTF and an OpenDocument text gives the same Form, field by field."""

from __future__ import annotations

import pytest

import extract
from audit import audit_form
from normalize import read_forms
from support.office_texts import WRITERS
from support.paths import SAMPLES
from support.same_forms import describe_form

FAMILIES = ["L00", "L03", "L05", "L07", "L11b", "L14", "L16", "L18", "L19-b"]


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("family", FAMILIES)
def test_a_form_is_the_same_in_each_format(tmp_path, family, kind):
    printed = extract.read(SAMPLES / "families" / f"{family}.pdf")
    path = tmp_path / "自评表"
    path.write_bytes(WRITERS[kind](printed))
    written = extract.read(path)
    assert written.conservation.holds
    assert not written.warnings
    wanted, found = read_forms(printed).forms, read_forms(written).forms
    assert list(map(describe_form, found)) == list(map(describe_form, wanted))
    assert [audit_form(form).verdict for form in found] == [audit_form(form).verdict for form in wanted]
