"""Columns whose labels nobody has listed yet, told by what stands in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from normalize.columns.columns import keep_one_of_each
from normalize.columns.settings import SETTINGS
from normalize.rows.alignment import Column, Placed, align_cells
from normalize.rows.column import compare_width
from normalize.rows.row import Row
from normalize.values.number import parse_ratio
from normalize.vocabulary.lists import load_words
from normalize.vocabulary.text_labels import TextLabels

AMOUNTS = ("initial", "budget", "executed")
_BUDGET_WORDS = load_words("budget_words")
_VALUE_HEADS = frozenset(load_words("value_heads"))
_PAIR = 2
_AFTER = {"level3": "level2", "target": "level3", "actual": "target", "reason": "actual"}
"""Of the columns of texts, each with the one that it stands right of."""

Texts = Mapping[int, Sequence[TextLabels]]
"""What the rows print in each column."""


def infer_indicator_columns(columns: Sequence[Column], rows: Sequence[Row]) -> tuple[Column, ...]:
    """Return the columns of the indicator table, those that no label told by their content.

    Level names make 一级 and 二级, the texts after them the name, numbers the weight (that no score exceeds)
    and the score, and of the texts between the first is the target, the second the actual; a last column of
    texts is the reason.
    """
    columns = _tell_value_beside_target(_tell_subject(columns))
    columns = keep_one_of_each(columns, "indicator", {"level3": "content"})
    columns = _tell_level_names(columns, rows)
    unknown = [n for n, c in enumerate(columns) if _is_unknown(c, "indicator")]
    if not unknown:
        return tuple(columns)
    texts = _collect_texts(columns, rows)
    search = _FieldSearch(columns, [n for n in unknown if texts[n]])
    for depth in (1, 2):
        search.tell_first(f"level{depth}", [n for n in search.free if _are_levels(texts[n], depth)])
    numeric = [n for n in search.free if _are_points(texts[n], len(rows))]
    after_levels = max(search.place_of("level1"), search.place_of("level2"))
    worded = [n for n in search.free if n not in numeric and n > after_levels]
    _tell_points(search, numeric, texts)
    for field in ("level3", "target", "actual"):
        before = search.place_of(_AFTER[field])
        search.tell_first(field, [n for n in worded if n > before])
    before = search.place_of(_AFTER["reason"])
    search.tell_first("reason", [n for n in worded if n > before and not _are_numbers(texts[n])])
    return search.give_columns()


def _tell_subject(columns: Sequence[Column]) -> list[Column]:
    """Let 评价内容 be the name of the lines where no column has names."""
    is_named = any(column.field == "level3" for column in columns)
    field = "other" if is_named else "level3"
    return [replace(c, field=field) if c.field == "subject" else c for c in columns]


def _tell_value_beside_target(columns: Sequence[Column]) -> list[Column]:
    """Let 指标值 be what was reached where 目标值 stands beside it and no column says what was."""
    targets = [column for column in columns if column.field == "target"]
    has_actual = any(column.field == "actual" for column in columns)
    values = [column for column in targets if column.labels.label in _VALUE_HEADS]
    if has_actual or len(targets) != _PAIR or len(values) != 1:
        return list(columns)
    return [replace(c, field="actual") if c is values[0] else c for c in columns]


def _tell_level_names(columns: Sequence[Column], rows: Sequence[Row]) -> tuple[Column, ...]:
    """Let a column that only the words of its head call weights be that of the 一级 that it names.

    项目权重 stands over 项目决策2分.
    """
    worded = [n for n, c in enumerate(columns) if c.field == "weight" and "indicator" not in c.labels.kinds]
    if not worded or any(column.field == "level1" for column in columns):
        return tuple(columns)
    untold = [replace(c, field="other") if n in worded else c for n, c in enumerate(columns)]
    texts = _collect_texts(untold, rows)
    named = [n for n in worded if texts[n] and _are_levels(texts[n], 1)]
    return tuple(replace(c, field="level1") if n in named[:1] else c for n, c in enumerate(columns))


class _FieldSearch:
    """Which column holds which field, and the columns that are still ``free``; filled step by step."""

    def __init__(self, columns: Sequence[Column], free: Sequence[int]) -> None:
        self.columns = columns
        self.places = {c.field: n for n, c in enumerate(columns) if c.field != "other"}
        self.free = list(free)

    def place_of(self, field: str) -> int:
        """Return the column of a field, -1 for none."""
        return self.places.get(field, -1)

    def list_candidates(self, field: str) -> list[int]:
        """Return the column of a field, or those that are free where no column holds it."""
        if field in self.places:
            return [self.places[field]]
        return list(self.free)

    def tell(self, field: str, place: int) -> None:
        """Let a column hold a field."""
        self.places[field] = place
        if place in self.free:
            self.free.remove(place)

    def tell_first(self, field: str, candidates: Iterable[int]) -> None:
        """Let the first free one of some columns hold a field that no other column holds."""
        free = [n for n in candidates if n in self.free]
        if field not in self.places and free:
            self.tell(field, free[0])

    def give_columns(self) -> tuple[Column, ...]:
        """Return the columns with the fields that they hold."""
        field_of = {n: field for field, n in self.places.items()}
        return tuple(replace(c, field=field_of.get(n, c.field)) for n, c in enumerate(self.columns))


def _tell_points(search: _FieldSearch, numeric: Sequence[int], texts: Texts) -> None:
    """Tell weights from scores: the weights are nowhere less."""
    missing = [field for field in ("weight", "score") if field not in search.places]
    ordered = sorted(numeric, key=lambda n: -_sum_points(texts[n]))
    for field, n in zip(missing, ordered, strict=False):
        search.tell_first(field, [n])


def _sum_points(texts: Sequence[TextLabels]) -> Decimal:
    return sum((text.points for text in texts if text.points is not None), Decimal(0))


def infer_fund_columns(columns: Sequence[Column], rows: Sequence[Row]) -> tuple[Column, ...]:
    """Return the columns of the funds, those that no label told by their content.

    The source stands where 年度资金总额 does, the rate prints percent, budget and executed are the amounts
    that give that rate in the total or, where it is wrong there, in a source, and weight and score the
    figures of the total row that it turns into each other.
    """
    columns = _with_one_budget(columns)
    if not rows:
        return columns
    texts = _collect_texts(columns, rows)
    total = _place_labels(columns, next((row for row in rows if _has_fund_total(row)), rows[0]))
    search = _FieldSearch(columns, [n for n, c in enumerate(columns) if _is_unknown(c, "fund")])
    search.tell_first("source", [n for n in search.free if n in total and "fund_total" in total[n].names])
    search.tell_first("rate", [n for n in search.free if _has_percentage(texts[n])])
    if "budget" not in search.places:
        search.free += [n for n, c in enumerate(columns) if n not in search.free and _may_be_budget(c)]
    sources = [_place_labels(columns, row) for row in rows]
    _tell_pair(search, ("budget", "executed"), [total, *sources])
    _tell_pair(search, ("weight", "score"), [total])
    return search.give_columns()


def _has_fund_total(row: Row) -> bool:
    return any("fund_total" in cell.labels.names for cell in row.filled)


def _has_percentage(texts: Sequence[TextLabels]) -> bool:
    return any("%" in text.folded for text in texts)


def _may_be_budget(column: Column) -> bool:
    if column.field != "other":
        return False
    return any(word in column.label for word in _BUDGET_WORDS)


def _tell_pair(
    search: _FieldSearch, fields: tuple[str, str], rows: Sequence[Mapping[int, TextLabels]]
) -> None:
    """Tell the two columns of which, in one of some rows, the second is the first times the row's rate."""
    first, second = (search.list_candidates(field) for field in fields)
    for row in rows:
        rate = row.get(search.place_of("rate"))
        pair = _find_pair(row, parse_ratio(rate.text), first, second) if rate else None
        if pair:
            for field, place in zip(fields, pair, strict=True):
                search.tell(field, place)
            return


