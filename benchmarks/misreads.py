"""Printed forms read as if they were scans that a recogniser misread here and there: what becomes of them.

    python benchmarks/misreads.py [FILE ...] [--rate 0.03] [--rounds 3] [--show]

Each form's cells get readings with alternatives, as a recogniser gives them: some figures are misread, most of
them unsurely and with the truth among the alternatives, some labels lose a character. Told are the forms that
agreed in print and agree again, wrong figures in forms that agree (must be 0), misread figures of the sums that
were put right or put wrong, and findings on sound forms that blame the form (must be 0).
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import log
from pathlib import Path

from msgspec import structs

from audit import rests_on_figures
from extract import Alternative, Cell, CellReading, Document, Grid, Unreadable
from hebiao.reading.audits import audit_forms
from hebiao.reading.file import read_document
from hebiao.reading.repair.forms import audit_recognised
from hebiao.workers.job import Options
from normalize import AMOUNTS, Form, decide_seams, read_forms, snap_labels

ALIKE = {
    "0": "8693",
    "1": "74",
    "2": "73",
    "3": "852",
    "4": "19",
    "5": "638",
    "6": "805",
    "7": "12",
    "8": "3609",
    "9": "08",
    ".": ",",
    ",": ".",
    "≥": ">2",
    "≤": "<",
    "%": "6",
}
CHARACTERS = {
    "万": "方",
    "额": "客",
    "预": "顶",
    "算": "箅",
    "目": "曰",
    "标": "示",
    "效": "郊",
    "值": "直",
    "得": "碍",
    "率": "卒",
    "质": "盾",
    "量": "里",
}
SURE = 0.9997
HALF, DOUBLED, LOST, LISTED = 0.5, 0.06, 0.1, 0.8


@dataclass(frozen=True, slots=True)
class Chances:
    """How often what happens; the defaults are worse than what recognisers do on clean pages."""

    misread: float = 0.03  # of cells with digits
    unsure: float = 0.12  # of the others
    misread_surely: float = 0.0  # of those that are misread
    unknown: float = 0.04  # of those that are misread: the truth is no alternative
    label: float = 0.05  # of cells without digits


@dataclass(slots=True)
class Misread:
    """A document as a recogniser may read it, and what its misread cells print."""

    document: Document
    printed: dict[str, str]


def misread_document(document: Document, chances: Chances, dice: random.Random) -> Misread:
    """Return the document with readings for every cell, some of them wrong."""
    readings: list[CellReading] = []
    printed: dict[str, str] = {}
    grids: list[Grid] = []
    for grid in document.grids:
        cells: list[Cell] = []
        for cell in grid.cells:
            box = next(iter(cell.boxes), None)
            if not cell.text or box is None or box.page is None:
                cells.append(cell)
                continue
            reading = _read(cell, chances, dice)
            readings.append(reading)
            if reading.text != cell.text:
                printed[reading.text] = cell.text
            sure = reading.confidence
            boxes = tuple(structs.replace(box, confidence=sure) for box in cell.boxes)
            cells.append(structs.replace(cell, text=reading.text, boxes=boxes))
        grids.append(replace(grid, cells=tuple(cells)))
    scanned = tuple(range(1, document.pages + 1))
    return Misread(replace(document, grids=tuple(grids), readings=tuple(readings), scanned=scanned), printed)


def _read(cell: Cell, chances: Chances, dice: random.Random) -> CellReading:
    box, text = cell.boxes[0], cell.text
    if not any(char.isdigit() for char in text):
        return _read_label(cell, chances, dice)
    others = list(dict.fromkeys(_misspell(text, dice) for _ in range(5)))
    others = [other for other in others if other != text]
    if others and dice.random() < chances.misread:
        wrong, *rest = others
        if dice.random() < chances.misread_surely:
            return CellReading(
                box, wrong, SURE, (Alternative(wrong, 0.0), Alternative(text, 8.5)), figure_confidence=SURE
            )
        share = dice.uniform(0.4, 0.95)
        true_share = (1 - share) * dice.uniform(0.3, 0.95)
        texts = [Alternative(wrong, -log(share))]
        if dice.random() >= chances.unknown:
            texts.append(Alternative(text, -log(true_share)))
        texts += [Alternative(other, -log((1 - share) * dice.uniform(0.003, 0.2))) for other in rest]
        confirmed = (wrong, text) if len(texts) > 1 and dice.random() < HALF else ()
        texts.sort(key=lambda one: one.cost)
        return CellReading(box, wrong, share, tuple(texts), confirmed, figure_confidence=share)
    if dice.random() < chances.unsure:
        share = dice.uniform(0.5, 0.998)
        texts = [Alternative(text, -log(share))]
        texts += [Alternative(other, -log((1 - share) * dice.uniform(0.01, 0.6))) for other in others]
        texts.sort(key=lambda one: one.cost)
        confirmed = (text,) if dice.random() < HALF else ()
        return CellReading(box, text, share, tuple(texts), confirmed, figure_confidence=share)
    texts = [Alternative(text, 0.0), *(Alternative(other, dice.uniform(7.5, 12)) for other in others[:3])]
    return CellReading(box, text, SURE, tuple(texts), figure_confidence=SURE)


def _misspell(text: str, dice: random.Random) -> str:
    places = [at for at, char in enumerate(text) if char in ALIKE]
    at = dice.choice(places)
    kind = dice.random()
    if text[at] in ".," and kind < HALF:
        return text[:at] + text[at + 1 :]
    if kind < DOUBLED:
        return text[:at] + text[at] + text[at:]
    if kind < LOST and len(text) > 1:
        return text[:at] + text[at + 1 :]
    return text[:at] + dice.choice(ALIKE[text[at]]) + text[at + 1 :]


def _read_label(cell: Cell, chances: Chances, dice: random.Random) -> CellReading:
    text, box = cell.text, cell.boxes[0]
    places = [at for at, char in enumerate(text) if char in CHARACTERS]
    if not places or dice.random() >= chances.label:
        return CellReading(box, text, SURE, (Alternative(text, 0.0),))
    at = dice.choice(places)
    wrong = text[:at] + CHARACTERS[text[at]] + text[at + 1 :]
    texts = (
        (Alternative(wrong, 0.2), Alternative(text, 1.9))
        if dice.random() < LISTED
        else (Alternative(wrong, 0.2),)
    )
    return CellReading(box, wrong, 0.8, texts)


def list_figures(form: Form) -> Iterator[tuple[str, object]]:
    """Yield every figure of a form by its place."""
    for name in ("year", "weight_total", "score_total", "review_total"):
        yield name, getattr(form, name)
    for fund in form.funds:
        for name in (*(f"{name}_yuan" for name in AMOUNTS), "rate", "weight", "score"):
            yield f"fund {fund.ordinal} {name}", getattr(fund, name)
    for level in form.levels:
        yield f"level {level.ordinal}", level.weight
    for line in form.indicators:
        for name in ("weight", "score", "review_score", "coefficient"):
            yield f"indicator {line.ordinal} {name}", getattr(line, name)
        for quantity in line.quantities:
            where = f"indicator {line.ordinal} {quantity.field} {quantity.ordinal}"
            yield where, (quantity.comparator, quantity.base_value, quantity.value_high)


def count_form(printed: Form, read: Form, verdicts: tuple[str, str], counts: Counter[str]) -> list[str]:
    """Count what became of a form; return its wrong figures."""
    wanted, got = dict(list_figures(printed)), dict(list_figures(read))
    wrong = [key for key in {*wanted, *got} if wanted.get(key) != got.get(key)]
    of_sums = [key for key in wrong if isinstance(wanted.get(key, got.get(key)), Decimal)]
    counts["forms"] += 1
    counts["figures"] += len(wanted)
    counts["wrong figures"] += len(wrong)
    counts["wrong figures of sums"] += len(of_sums)
    before, after = verdicts
    if before == "agrees":
        counts["sound"] += 1
        counts["sound that agree"] += after == "agrees"
        counts["sound that differ"] += after == "differs"
    if after == "agrees":
        counts["wrong in agrees"] += len(wrong)
        return wrong
    return []


def measure(path: Path, chances: Chances, dice: random.Random, counts: Counter[str], *, show: bool) -> None:
    """Read a file as it is, and as a scan; count the difference."""
    try:
        document, _, reading = read_document(path, Options())
    except Unreadable:
        return
    if document.scanned or not reading.forms or not any(grid.cells[0].boxes for grid in document.grids):
        return
    sound = audit_forms(document, reading.forms)
    misread = misread_document(document, chances, dice)
    start = snap_labels(decide_seams(misread.document))
    forms = read_forms(start).forms
    counts["forms lost"] += len(sound) - len(forms)
    if len(forms) != len(sound):
        return
    mended, audited = audit_recognised(start, forms)
    _count_repairs(start, mended, misread.printed, counts, show=show)
    for (printed, before), (read, after) in zip(sound, audited, strict=True):
        wrong = count_form(printed, read, (before.verdict, after.verdict), counts)
        if before.verdict == "agrees":
            blamed = [one for one in after.findings if one.cause == "form" and one.severity != "info"]
            known = {one.about for one in before.findings}
            false = [one for one in blamed if one.about not in known]
            counts["false accusations"] += len(false)
            counts["sound with a failing sum"] += any(rests_on_figures(one) for one in after.findings)
            if show:
                _show(path, read, [str(one) for one in after.findings if rests_on_figures(one)])
        if show and wrong:
            _show(path, read, [f"WRONG IN AGREES {key}" for key in wrong])


def _count_repairs(
    start: Document, mended: Document, printed: dict[str, str], counts: Counter[str], *, show: bool
) -> None:
    for one, other in zip(_list_cells(start), _list_cells(mended), strict=True):
        if one.text != other.text:
            is_right = printed.get(one.text) == other.text
            counts["mended right" if is_right else "mended wrong"] += 1
            if show and not is_right:
                print("mended wrong:", one.text, "to", other.text, "printed", printed.get(one.text, one.text))


def _list_cells(document: Document) -> Sequence[Cell]:
    return [cell for grid in document.grids for cell in grid.cells]


def _show(path: Path, form: Form, lines: Sequence[str]) -> None:
    for line in lines:
        print(path.name, form.ordinal, line)


def main() -> None:
    """Print what became of the forms."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--rate", type=float, default=0.03)
    parser.add_argument("--surely", type=float, default=0.0)
    parser.add_argument("--unsure", type=float, default=0.12)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--show", action="store_true")
    asked = parser.parse_args()
    files = asked.files or sorted(Path("samples/families").glob("*.pdf"))
    counts: Counter[str] = Counter()
    for number in range(asked.rounds):
        dice = random.Random(number)
        chances = Chances(misread=asked.rate, misread_surely=asked.surely, unsure=asked.unsure)
        for path in files:
            measure(path, chances, dice, counts, show=asked.show)
    for name, count in counts.items():
        print(f"{count:7} {name}")


if __name__ == "__main__":
    main()
