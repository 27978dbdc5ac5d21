"""From a document to its forms."""

from __future__ import annotations

from dataclasses import dataclass

from extract.grid import Document
from normalize.assemble import assemble
from normalize.columns.columns import columns_of
from normalize.columns.inferred import indicator_columns
from normalize.form import Form
from normalize.rows.regions import Region, regions
from normalize.rows.seams import decide_seams
from normalize.sections.blocks import Blocks, segment


@dataclass(frozen=True, slots=True)
class Reading:
    """The forms of a document; where there is none, ``reason`` says in Chinese why."""

    forms: tuple[Form, ...]
    reason: str | None = None


def read_forms(document: Document) -> Reading:
    """Read every 绩效自评表 of a document; tables that are none (targets only, base data, a report's own) are left alone."""
    found: list[Form] = []
    reasons: list[str] = []
    for region in regions(decide_seams(document)):
        for blocks in segment(region.rows, titled=region.title is not None):
            if reason := _refusal(region, blocks):
                reasons.append(reason)
            else:
                found.append(assemble(len(found) + 1, region, blocks))
    if found:
        return Reading(tuple(found))
    return Reading((), reasons[0] if reasons else "没有找到表格")


def _refusal(region: Region, blocks: Blocks) -> str | None:
    """Say why some blocks are no self-assessment; None where they are one."""
    named = f"《{region.title_text}》" if region.title_text else "表格"
    if not region.is_form:
        return f"{named}不是绩效自评表"
    if not blocks.indicator_heads:
        return f"{named}没有绩效指标,不是绩效自评表"
    columns = columns_of(blocks.indicator_heads, "indicator")
    columns = indicator_columns(columns, blocks.indicators) if region.title else columns
    if not {c.field for c in columns} & {"actual", "score"}:
        return f"{named}只有目标值,没有完成值和得分,不是绩效自评表"
    return None
