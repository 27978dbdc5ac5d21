"""Values into Excel's cells: a number is a number as long as Excel holds it exactly, and every text is text."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

EXACT_DIGITS = 15
"""As many digits of a number Excel keeps."""

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_TOO_LONG = -2


def put(sheet: Worksheet, row: int, column: int, value: object, form: Format | None = None) -> bool:
    """Write a value into a cell; False where a text is longer than Excel's 32,767 characters and was cut."""
    if value is None:
        return True
    if isinstance(value, int | float | Decimal) and _fits(value):
        return bool(sheet.write_number(row, column, value, form) == 0)
    return bool(sheet.write_string(row, column, _text(value), form) != _TOO_LONG)


def _fits(value: float | Decimal) -> bool:
    """Tell whether Excel holds a number exactly; a measure that is a float is as exact as it will be."""
    number = Decimal(value)
    return number.is_finite() and (
        isinstance(value, float) or len(number.normalize().as_tuple().digits) <= EXACT_DIGITS
    )


def _text(value: Any) -> str:  # noqa: ANN401 - whatever a table holds
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    text = _NO_XML.sub("", format(value, "f") if isinstance(value, Decimal) else str(value))
    return _as_one_run(text) if text.startswith("<r>") and text.endswith("</r>") else text


def _as_one_run(text: str) -> str:
    """Write a text as Excel's rich text: XlsxWriter takes what stands in ``<r>`` for that, and would not escape it."""
    return f'<r><t xml:space="preserve">{escape(text)}</t></r>'
