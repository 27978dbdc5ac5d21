"""Moves one number at a time over the edge of its cell, in real files, and tells what becomes of it.

python benchmarks/moved_numbers.py FILE...
"""

from __future__ import annotations

import hashlib
import io
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import islice
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from extract.grid import Box
from hebiao.reading.file import read_job
from hebiao.reading.second_look import TAKEN
from hebiao.workers.job import Job, Options
from normalize import Form
from store import Record

SHARES = (0.2, 0.4, 0.6)  # of the number's width that stands in the next cell
NUMBERS_A_FILE = 6
PRINTED = 0.9  # of its glyphs that a file must still have
FUND_CELLS = ("budget", "executed", "rate", "score")


def main() -> None:
    """Print how many of the moved numbers were read right, saved, flagged and lost, by the share that was moved over."""
    counts: dict[float, Counter[str]] = {share: Counter() for share in SHARES}
    for path in map(Path, sys.argv[1:]):
        for entity, ordinal, field, box in islice(numbers(record_of(path)), NUMBERS_A_FILE):
            for share in SHARES:
                counts[share][
                    outcome(path, with_number_moved(path, box, share)[0], entity, ordinal, field)
                ] += 1
    for share, found in counts.items():
        print(f"{share:.0%}", dict(found))


def with_number_moved(path: Path, box: Box, share: float) -> tuple[bytes, int]:
    """Give the file with a cell's text moved until ``share`` of its width stands right of the cell, and how many objects it has."""
    document = pypdfium2.PdfDocument(path)
    page = document[(box.page or 1) - 1]
    height = page.get_height()
    inside = [
        item
        for item in page.get_objects([pdfium.FPDF_PAGEOBJ_TEXT])
        if _is_in(item.get_bounds(), box, height)
    ]
    if inside:
        left = min(item.get_bounds()[0] for item in inside)
        right = max(item.get_bounds()[2] for item in inside)
        by = (box.x1 or 0.0) - right + share * (right - left)
        for item in inside:
            pdfium.FPDFPageObj_Transform(item, 1, 0, 0, 1, by, 0)
        page.gen_content()
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue(), len(inside)


def numbers(record: Record) -> Iterator[tuple[str, int, str, Box]]:
    """Yield figures of the forms with their places: of the fund rows, then weights and scores of the indicators."""
    for form, _ in record.forms:
        for entity, lines, names in (
            ("fund", form.funds, FUND_CELLS),
            ("indicator", form.indicators, ("weight", "score")),
        ):
            for line in lines:
                found = (name for name in names if _value(form, entity, line.ordinal, name) is not None)
                yield from ((entity, line.ordinal, name, line.where[name][0]) for name in found)


def outcome(path: Path, data: bytes, entity: str, ordinal: int, field: str) -> str:
    """Tell what the reading of a damaged file says of one number, by that of the sound file."""
    sound, damaged = record_of(path), _record_of_bytes(data)
    if damaged.glyphs < PRINTED * sound.glyphs:
        return "not moved"  # PDFium does not write a page of Type 3 fonts anew
    if len(sound.forms) != len(damaged.forms):
        return "form lost"
    pairs = zip(sound.forms, damaged.forms, strict=True)
    same = all(
        _value(one, entity, ordinal, field) == _value(other, entity, ordinal, field)
        for (one, _), (other, _) in pairs
    )
    if same:
        return "saved" if any(TAKEN in form.notes for form, _ in damaged.forms) else "read right"
    if any(finding.cause == "reading" for _, audit in damaged.forms for finding in audit.findings):
        return "flagged"
    return "warned of" if any("两次读取" in words for words in damaged.warnings) else "wrong, unsaid"


@cache
def record_of(path: Path) -> Record:
    """Read a file as an import does, in this process."""
    return read_job(
        Job(str(path), hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size, Options())
    )


def _record_of_bytes(data: bytes) -> Record:
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        return record_of.__wrapped__(Path(file.name))


def _value(form: Form, entity: str, ordinal: int, field: str) -> Decimal | None:
    lines = form.funds if entity == "fund" else form.indicators
    line = next((line for line in lines if line.ordinal == ordinal), None)
    if line is None or field not in line.where:
        return None
    value: Decimal | None = getattr(line, f"{field}_yuan" if field in ("budget", "executed") else field)
    return value


def _is_in(bounds: tuple[float, float, float, float], box: Box, height: float) -> bool:
    x, y = (bounds[0] + bounds[2]) / 2, height - (bounds[1] + bounds[3]) / 2
    return (box.x0 or 0.0) <= x <= (box.x1 or 0.0) and (box.top or 0.0) <= y <= (box.bottom or 0.0)


if __name__ == "__main__":
    main()
