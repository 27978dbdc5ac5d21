"""The layouts L01 and L02, and a table of targets only, as rows of merged cells. Nine columns in the first two, six in the last."""

from __future__ import annotations

from itertools import zip_longest

from source.content import Amount, Fund, Indicator, Sample, by_level
from source.table import Cell, Row

WIDTHS = {
    "L01": (7, 10, 11, 15, 12, 12, 7, 9, 17),
    "L02": (8, 10, 11, 15, 12, 12, 7, 8, 17),
    "targets": (14, 14, 18, 26, 18, 10),
}
INDICATOR_HEAD = (
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "分值",
    "得分",
    "偏差原因分析及改进措施",
)


def rows(sample: Sample) -> list[Row]:
    """Lay out the form's table."""
    return {"L01": _project, "L02": _department, "targets": _targets}[sample.layout](sample)


def _project(sample: Sample) -> list[Row]:
    head = [
        [Cell("项目名称", 2), Cell(sample.project, 7)],
        [Cell("主管部门", 2), Cell(sample.supervisor, 3), Cell("实施单位", 2), Cell(sample.department, 2)],
    ]
    columns = ("年初预算数", "全年预算数(A)", "全年执行数(B)", "分值", "执行率(B/A)", "得分")
    side = Cell(f"项目资金({sample.money})", rows=1 + len(sample.funds))
    return [
        *head,
        _fund_head(side, columns),
        *map(_fund_row, sample.funds),
        *_goals(sample),
        *_indicators(sample),
        _total(sample),
    ]


def _department(sample: Sample) -> list[Row]:
    columns = ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
    lists = list(zip_longest(sample.income, sample.spending))
    side = Cell(f"年度预算申请({sample.money})", rows=2 + len(sample.funds) + len(lists))
    return [
        [Cell(sample.department_label, 2), Cell(sample.department, 7)],
        _fund_head(side, columns),
        *map(_fund_row, sample.funds),
        [Cell("按收入性质分:", 4), Cell("按支出性质分:", 4)],
        *([Cell(_amount(left), 4), Cell(_amount(right), 4)] for left, right in lists),
        *_goals(sample),
        *_indicators(sample),
        _total(sample),
    ]


def _targets(sample: Sample) -> list[Row]:
    total, *sources = sample.funds
    lines = [[*names, Cell(line.target), Cell(line.weight)] for names, line in _names(sample)]
    lines = [
        [
            Cell("绩效指标", rows=1 + len(lines)),
            *map(Cell, ("一级指标", "二级指标", "三级指标", "指标值", "分值")),
        ],
        *lines,
    ]
    return [
        [Cell("项目名称"), Cell(sample.project, 2), Cell("主管部门"), Cell(sample.supervisor, 2)],
        [Cell("实施单位"), Cell(sample.department, 5)],
        [Cell(f"资金总额({sample.money})"), Cell(total.initial, 5)],
        *([Cell(fund.source), Cell(fund.initial, 5)] for fund in sources),
        [Cell("年度目标"), Cell(sample.expected, 5, long=True)],
        *lines,
    ]


def _fund_head(side: Cell, columns: tuple[str, ...]) -> Row:
    return [side, Cell("", 2), *map(Cell, columns)]


def _fund_row(fund: Fund) -> Row:
    return [
        Cell(fund.source, 2),
        *map(Cell, (fund.initial, fund.budget, fund.executed, fund.weight, fund.rate, fund.score)),
    ]


def _amount(entry: Amount | None) -> str:
    return f"{entry.label}:{entry.amount}" if entry else ""


def _goals(sample: Sample) -> list[Row]:
    return [
        [Cell("年度总体目标", rows=2), Cell("预期目标", 4), Cell("实际完成情况", 4)],
        [Cell(sample.expected, 4, long=True), Cell(sample.actual, 4, long=True)],
    ]


def _indicators(sample: Sample) -> list[Row]:
    lines = [[*names, *_values(line)] for names, line in _names(sample)]
    return [[Cell("绩效指标", rows=1 + len(lines)), *map(Cell, INDICATOR_HEAD)], *lines]


def _names(sample: Sample) -> list[tuple[Row, Indicator]]:
    """Each indicator after its level cells; a merged level name stands before the first of its lines only."""
    out: list[tuple[Row, Indicator]] = []
    for first in by_level(sample.indicators, "level1"):
        above = [Cell(level_text(sample, first.name), rows=len(first.lines))]
        for second in by_level(first.lines, "level2"):
            above.append(Cell(second.name, rows=len(second.lines)))
            for line in second.lines:
                out.append(([*above, Cell(line.level3)], line))
                above = []
    return out


def _values(line: Indicator) -> Row:
    return [*map(Cell, (line.target, line.actual, line.weight, line.score)), Cell(line.reason, long=True)]


def level_text(sample: Sample, name: str) -> str:
    """Put behind a level-1 name the weight that the form prints there, as 产出指标(50分)."""
    return f"{name}({sample.levels[name]})" if name in sample.levels else name


def _total(sample: Sample) -> Row:
    return [Cell("总分", 6), Cell(sample.weight_total), Cell(sample.score_total), Cell("")]
