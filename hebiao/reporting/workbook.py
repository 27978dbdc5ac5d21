"""Tables as an Excel workbook: a summary that people read, then a sheet for each table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from hebiao.reporting.spreadsheet import put

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from hebiao.reporting.words import SEVERITIES, VERDICTS
from store.read.listing import ListedForm, findings, list_forms
from store.search.filtering import FormFilter

if TYPE_CHECKING:
    from sqlalchemy import Engine

ROWS_A_SHEET = 1_048_576
"""As many as Excel takes, the head among them."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: its head, its width in characters, and how Excel shows its numbers."""

    head: str
    width: int = 14
    number: str = ""


@dataclass(slots=True)
class Book:
    """An open workbook, and what could not be put into it as it is."""

    file: Workbook
    rows_a_sheet: int = ROWS_A_SHEET
    split: list[str] = field(default_factory=list)
    cut: int = 0

    def write(self, name: str, columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> int:
        """Write a table to a sheet, or to several where it is longer than Excel's; gives the number of its rows."""
        forms = [
            self.file.add_format({"num_format": column.number}) if column.number else None
            for column in columns
        ]
        sheet, at, count = self._sheet(name, columns), 0, 0
        for row in rows:
            if at + 1 == self.rows_a_sheet:
                self.split += [name] if count == at else []
                sheet, at = self._sheet(f"{name} {count // (self.rows_a_sheet - 1) + 1}", columns), 0
            at, count = at + 1, count + 1
            self.cut += _put_row(sheet, at, row, forms)
        return count

    def _sheet(self, name: str, columns: Sequence[Column]) -> Worksheet:
        sheet = self.file.add_worksheet(name)
        bold = self.file.add_format({"bold": True, "bottom": 1})
        for number, column in enumerate(columns):
            sheet.set_column(number, number, column.width)
        for number, column in enumerate(columns):
            put(sheet, 0, number, column.head, bold)
        sheet.freeze_panes(1, 0)
        _set_up_print(sheet)
        return sheet


def opened(path: Path, rows_a_sheet: int = ROWS_A_SHEET) -> Book:
    """Open a new workbook that holds one row in memory at a time; what it keeps till its end lies beside it."""
    from xlsxwriter import Workbook

    return Book(Workbook(path, {"constant_memory": True, "tmpdir": str(path.parent)}), rows_a_sheet)


def _set_up_print(sheet: Worksheet) -> None:
    """Let a sheet print on A4 paper laid across, as wide as one page, the head on each."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _put_row(sheet: Worksheet, number: int, row: Sequence[object], forms: Sequence[Format | None]) -> int:
    """Write a row; gives the number of texts that were cut."""
    return sum(
        not put(sheet, number, column, value, form)
        for column, (value, form) in enumerate(zip(row, forms, strict=True))
    )


SHEET = "汇总"
_YUAN = "#,##0.00"
COLUMNS = (
    Column("部门(单位)", 28),
    Column("年度", 7),
    Column("项目", 32),
    Column("标题", 32),
    Column("结论", 11),
    Column("总分", 8),
    Column("分值合计", 9),
    Column("等级", 6),
    Column("错误", 6),
    Column("警告", 6),
    Column("全年预算数(元)", 18, _YUAN),
    Column("全年执行数(元)", 18, _YUAN),
    Column("问题", 60),
    Column("文件", 32),
    Column("表编号", 8),
)
_FORMS_AT_ONCE = 500
_SHOWN = 10


def summary(engine: Engine, chosen: FormFilter) -> Iterator[tuple[object, ...]]:
    """Yield a row for each of the chosen forms, department by department."""
    listed = list_forms(engine, chosen, "department")
    while some := list(islice(listed, _FORMS_AT_ONCE)):
        told = _told(engine, [form.id for form in some])
        yield from (_row(form, told[form.id]) for form in some)


def _told(engine: Engine, form_ids: list[int]) -> dict[int, list[str]]:
    told: dict[int, list[str]] = defaultdict(list)
    for found in findings(engine, form_ids, severities=("error", "warning")):
        told[found.form_id].append(f"{SEVERITIES[found.severity]}:{found.message}")
    return told


def _row(form: ListedForm, told: list[str]) -> tuple[object, ...]:
    more = [f"另有 {len(told) - _SHOWN} 条"] if len(told) > _SHOWN else []
    scores = (
        VERDICTS[form.verdict],
        form.score_total,
        form.weight_total,
        form.grade,
        form.errors,
        form.warnings,
    )
    money = (form.budget_yuan, form.executed_yuan)
    return (
        *(form.department, form.year, form.project, form.title),
        *scores,
        *money,
        *("\n".join(told[:_SHOWN] + more) or None, form.file, form.id),
    )
