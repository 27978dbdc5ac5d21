"""Columns whose labels nobody has listed yet, told by what stands in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from extract.grid import Cell
from normalize.columns.columns import one_of_each
from normalize.rows.alignment import Column, align
from normalize.rows.row import Row
from normalize.sections.fund_lists import are_headings
from normalize.values.number import number, points, ratio
from normalize.values.text import fold, is_blank
from normalize.vocabulary.label_words import likely_kind, names
from normalize.vocabulary.labels import kind_of, level_depths, side_label

CLOSE = Decimal("0.006")
MOST = 100
PAIR = 2
MOSTLY = 0.6
AMOUNTS = ("initial", "budget", "executed")
Texts = dict[int, list[str]]


def indicator_columns(columns: Sequence[Column], rows: Sequence[Row]) -> tuple[Column, ...]:
    """Give the columns of the indicator table, those that no label told by their content.

    Level names make 一级 and 二级, the texts after them the name, numbers the weight (that no score exceeds)
    and the score, and of the texts between the first is the target, the second the actual; a last column of
    texts is the reason.
    """
    columns = one_of_each(columns, "indicator", {"level3": "content"})
    unknown = [n for n, c in enumerate(columns) if _is_unknown(c, "indicator")]
    if not unknown:
        return tuple(columns)
    texts = _texts(columns, rows)
    told = {c.field: n for n, c in enumerate(columns) if c.field != "other"}
    free = [n for n in unknown if texts[n]]
    for depth in (1, 2):
        _tell(told, f"level{depth}", [n for n in free if _are_levels(texts[n], depth)], free)
    numeric = [n for n in free if _share(texts[n], _is_points) >= MOSTLY and len(texts[n]) * 2 >= len(rows)]
    _tell_points(told, numeric, texts, free)
    worded = [
        n
        for n in free
        if n not in numeric and n > max((told.get(f"level{d}", -1) for d in (1, 2)), default=-1)
    ]
    for field in ("level3", "target", "actual", "reason"):
        _tell(told, field, [n for n in worded if n in free and n > told.get(_BEFORE[field], -1)], free)
    return _told(columns, told)


_BEFORE = {"level3": "level2", "target": "level3", "actual": "target", "reason": "actual"}


def fund_columns(columns: Sequence[Column], rows: Sequence[Row]) -> tuple[Column, ...]:
    """Give the columns of the funds, those that no label told by their content.

    The source stands where 年度资金总额 does, the rate prints percent, budget and executed are the amounts
    that give that rate in the total or, where it is wrong there, in a source, and weight and score the
    figures of the total row that it turns into each other.
    """
    columns = _with_one_budget(columns)
    if not rows:
        return columns
    texts = _texts(columns, rows)
    total = _placed(columns, next((r for r in rows if any(names("fund_total", t) for t in r.texts)), rows[0]))
    told = {c.field: n for n, c in enumerate(columns) if c.field != "other"}
    free = [n for n, c in enumerate(columns) if _is_unknown(c, "fund")]
    _tell(told, "source", [n for n in free if n in total and names("fund_total", total[n])], free)
    _tell(told, "rate", [n for n in free if any("%" in fold(t) for t in texts[n])], free)
    if "budget" not in told:
        free += [
            n for n, c in enumerate(columns) if n not in free and c.field == "other" and "预算" in c.label
        ]
    sources = [_placed(columns, row) for row in rows]
    for first, second, telling in (("budget", "executed", [total, *sources]), ("weight", "score", [total])):
        candidates = [[told[field]] if field in told else free for field in (first, second)]
        pairs = (_pair(_figures(of), ratio(of.get(told.get("rate", -1), "")), candidates) for of in telling)
        if pair := next(filter(None, pairs), None):
            told[first], told[second] = pair
            free = [n for n in free if n not in pair]
    return _told(columns, told)


def _figures(texts: dict[int, str]) -> dict[int, Decimal]:
    return {n: value for n, text in texts.items() if (value := number(text)) is not None}


def _with_one_budget(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Of two budgets take the first for that of the year's beginning, as 预算数 before 调整后预算数.

    Where another column is called so, a first column of the block heads the sources, as 年度预算数 over their
    names.
    """
    fields = [c.field for c in columns]
    lacking = next((field for field in ("initial", "source") if field not in fields), None)
    if fields.count("budget") > 1 and (lacking == "initial" or (lacking and fields[0] == "budget")):
        columns = [
            replace(c, field=lacking) if n == fields.index("budget") else c for n, c in enumerate(columns)
        ]
    return one_of_each(columns, "fund", {})


