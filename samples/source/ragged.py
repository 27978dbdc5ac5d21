"""The layout L00 as a text whose rows share no grid, damaged the way a conversion of a printed form damages it.

A page end puts an empty line and then the rest of the cut cell in a row of its own; pages are by turns eleven
columns wide and ten, without the side label's column.
"""

from __future__ import annotations

import re
from itertools import chain

from source.content import Damage, Indicator, Sample

FIELDS = (
    "side",
    "level1",
    "level2",
    "level3",
    "content",
    "target",
    "actual",
    "weight",
    "score",
    "reason",
    "measures",
)
HEAD = (
    "",
    "一级指标",
    "二级指标",
    "三级指标",
    "目标内容",
    "目标值",
    "完成值",
    "分值",
    "得分",
    "未完成原因",
    "改进措施",
)
FUND_HEAD = (
    "资金来源",
    "全年预算数(A)",
    "全年执行数(B)",
    "上级财政转移支付(C)",
    "分值",
    "执行率((B-C)/A)",
    "得分",
)
WRAPPED = ("level3", "content", "actual", "reason", "measures")
NAME_WRAP = 3


def lines(sample: Sample) -> list[str]:
    """Lay out the form's lines, title first."""
    return [
        "",
        sample.title,
        "",
        sample.year_line,
        "",
        *chain(_head(sample), _funds(sample), _goals(sample), _indicators(sample)),
        _total(sample),
    ]


def _head(sample: Sample) -> list[str]:
    return [
        _row(
            (
                sample.department_label,
                sample.department,
                "",
                "",
                "所属独立核算单位个数",
                "",
                "",
                sample.units,
            ),
            8,
        )
    ]


def _funds(sample: Sample) -> list[str]:
    sides = [f"资金情况({sample.money})", *[""] * (len(sample.funds) - 1)]
    rows = [
        (side, fund.source, fund.budget, fund.executed, fund.transferred, fund.weight, fund.rate, fund.score)
        for side, fund in zip(sides, sample.funds, strict=True)
    ]
    return [_row(row, 8) for row in [("", *FUND_HEAD), *rows, ("部门职能概述", sample.duties)]]


def _goals(sample: Sample) -> list[str]:
    head = ("年度总体目标", "年初设定目标", "", "", "目标完成情况")
    first, at, rest = _marked(sample.actual).partition(sample.goal_cut)
    return [
        _row(head, 8),
        _row(("", _marked(sample.expected), "", "", first + at), 8),
        "",
        _row(("", rest), 11),
    ]


def _indicators(sample: Sample) -> list[str]:
    damages = {damage.row: damage for damage in sample.damage}
    out, width, above = [_row(HEAD, 11)], 11, ("", "")
    for number, line in enumerate(sample.indicators, 1):
        damage = damages.get(number, Damage(number))
        cells = _cells(line, damage, above) | {"side": "年度绩效指标" if number == 1 else ""}
        printed, width = _printed(cells, damage, width)
        out += printed
        above = (line.level1, line.level2)
    return out


def _cells(line: Indicator, damage: Damage, above: tuple[str, str]) -> dict[str, str]:
    cells = {field: getattr(line, field) for field in FIELDS[1:]}
    for field, before in zip(("level1", "level2"), above, strict=True):
        cells[field] = "" if cells[field] == before else cells[field]
    if damage.marks:
        cells |= {field: _marked(cells[field]) for field in ("content", "actual")}
    return cells


def _printed(cells: dict[str, str], damage: Damage, width: int) -> tuple[list[str], int]:
    """Print one indicator: its lines, and the width of the page on which they end."""
    name, rest = "", ""
    if damage.name_after:
        name, cells["level2"] = cells["level2"], ""
    if damage.cut:
        first, at, rest = cells[damage.cut].partition(damage.at)
        cells[damage.cut] = first + at
    if damage.wrap:
        cells |= {field: _wrapped(cells[field], damage.wrap) for field in WRAPPED}
    out = [_row(_placed(cells, 11 - width + damage.left), width)]
    if name:
        out.append(_row(("", "", _wrapped(name, NAME_WRAP)), width))
    if not damage.cut:
        return out, width
    turned = 21 - width
    return [*out, "", _row(_placed({damage.cut: rest}, 11 - turned), turned)], turned


def _placed(cells: dict[str, str], dropped: int) -> list[str]:
    row = [cells.get(field, "") for field in FIELDS]
    if any(row[:dropped]):
        raise ValueError(f"a cell with text cannot be dropped: {row[:dropped]}")
    return row[dropped:]


def _row(cells: tuple[str, ...] | list[str], width: int) -> str:
    return "\t".join([*cells, *[""] * (width - len(cells))])


def _marked(text: str) -> str:
    parts = re.split(r"(?<!指标) (?=目标\d|\d[.:])", text)
    return " ".join(f"<p>{part}</p>" for part in parts)


def _wrapped(text: str, width: int) -> str:
    """Blanks where lines of ``width`` characters end; no number is broken."""
    out = [""]
    for piece in re.findall(r"[\d.]+|.", text):
        if out[-1] and len(out[-1]) + len(piece) > width:
            out.append("")
        out[-1] += piece
    return " ".join(out)


def _total(sample: Sample) -> str:
    return _row(("总分", "", "", "", "", "", sample.weight_total, sample.score_total), 11)
