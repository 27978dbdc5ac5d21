"""Head rows whose labels nobody has listed yet, found by what stands below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from normalize.fund_lists import are_headings
from normalize.label_words import names
from normalize.labels import kind_of, level_depths, side_label
from normalize.number import number
from normalize.rows import Row

FEW = 2
COLUMNS = 4
SHORT = 20


def marked(rows: Sequence[Row], labelled: Sequence[str]) -> list[Row]:
    """Mark the rows that head the blocks of a form; ``labelled`` names the blocks whose heads are known by their labels.

    The row above the first 一级 name heads the indicators, the row above 年度资金总额 the funds, and a row of short texts over long
    ones the goals.
    """
    tables = [at for at, row in enumerate(rows) if row.filled and not row.line]
    opens: dict[int, str] = {}
    first = next((n for n, at in enumerate(tables) if _begins_indicators(rows[at])), None)
    named = sum(any(level_depths(text) for text in rows[at].texts) for at in tables)
    if "indicators" not in labelled and first and named >= FEW and _heads(rows[tables[first - 1]], COLUMNS):
        opens[tables[first - 1]] = "indicators"
    before = tables[: first or len(tables)]
    for above, below in pairwise(before):
        if "funds" not in labelled and _is_total_of_funds(rows[below]) and _heads(rows[above], FEW):
            opens.setdefault(above, "funds")
        elif "goals" not in labelled and above not in opens and _are_goals(rows[above], rows[below]):
            opens.setdefault(above, "goals")
    return [replace(row, opens=opens[at]) if at in opens else row for at, row in enumerate(rows)]


def _begins_indicators(row: Row) -> bool:
    return len(row.filled) >= COLUMNS and any(1 in level_depths(text) for text in row.texts[:FEW])


def _heads(row: Row, least: int) -> bool:
    """Tell whether a row could head a table: some short texts, none of them a number or a known label of the form's head."""
    texts = row.texts
    return len(texts) >= least and all(len(t) <= SHORT and number(t) is None for t in texts) and kind_of("head", texts[0]) is None


def _is_total_of_funds(row: Row) -> bool:
    named = any(names("fund_total", text) for text in row.texts[:FEW])
    return named and sum(number(text) is not None for text in row.texts) >= FEW


def _are_goals(head: Row, below: Row) -> bool:
    heads, cells = ([c for c in row.filled if not side_label(c.text)] for row in (head, below))
    pair = len(heads) == len(cells) == FEW and not are_headings(heads)
    return pair and _heads(head, FEW) and kind_of("head", cells[0].text) is None and max(len(c.text) for c in cells) > SHORT
