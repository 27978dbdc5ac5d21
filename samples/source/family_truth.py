"""What a reader must find in a family's sample, from the fields that its cells and columns name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from source.family import Cells, Family, Table
from source.truth import FACTORS

AMOUNTS = ("initial", "budget", "executed", "transferred", "amount")
SIGNS = {"≥": ">=", "≤": "<=", "": "="}
NOT_LISTED = ("initial_yuan", "budget_yuan", "executed_yuan", "transferred_yuan", "rate", "weight", "score")
COMPARATORS = ("≥", "≤", ">=", "<=", "=", ">", "<")
SIMPLE = re.compile(r"(>=|<=|[≥≤=><]?)(\d+(?:\.\d+)?)([^\d\s年月日前内上下]{1,8})")

Truth = dict[str, Any]


def family_truth(forms: list[Family], made: str) -> Truth:
    """Tell of one file: ``tags``, among them how it was ``made``, and ``forms`` in order. Amounts are yuan, rates ratios."""
    return {
        "tags": [forms[0].family, made, "invented"],
        "forms": [_form(form) for form in forms if form.kind],
    }


def _form(form: Family) -> Truth:
    head = {
        place.field: place.text
        for block in form.blocks
        if isinstance(block, Cells)
        for row in block.rows
        for place in row
    }
    texts = {name: head[name] for name in ("department", "project", "supervisor", "grade") if name in head}
    totals = {name: _number(head.get(name, "")) for name in ("weight_total", "score_total")}
    return {
        "kind": form.kind,
        "title": form.title,
        "year": form.year,
        **texts,
        "funds": form.funds or [*_funds(form), *_listed(form)],
        "goals": [
            {"expected": row.get("revised") or row["expected"], "actual": row["actual"]}
            for _, row in _lines(form, "goal")
        ],
        "indicators": [_indicator(block, row) for block, row in _lines(form, "indicator") if _is_filled(row)],
        **totals,
        "findings": [{"rule": seed.rule, "where": seed.where} for seed in form.seeds],
    }


def _lines(form: Family, of: str) -> Iterator[tuple[Table, dict[str, str]]]:
    """Give each row of the tables of that sort by field, with the level names that it goes on with."""
    for block in form.blocks:
        if isinstance(block, Table) and block.of == of:
            above: list[str] = []
            for row in block.rows:
                above = [text or above[x] if x < block.merged else text for x, text in enumerate(row)]
                yield (
                    block,
                    {
                        column.field: text
                        for column, text in zip(block.columns, above, strict=True)
                        if column.field
                    },
                )


def _funds(form: Family) -> Iterator[Truth]:
    for block, row in _lines(form, "fund"):
        rate = _number(row.get("rate", ""))
        found = {
            "source": _source(row["source"]),
            **{f"{name}_yuan": _yuan(row.get(name, ""), form) for name in AMOUNTS},
            "rate": None if rate is None else str(Decimal(rate) / 100),
            "weight": _number(row.get("weight", "")),
            "score": _number(row.get("score", "")),
        }
        yield {name: value for name, value in found.items() if name not in block.unsaid}


def _listed(form: Family) -> list[Truth]:
    """Tell the entries of fund lists that stand side by side, as 其中:基本支出:1020.5, list by list."""
    places = [
        place for block in form.blocks if isinstance(block, Cells) for row in block.rows for place in row
    ]
    listed = sorted(
        (place for place in places if place.field.startswith("list")), key=lambda place: place.field
    )
    pairs = [place.text.rpartition(":") for place in listed if place.text]
    others: Truth = dict.fromkeys(NOT_LISTED)
    return [
        {"source": _source(source), **others, "amount_yuan": _yuan(amount, form)}
        for source, _, amount in pairs
    ]


def _source(printed: str) -> str:
    return re.sub(r"^其中:?|:$", "", printed)


def _is_filled(row: dict[str, str]) -> bool:
    """Tell an indicator from a row that the template left open, as ``指标2:`` or ``……``."""
    return any(row.get(name) for name in ("target", "actual", "weight"))


def _indicator(block: Table, row: dict[str, str]) -> Truth:
    target = _target(row)
    simple = SIMPLE.fullmatch(target or "")
    found = {
        **{
            name: re.sub(r"\(\d+(\.\d+)?分?\)$", "", row[name]) if name in row else None
            for name in ("level1", "level2")
        },
        "level3": re.sub(r"^指标\d+:", "", row["level3"]) if "level3" in row else None,
        "content": row.get("content", ""),
        **({"sign": row["sign"]} if "sign" in row else {}),
        "target": target,
        "actual": row.get("actual"),
        "weight": _number(row.get("weight", "")),
        "score": _number(row.get("score", "")),
        "reason": row.get("reason", ""),
        "measures": row.get("measures", ""),
        "quantity": simple
        and {"comparator": SIGNS.get(simple[1], simple[1]), "value": simple[2], "unit": simple[3]},
    }
    return {name: value for name, value in found.items() if name not in block.unsaid}


def _target(row: dict[str, str]) -> str | None:
    """Join comparator, value and unit, of the adjusted target where there is one."""
    if "target" not in row:
        return None
    sign = row.get("sign", "")
    return (
        (sign if sign in COMPARATORS else "") + (row.get("adjusted") or row["target"]) + row.get("unit", "")
    )


def _number(printed: str) -> str | None:
    """Read the number of a cell, as 99.3 of 99.3分; a cell without a digit (``-``, ``/``) has none."""
    found = re.search(r"-?\d[\d,]*(?:\.\d+)?", printed)
    return found[0].replace(",", "") if found else None


def _yuan(printed: str, form: Family) -> str | None:
    number = _number(printed)
    return None if number is None else str((Decimal(number) * FACTORS[form.money]).quantize(Decimal("0.01")))
