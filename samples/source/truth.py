"""What a reader must find in each sample: the content that was laid out, in the database's units."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

from source.content import FOLDER, SCORED, Fund, Indicator, Sample

FACTORS = {"元": Decimal(1), "万元": Decimal(10000)}
OWN_FORM = "望城区征地服务中心-2020"


def expected(samples: list[Sample]) -> dict[str, dict[str, Any]]:
    """Tell by file name: ``tags``, and ``forms`` in the order of the file. Amounts are yuan, rates ratios, all numbers texts."""
    out: dict[str, dict[str, Any]] = {}
    for sample in samples:
        entry = out.setdefault(sample.file, {"tags": _tags(sample), "forms": []})
        if sample.layout in SCORED:
            entry["forms"].append(_form(sample))
    own = json.loads((FOLDER / f"{OWN_FORM}.json").read_text("utf-8"))
    return dict(sorted((out | {f"{OWN_FORM}{end}": own for end in (".txt", "-a.pdf", "-b.pdf")}).items()))


def _tags(sample: Sample) -> list[str]:
    return [sample.layout, "text" if sample.file.endswith(".txt") else "chromium", "invented"]


def _form(sample: Sample) -> dict[str, Any]:
    funds = [_fund(fund, sample) for fund in sample.funds]
    listed = [_listed(entry.label, entry.amount, sample) for entry in sample.income + sample.spending]
    return {
        "kind": "project" if sample.layout == "L01" else "department",
        "title": sample.title,
        "year": sample.year,
        "department": sample.department,
        "project": sample.project,
        "supervisor": sample.supervisor,
        "funds": funds + listed,
        "goals": [{"expected": sample.expected, "actual": sample.actual}],
        "indicators": [_indicator(line) for line in sample.indicators],
        "weight_total": sample.weight_total,
        "score_total": sample.score_total,
        "findings": [{"rule": seed.rule, "where": seed.where} for seed in sample.seeds],
    }


def _fund(fund: Fund, sample: Sample) -> dict[str, str | None]:
    amounts = {
        "initial": fund.initial,
        "budget": fund.budget,
        "executed": fund.executed,
        "transferred": fund.transferred,
    }
    rate = _number(fund.rate.removesuffix("%"))
    return {
        "source": fund.source,
        **{f"{name}_yuan": _yuan(text, sample) for name, text in amounts.items()},
        "amount_yuan": None,
        "rate": None if rate is None else str(rate / 100),
        "weight": _text(_number(fund.weight)),
        "score": _text(_number(fund.score)),
    }


def _listed(label: str, amount: str, sample: Sample) -> dict[str, str | None]:
    empty = dict.fromkeys(
        ("initial_yuan", "budget_yuan", "executed_yuan", "transferred_yuan", "rate", "weight", "score")
    )
    return {"source": label, **empty, "amount_yuan": _yuan(amount, sample)}


def _indicator(line: Indicator) -> dict[str, Any]:
    names = (
        "level1",
        "level2",
        "level3",
        "content",
        "target",
        "actual",
        "weight",
        "score",
        "reason",
        "measures",
    )
    parts = dict(zip(("comparator", "value", "unit"), line.quantity.split(), strict=False))
    return {name: getattr(line, name) for name in names} | {"quantity": parts or None}


def _number(printed: str) -> Decimal | None:
    """Read the number of a cell; a cell without a digit (``-``, ``/``) has none."""
    return Decimal(printed.replace(",", "")) if re.search(r"\d", printed) else None


def _yuan(printed: str, sample: Sample) -> str | None:
    number = _number(printed)
    return None if number is None else str((number * FACTORS[sample.money]).quantize(Decimal("0.01")))


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)