def _find_pair(
    row: Mapping[int, TextLabels], rate: Decimal | None, firsts: Sequence[int], seconds: Sequence[int]
) -> tuple[int, int] | None:
    """Return the largest two figures of which the second is the rate of the first."""
    figures = {n: text.number for n, text in row.items() if text.number is not None}
    best: tuple[int, int] | None = None
    for first in (n for n in firsts if figures.get(n)):
        for second in (n for n in seconds if n in figures and n != first):
            is_rate = rate is not None and _are_close(figures[second] / figures[first], rate)
            if is_rate and (best is None or figures[first] > figures[best[0]]):
                best = (first, second)
    return best


def _are_close(rate: Decimal, printed: Decimal) -> bool:
    return abs(rate - printed) < SETTINGS.rate_difference


def _with_one_budget(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Take the first of two budgets for that of the year's beginning, as 预算数 before 调整后预算数.

    Where another column is called so, a first column of the block heads the sources, as 年度预算数 over their
    names.
    """
    fields = [c.field for c in columns]
    lacking = next((field for field in ("initial", "source") if field not in fields), None)
    has_two = fields.count("budget") > 1
    is_source = lacking == "source" and fields[:1] == ["budget"]
    if has_two and lacking and (lacking == "initial" or is_source):
        first = fields.index("budget")
        columns = [*columns[:first], replace(columns[first], field=lacking), *columns[first + 1 :]]
    return keep_one_of_each(columns, "fund", {})


def infer_goal_columns(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Return the columns of the goals; of two that no label told the first is what was expected."""
    is_untold = len(columns) == SETTINGS.goal_columns and all(_is_unknown(c, "goal") for c in columns)
    if not is_untold:
        return tuple(columns)
    first, second = columns
    return replace(first, field="expected"), replace(second, field="actual")


def _is_unknown(column: Column, block: str) -> bool:
    if column.field != "other":
        return False
    return column.labels.likely.get(block) in (None, *AMOUNTS)


def _collect_texts(columns: Sequence[Column], rows: Sequence[Row]) -> Texts:
    texts: defaultdict[int, list[TextLabels]] = defaultdict(list)
    for row in rows:
        for n, labels in _place_labels(columns, row).items():
            if not labels.is_blank:
                texts[n].append(labels)
    return texts


def _place_labels(columns: Sequence[Column], row: Row) -> dict[int, TextLabels]:
    cells = [cell for cell in row.filled if not cell.labels.is_side]
    placed: Placed = align_cells(cells, columns, ragged=row.ragged, width=compare_width(row, columns))[0]
    return {n: cell.labels for n, cell in placed.items()}


def _are_levels(texts: Sequence[TextLabels], depth: int) -> bool:
    return _share(texts, lambda text: depth in text.depths) >= SETTINGS.level_share


def _are_points(texts: Sequence[TextLabels], rows: int) -> bool:
    is_filled = len(texts) >= rows * SETTINGS.filled_rows_share
    if not is_filled:
        return False
    return _share(texts, _is_points) >= SETTINGS.points_share


def _are_numbers(texts: Sequence[TextLabels]) -> bool:
    return _share(texts, lambda text: text.number is not None) >= SETTINGS.numbers_share


def _is_points(text: TextLabels) -> bool:
    if text.points is None:
        return False
    return text.points <= SETTINGS.most_points


def _share(texts: Sequence[TextLabels], holds: Callable[[TextLabels], bool]) -> float:
    return sum(map(holds, texts)) / len(texts)
