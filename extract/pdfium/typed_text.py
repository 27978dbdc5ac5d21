"""Text that stands on a page and not in it: what was typed into a form's fields, or onto the page."""

from __future__ import annotations

from typing import Any

import pypdfium2.raw as pdfium

_TYPED = (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT)


def load_page(document: Any, index: int) -> tuple[Any, int]:  # noqa: ANN401 - ctypes handles
    """Load a page with what is typed on it made part of it, and count the objects before that.

    No page where it is broken.

    Marks of reviewers, links and stamps are no part.
    """
    page = pdfium.FPDF_LoadPage(document, index)
    own = pdfium.FPDFPage_CountObjects(page) if page else 0
    if not page or not (count := pdfium.FPDFPage_GetAnnotCount(page)) or not _leaves_typed(page, count):
        return page, own
    pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
    pdfium.FPDF_ClosePage(page)
    return pdfium.FPDF_LoadPage(document, index), own


def _leaves_typed(page: Any, count: int) -> int:  # noqa: ANN401
    """Take all other marks from a page, the last first, and count what is typed on it."""
    typed = 0
    for index in reversed(range(count)):
        mark = pdfium.FPDFPage_GetAnnot(page, index)
        kind = pdfium.FPDFAnnot_GetSubtype(mark)
        pdfium.FPDFPage_CloseAnnot(mark)
        typed += kind in _TYPED
        if kind not in _TYPED:
            pdfium.FPDFPage_RemoveAnnot(page, index)
    return typed
