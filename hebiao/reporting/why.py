"""Why a form was read as it was: its evidence, block by block, in Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from hebiao.reporting.printable import printable
from normalize.form import Evidence, Form

_BLOCKS = {
    "head": "表头",
    "fund": "资金",
    "goal": "年度总体目标",
    "indicator": "绩效指标",
    "level": "指标级次",
    "total": "合计",
    "execution": "预算执行率",
    "foot": "表尾",
    "notes": "说明",
    "title": "标题",
}
_BY = {
    "label": "标签相同",
    "similar": "标签相近",
    "words": "按字面",
    "level": "级次名称",
    "order": "按位置和次序",
    "content": "按内容",
    "path": "按整行内容对齐",
    "default": "默认",
}


def why_lines(form: Form) -> Iterator[str]:
    """Give the form's evidence as lines of text, each block under its name."""
    yield printable(form.title or "(无标题)")
    entries = sorted(form.evidence, key=lambda entry: _order(entry.block))
    for block, group in groupby(entries, key=lambda entry: entry.block):
        yield f"  {printable(_BLOCKS.get(block, block))}"
        yield from (f"    {printable(_words(entry))}" for entry in group)
    if not entries:
        yield "  (没有记下依据)"


def _order(block: str) -> tuple[int, str]:
    names = list(_BLOCKS)
    return (names.index(block) if block in names else len(names), block)


def _words(entry: Evidence) -> str:
    known = f":{entry.known}" if entry.known and entry.known != entry.printed else ""
    score = f"({entry.score:g}%)" if entry.score is not None else ""
    return (
        f"{entry.field} ← 「{' '.join(entry.printed.split())}」 {_BY.get(entry.by, entry.by)}{known}{score}"
    )
