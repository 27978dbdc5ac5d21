"""Forms typed as rows of cells, read as a ruled page or as text."""

from __future__ import annotations

from extract import Document
from extract.grid import Box, Cell, Grid
from extract.text.reader import read_text
from normalize import Form, read_forms

HEAD = """项目支出绩效自评表
(2023年度)
项目名称\t河渠整修\t\t主管部门\t青禾县水利局
项目资金(万元)\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t100\t100\t100\t10\t100%\t10
"""
"""The head of a form and its funds, whose execution has 10 of 10 points."""


def read_ruled(*tables: str, wide: str = "") -> Form:
    """Read typed rows, cells parted by tabs, as tables with rulings; the first begins with the title.

    The cell that prints ``wide`` covers the next one, too.
    """
    grids: list[Grid] = []
    for table in tables:
        rows = [line.split("\t") for line in table.strip("\n").split("\n")]
        cols = max(map(len, rows))
        cells: list[Cell] = []
        for at, row in enumerate(rows):
            filled = [*row, *[""] * (cols - len(row))] if len(row) > 1 else row
            for n, text in enumerate(filled):
                if n and wide and filled[n - 1] == wide:
                    continue
                colspan = cols if len(row) == 1 else 1 + (bool(wide) and text == wide)
                box = Box(1, n * 50, at * 20, (n + colspan) * 50, at * 20 + 20)
                cells.append(Cell(at, n, text, (box,), 1, colspan))
        grids.append(Grid(len(rows), cols, tuple(cells)))
    (form,) = read_forms(Document("pdf", "pdfium", 1, tuple(grids))).forms
    return form


def codes(form: Form) -> list[str]:
    """Return the codes of a form's warnings."""
    return [warning.code for warning in form.warnings]


def read_typed(text: str) -> Form:
    """Read typed rows, cells parted by tabs, as a text file."""
    (form,) = read_forms(read_text(text.encode())).forms
    return form


def read_both(table: str) -> list[Form]:
    """Read typed rows as a ruled page and as a text file."""
    return [read_ruled(table), read_typed(table)]
