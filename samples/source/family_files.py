"""A family's sample as a text file and as a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path

from source.chromium import STYLE, print_page
from source.family import Family
from source.family_layout import parts
from source.table import Row, html, tabbed

FLOWING = "section + section { break-before: auto; margin-top: 8mm; } table { margin-bottom: 3mm; } h1 { font-size: 15pt; }"


def by_file(forms: list[Family]) -> Iterator[tuple[str, list[Family]]]:
    """Group the samples that share a file."""
    return ((file, list(group)) for file, group in groupby(forms, key=lambda form: form.file))


def write_family_text(forms: list[Family], target: Path) -> None:
    """Write the forms with a tab between columns; a merged cell's text stands in its upper left place."""
    target.write_text("\n".join(line for form in forms for line in _text(form)) + "\n", "utf-8")


def _text(form: Family) -> Iterator[str]:
    yield from ("", form.title, "")
    if form.year_line:
        yield from (form.year_line, "")
    for part in parts(form):
        yield from tabbed(part) if _is_table(part) else part
        yield ""


def _is_table(part: list[str] | list[Row]) -> bool:
    return isinstance(part[0], list)


def write_family_pdf(browser: str, forms: list[Family], target: Path) -> None:
    """Print the forms as a browser does."""
    style = STYLE % forms[0].page + FLOWING
    sections = "".join(map(_section, forms))
    print_page(
        browser,
        f'<!doctype html><html lang="zh"><meta charset="utf-8"><style>{style}</style>{sections}</html>',
        target,
    )


def _section(form: Family) -> str:
    body = "".join(html(part, form.widths) if _is_table(part) else _prose(part) for part in parts(form))
    head = f'<h1 style="margin-top:{form.top}mm">{escape(form.title)}</h1><p class="year">{escape(form.year_line)}</p>'
    return f"<section>{head}{body}</section>"


def _prose(lines: list[str]) -> str:
    return "".join(f'<p class="note">{escape(line)}</p>' for line in lines)
