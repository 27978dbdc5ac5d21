"""Make the old Excel files that the tests read: ``pip install xlwt``, then ``python tests/data/sheets/make_xls.py``.

xlwt is no longer maintained and is no dependency of the tests: the files that it made are kept.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import xlwt

HERE = Path(__file__).parent
BORDERS = "borders: left thin, right thin, top thin, bottom thin"


def make_features() -> xlwt.Workbook:
    """Return a workbook with one cell of each kind that a reader may get wrong."""
    book = xlwt.Workbook(encoding="utf-8")
    old = book.add_sheet("旧表")
    old.write(0, 0, "旧")
    old.visibility = 1
    sheet = book.add_sheet("自评表")
    book.set_active_sheet(1)
    ruled = xlwt.easyxf(BORDERS)
    sheet.write_merge(0, 0, 0, 3, "项目支出绩效自评表", xlwt.easyxf("alignment: horizontal center"))
    rows = [
        ("预算", 8705000.5, "#,##0.00"),
        ("执行率", 0.961, "0.0%"),
        ("次数", 31, '0"次"'),
        ("填报日期", date(2024, 1, 5), 'yyyy"年"m"月"d"日"'),
        ("短日期", 45000, "M/D/YY"),
        ("不显示", 99, ";;;"),
        ("白字", 98, None),
        ("真值", True, None),
        ("隐藏行", 97, None),
    ]
    for at, (label, value, code) in enumerate(rows, 1):
        style = xlwt.easyxf(
            f"{BORDERS}; font: color white" if label == "白字" else BORDERS, num_format_str=code or "General"
        )
        sheet.write(at, 0, label, ruled)
        sheet.write(at, 1, value, style)
    sheet.row(len(rows)).hidden = True
    struck, plain = xlwt.easyfont("struck_out true"), xlwt.easyfont("")
    sheet.write(10, 0, "改分", ruled)
    sheet.write_rich_text(10, 1, [("95", struck), ("96", plain)], ruled)
    sheet.write(11, 0, "公式", ruled)
    sheet.write(11, 1, xlwt.Formula("1+1"), ruled)
    across = xlwt.easyxf(f"{BORDERS}; alignment: horizontal center_across_selection")
    sheet.write(12, 0, "跨列", across)
    sheet.write(12, 1, "", across)
    sheet.write(12, 2, "尾", ruled)
    sheet.write(1, 3, "隐藏列", ruled)
    sheet.col(3).hidden = True
    return book


def make_far() -> xlwt.Workbook:
    """Return a workbook with two cells and one in the last row and column."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Sheet1")
    sheet.write(0, 0, "甲")
    sheet.write(0, 1, "乙")
    sheet.write(65535, 255, "远")
    return book


if __name__ == "__main__":
    make_features().save(HERE / "features.xls")
    make_far().save(HERE / "far.xls")
