"""Forms printed without upright rulings, or without any."""

from __future__ import annotations

import pytest

from audit import audit_form
from extract import read as read_document
from hebiao import read
from support.borderless_truth import FOLDER, forms_of, misread

PDFS = sorted(FOLDER.glob("*.pdf"), key=lambda path: path.name)

every_pdf = pytest.mark.parametrize(
    "path", PDFS, ids=[path.name.split("-")[0] + path.stem[-5:] for path in PDFS]
)


@every_pdf
def test_a_form_without_upright_rules_is_read_as_it_was_laid_out(path):
    assert [misread(*pair) for pair in zip(read(path), forms_of(path), strict=True)] == [{}] * len(
        forms_of(path)
    )


@every_pdf
def test_inferred_columns_are_told_and_no_verdict_is_sure_of_them(path):
    document = read_document(path)
    assert document.warnings[0].code == "columns-inferred"
    assert document.conservation.holds
    assert "agrees" not in {audit_form(form).verdict for form in read(path)}
