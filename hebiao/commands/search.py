"""``hebiao search``: the texts that hold some words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from hebiao.commands import options
from hebiao.commands.command import TranslatedCommand, option
from hebiao.terminal import tell

if TYPE_CHECKING:
    from store import SearchHit

COLUMNS = ("form", "year", "department", "project", "entity", "row", "field", "text")
_CHARACTERS_AROUND = 30  # of a word, on either side, in a table


@click.command(cls=TranslatedCommand, help="search")
@click.argument("words", nargs=-1, required=True)
@options.database
@option("--year", type=int, default=None, metavar="Y", text="year-only")
@option("--department", default=None, metavar="NAME", text="department-whole")
@option("--limit", type=click.IntRange(min=1), default=50, show_default=True, metavar="N", text="limit")
@options.result_format
def search(
    words: tuple[str, ...], *, url: str, year: int | None, department: str | None, limit: int, form: str
) -> None:
    """Write the texts that hold the words."""
    from hebiao.database import opened
    from hebiao.reporting.output import FORMATS, write
    from store import count_found_forms
    from store import search_texts as find_hits

    phrase = " ".join(words)
    chosen = options.make_filter(year, department)
    with opened(url) as engine:
        hits = find_hits(engine, phrase, chosen, limit)
        forms = count_found_forms(engine, phrase, chosen)
    write(FORMATS[form](COLUMNS, [_make_row(hit, is_whole=form != "table") for hit in hits]))
    key = "search.found-first" if len(hits) == limit else "search.found"
    tell(key, forms=forms, words=phrase, limit=limit)


def _make_row(hit: SearchHit, *, is_whole: bool) -> list[object]:
    text = hit.text if is_whole else _cut_text(hit.text, hit.spans[0])
    return [hit.form_id, hit.year, hit.department, hit.project, hit.entity, hit.row, hit.field, text]


def _cut_text(text: str, span: tuple[int, int]) -> str:
    """Cut a long text around the word, which stands in 【】."""
    start, end = span
    before = text[max(0, start - _CHARACTERS_AROUND) : start]
    after = text[end : end + _CHARACTERS_AROUND]
    if start > _CHARACTERS_AROUND:
        before = f"…{before}"
    if end + _CHARACTERS_AROUND < len(text):
        after = f"{after}…"
    return f"{before}【{text[start:end]}】{after}"
