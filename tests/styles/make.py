"""Print the form in every style: ``python tests/styles/make.py FOLDER`` writes the files and their truth for looking at."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

from styles import changes, marks, ruling, truth
from styles.layout import SIZE, Piece, Text, paged, width_of
from styles.lettering import Letters, letters
from styles.paper import Sheet, pdf
from styles.styles import STYLES, Style
from styles.table import DATA, LEFT, SIDE, Data, Spot, form, head_row

_TOP = 780.0  # of the table in page space
_TITLE_TOP = 805.0
_TURNED = (0.0, 0.0, 842.0, 595.0)
_OTHER_CHARS = "".join(map(chr, range(0x20, 0x7F))) + marks.RING + marks.INSIDE + marks.DRAFT


def spots(style: Style, data: Data = DATA) -> tuple[Spot, ...]:
    """Lay out a form in the style's columns."""
    if style.change is changes.unchanged:
        return form(data)
    second = paged(form(data), body=style.body, whole_rows=True)[1]
    return style.change(
        form(data), min(piece.spot.row for piece in second if piece.top == 0 and not piece.cut_top)
    )


def cut(style: Style, data: Data = DATA) -> list[tuple[Piece, ...]]:
    """Cut a form into the style's pages, before heads are repeated."""
    return paged(spots(style, data), body=style.body, labels=style.labels, whole_rows=style.whole_rows)


def print_form(style: Style, data: Data = DATA) -> bytes:
    """Print a form in a style and give the file's bytes."""
    other = [changes.OTHER_TITLE, *("".join(row) for row in changes.OTHER)]
    texts = [spot.text for spot in form(data)] + [data["title"], data["year_line"], _OTHER_CHARS, *other]
    written = letters("".join(texts).replace("\n", ""), style.fonts, style.meant)
    pages = [
        _with_head(pieces) if style.heads and place else pieces
        for place, pieces in enumerate(cut(style, data))
    ]
    sheets = [_sheet(style, written, pieces, place, data) for place, pieces in enumerate(pages)]
    if style.other:
        below = _TOP - max(piece.bottom for piece in pages[-1])
        sheets[-1] = replace(sheets[-1], content=sheets[-1].content + changes.other_table(written, below))
    return pdf(sheets, written)


def _sheet(style: Style, written: Letters, pieces: Sequence[Piece], place: int, data: Data) -> Sheet:
    height = max(piece.bottom for piece in pieces)
    drawn = (
        ruling.rectangles(pieces, _TOP)
        if style.cells
        else style.rules(ruling.sides(pieces, _TOP, closed=style.closed))
    )
    title = (
        ""
        if place
        else written.show(data["title"], 190, _TITLE_TOP, 16)
        + written.show(data["year_line"], 265, _TITLE_TOP - 15)
    )
    text = "".join(_text(style, written, piece) for piece in pieces) + written.show(str(place + 1), 295, 30)
    mark = marks.watermark(written, _TOP, height) if style.watermark else ""
    stamp = marks.seal(written, _TOP, height) if style.seal else ""
    content = style.under(_TOP, height) + drawn + title + text + style.over(_TOP, height) + mark + stamp
    if place in style.landscape:
        lower = _TURNED[3] - style.box[3]
        return Sheet(f"{style.wider} 0 0 1 {style.shift} {lower} cm\n{content}", _TURNED)
    return Sheet(_placed(style, content), style.box, style.crop, style.rotate, style.form)


def _placed(style: Style, content: str) -> str:
    """Move the content to the page's own origin, and turn it so that it stands upright once the page is turned."""
    left, bottom, right, top = style.crop or style.box
    width, height = right - left, top - bottom
    turns = {90: f"0 1 -1 0 {width} 0", 180: f"-1 0 0 -1 {width} {height}", 270: f"0 -1 1 0 0 {height}"}
    fitted = {90: "0.7 0 0 0.7 20 10", 270: "0.7 0 0 0.7 20 10"}
    inner = turns.get(style.rotate, "1 0 0 1 0 0")
    return f"1 0 0 1 {left} {bottom} cm {inner} cm {fitted.get(style.rotate, '1 0 0 1 0 0')} cm\n{content}"


def _text(style: Style, written: Letters, piece: Piece) -> str:
    if piece.spot.label and style.turned and width_of(piece.spot.text) < piece.bottom - piece.top:
        return _turned(style.turned, written, piece)
    shown = [_line(style, written, piece, line) for line in piece.lines]
    return "".join(shown)


def _line(style: Style, written: Letters, piece: Piece, line: Text) -> str:
    text, x, y = line.text, line.x, _TOP - line.baseline
    if style.spaced and piece.spot.label and len(text) > 1:
        text = " ".join(text)
        x = piece.spot.x0 + 1
    if style.hanging and text[-1] in "。,;、":
        x = piece.spot.x1 - SIZE * sum(0.5 if ord(char) < 0x2000 else 1 for char in text) + 3
    if style.raised and text.endswith("m²"):
        return written.show(text[:-1], x, y) + written.show("2", x + SIZE / 2 * (len(text) - 1), y + 4, 5)
    shown = written.show(text, x, y)
    return shown + written.show(text, x + 0.25, y) if style.bold else shown


def _turned(matrix: Sequence[float], written: Letters, piece: Piece) -> str:
    text = "".join(line.text for line in piece.lines)
    if not text:
        return ""
    middle_x, middle_y = (piece.spot.x0 + piece.spot.x1) / 2, _TOP - (piece.top + piece.bottom) / 2
    away = SIZE * len(text) / 2
    side = 3 if matrix[1] > 0 else -3
    return written.show(text, middle_x + side, middle_y - away * matrix[1], matrix=matrix)


def _with_head(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Put the indicators' head on top of a page."""
    first = head_row()
    spots = [
        Spot(0, SIDE, LEFT, ""),
        *(replace(spot, row=0) for spot in form() if spot.row == first and not spot.label),
    ]
    (head,) = paged(spots)
    height = head[0].bottom
    return (*head, *(_lowered(piece, height) for piece in pieces))


def _lowered(piece: Piece, by: float) -> Piece:
    lines = tuple(replace(line, baseline=line.baseline + by) for line in piece.lines)
    return replace(piece, top=piece.top + by, bottom=piece.bottom + by, lines=lines)


def main(folder: Path) -> None:
    """Write every style's file and truth."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, style in STYLES.items():
        (folder / f"{name}.pdf").write_bytes(print_form(style))
        cells, breaks = truth.grid(style, spots(style), cut(style))
        told = {"cells": cells, "breaks": breaks, "form": truth.values(style)}
        (folder / f"{name}.json").write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
