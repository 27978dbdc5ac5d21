"""The form as a table: cells by the edges of their columns, and the values that a reader must find in it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

Data = Mapping[str, Any]
DATA: Data = tomllib.loads((Path(__file__).parent / "form.toml").read_text("utf-8"))
SIDE, LEFT, RIGHT = 28, 54, 568
FUNDS = (LEFT, 142, 218, 290, 366, 418, 478, RIGHT)
INDICATORS = (LEFT, 98, 142, 218, 314, 366, 418, 448, 478, 523, RIGHT)
FUND_HEAD = (
    "资金来源",
    "全年预算数(A)",
    "全年执行数(B)",
    "上级财政移动支付(C)",
    "分值",
    "执行率((B-\nC)/A)",
    "得分",
)
INDICATOR_HEAD = (
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


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell: its row, how many rows it covers, its left and right edge in points, and its text with a newline where it wraps.

    ``label`` marks a merged name down the side.
    """

    row: int
    x0: float
    x1: float
    text: str
    rowspan: int = 1
    label: bool = False


def form(data: Data = DATA) -> tuple[Spot, ...]:
    """Lay out a form row by row."""
    return tuple(_form(data))


def head_row() -> int:
    """Give the number of the row that names the indicators' columns."""
    return next(spot.row for spot in form() if spot.text == INDICATOR_HEAD[0])


def _form(data: Data) -> Iterator[Spot]:
    funds, indicators = data["funds"], data["indicators"]
    yield Spot(0, SIDE, 142, "部门(单位)名称")
    yield Spot(0, 142, RIGHT, data["department"])
    yield Spot(1, SIDE, 142, "部门职能概述")
    yield Spot(1, 142, RIGHT, data["duties"])
    yield Spot(2, SIDE, LEFT, "资金情况(万元)", 1 + len(funds), label=True)
    for row, values in enumerate([FUND_HEAD, *funds], 2):
        yield from _row(row, FUNDS, values)
    goal = 3 + len(funds)
    yield Spot(goal, SIDE, LEFT, "年度总体目标", 2, label=True)
    yield from _row(goal, (LEFT, 314, RIGHT), ("年初设定目标", "目标完成情况"))
    yield from _row(goal + 1, (LEFT, 314, RIGHT), (data["expected"], data["actual"]))
    first = goal + 2
    yield Spot(first, SIDE, LEFT, "年度绩效指标", 1 + len(indicators), label=True)
    yield from _row(first, INDICATORS, INDICATOR_HEAD)
    yield from _levels(indicators, first + 1, 0, (98, 54))
    yield from _levels(indicators, first + 1, 1, (142, 98))
    for row, values in enumerate(indicators, first + 1):
        yield from _row(row, INDICATORS[2:], values[2:])
    total = first + 1 + len(indicators)
    yield Spot(total, SIDE, 418, "总分")
    yield from _row(total, (418, 448, 478, RIGHT), (data["weight_total"], data["score_total"], ""))


def _row(row: int, edges: tuple[float, ...], texts: tuple[str, ...]) -> Iterator[Spot]:
    return (Spot(row, x0, x1, text) for x0, x1, text in zip(edges, edges[1:], texts, strict=False))


def _levels(
    indicators: Sequence[Sequence[str]], first: int, depth: int, edges: tuple[float, float]
) -> Iterator[Spot]:
    for names, rows in groupby(enumerate(indicators, first), lambda pair: pair[1][: depth + 1]):
        numbers = [row for row, _ in rows]
        yield Spot(numbers[0], edges[1], edges[0], names[depth], len(numbers), label=True)