def goal_columns(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Give the columns of the goals; of two that no label told the first is what was expected."""
    unknown = [n for n, c in enumerate(columns) if _is_unknown(c, "goal")]
    return _told(
        columns,
        dict(zip(("expected", "actual"), unknown, strict=True))
        if len(unknown) == len(columns) == PAIR
        else {},
    )


def _is_unknown(column: Column, block: str) -> bool:
    return column.field == "other" and likely_kind(block, column.label) in (None, *AMOUNTS)


def _pair(
    figures: dict[int, Decimal], rate: Decimal | None, candidates: Sequence[Sequence[int]]
) -> tuple[int, int] | None:
    """Give the largest two figures, one of each list of candidates, of which the second is the rate of the first."""
    firsts, seconds = ([n for n in numbers if n in figures] for numbers in candidates)
    pairs = [(a, b) for a in firsts for b in seconds if a != b and figures[a] and rate is not None]
    close = [(a, b) for a, b in pairs if rate is not None and abs(figures[b] / figures[a] - rate) < CLOSE]
    return max(close, key=lambda pair: figures[pair[0]], default=None)


def _tell(told: dict[str, int], field: str, found: Sequence[int], free: list[int]) -> None:
    if field not in told and found:
        told[field] = found[0]
        free.remove(found[0])


def _tell_points(told: dict[str, int], numeric: Sequence[int], texts: Texts, free: list[int]) -> None:
    """Tell weights from scores: the weights are nowhere less."""
    missing = [field for field in ("weight", "score") if field not in told]
    ordered = sorted(numeric, key=lambda n: -sum(points(t) or 0 for t in texts[n]))
    for field, n in zip(missing, ordered, strict=False):
        _tell(told, field, [n], free)


def _told(columns: Sequence[Column], told: dict[str, int]) -> tuple[Column, ...]:
    field_of = {n: field for field, n in told.items()}
    return tuple(replace(c, field=field_of.get(n, c.field)) for n, c in enumerate(columns))


def _texts(columns: Sequence[Column], rows: Sequence[Row]) -> Texts:
    texts: Texts = defaultdict(list)
    for row in rows:
        for n, text in _placed(columns, row).items():
            if not is_blank(text):
                texts[n].append(text)
    return texts


def _placed(columns: Sequence[Column], row: Row) -> dict[int, str]:
    cells: list[Cell] = [c for c in row.filled if not side_label(c.text)]
    placed, _ = align(cells, columns, ragged=row.ragged)
    return {n: cell.text for n, cell in placed.items()}


def _are_levels(texts: Sequence[str], depth: int) -> bool:
    return _share(texts, lambda text: depth in level_depths(text)) >= MOSTLY


def _share(texts: Sequence[str], holds: Callable[[str], bool]) -> float:
    return sum(map(holds, texts)) / len(texts)


def _is_points(text: str) -> bool:
    value = points(text)
    return value is not None and value <= MOST


FEW = 2
COLUMNS = 4
SHORT = 20


def marked(rows: Sequence[Row], labelled: Sequence[str]) -> list[Row]:
    """Mark the rows that head the blocks of a form; ``labelled`` names the blocks whose heads are known by their labels.

    The row above the first 一级 name heads the indicators, the row above 年度资金总额 the funds, and a row of
    short texts over long ones the goals.
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
    return (
        len(texts) >= least
        and all(len(t) <= SHORT and number(t) is None for t in texts)
        and kind_of("head", texts[0]) is None
    )


def _is_total_of_funds(row: Row) -> bool:
    named = any(names("fund_total", text) for text in row.texts[:FEW])
    return named and sum(number(text) is not None for text in row.texts) >= FEW


def _are_goals(head: Row, below: Row) -> bool:
    heads, cells = ([c for c in row.filled if not side_label(c.text)] for row in (head, below))
    pair = len(heads) == len(cells) == FEW and not are_headings(heads)
    return (
        pair
        and _heads(head, FEW)
        and kind_of("head", cells[0].text) is None
        and max(len(c.text) for c in cells) > SHORT
    )
