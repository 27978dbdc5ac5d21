"""The sheet that people read first: each form with its scores, its money, its verdict and what contradicts itself in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from hebiao.exporting.workbook import Column
from hebiao.words import SEVERITIES, VERDICTS
from store.filtering import FormFilter
from store.form_list import ListedForm, list_forms
from store.listing import findings

if TYPE_CHECKING:
    from sqlalchemy import Engine

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
    scores = (VERDICTS[form.verdict], form.score_total, form.weight_total, form.grade, form.errors, form.warnings)
    money = (form.budget_yuan, form.executed_yuan)
    return (
        *(form.department, form.year, form.project, form.title),
        *scores,
        *money,
        *("\n".join(told[:_SHOWN] + more) or None, form.file, form.id),
    )
