"""``hebiao search``: the texts that hold some words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from hebiao.commands import options

if TYPE_CHECKING:
    from store.search.searching import Hit

COLUMNS = ("form", "year", "department", "project", "entity", "row", "field", "text")
_AROUND = 30


@click.command()
@click.argument("words", nargs=-1, required=True)
@options.database
@click.option("--year", type=int, default=None, metavar="Y", help="只看这一年。")
@click.option("--department", default=None, metavar="NAME", help="只看这个部门(名称须完整)。")
@click.option(
    "--limit", type=click.IntRange(min=1), default=50, show_default=True, metavar="N", help="最多列多少处。"
)
@options.result_format
def search(
    words: tuple[str, ...], *, url: str, year: int | None, department: str | None, limit: int, form: str
) -> None:
    """在所有表的文字中检索:标题、部门、项目、表头、资金来源、目标、指标、指标值、原因。

    任何连续两个字(或数字、字母)都能查到;多个词用空格隔开,列出同时含有这些词的表。全角半角、大小写不分。
    """
    from hebiao.database import opened
    from hebiao.reporting.output import FORMATS, write
    from store.search.filtering import FormFilter
    from store.search.searching import count_forms
    from store.search.searching import search as find

    asked = " ".join(words)
    chosen = FormFilter(year=(str(year),) if year else (), department=(department,) if department else ())
    with opened(url) as engine:
        hits = find(engine, asked, chosen, limit)
        forms = count_forms(engine, asked, chosen)
    write(FORMATS[form](COLUMNS, [_row(hit, whole=form != "table") for hit in hits]))
    click.echo(f"{forms} 张表含有“{asked}”" + (f",列出前 {limit} 处" if len(hits) == limit else ""), err=True)


def _row(hit: Hit, *, whole: bool) -> list[object]:
    text = hit.text if whole else _around(hit.text, hit.spans[0])
    return [hit.form_id, hit.year, hit.department, hit.project, hit.entity, hit.row, hit.field, text]


def _around(text: str, span: tuple[int, int]) -> str:
    """Cut a long text around the word, which stands in 【】."""
    start, end = span
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    dots = ("…" if start > _AROUND else "", "…" if end + _AROUND < len(text) else "")
    return f"{dots[0]}{before}【{text[start:end]}】{after}{dots[1]}"
