"""Sound forms of many layouts with random figures: each prints numbers that hold together, and knows them."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from pathlib import Path
from random import Random

from mutations.sheet import Key, Sheet, SheetCell, SheetRow

WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
WAN = Decimal(10000)
HUNDRED = Decimal(100)
THOUSANDS = {"公里": 1000, "吨": 1000}  # units whose base unit is a thousandth of them
CENT = Decimal("0.01")
SHARES = {
    "level1": 1.0,
    "level2": 1.2,
    "level3": 1.8,
    "reason": 2.2,
    "target": 1.3,
    "actual": 1.4,
    "sign": 0.9,
}
DEDUCTED = 0.25  # share of the lines that miss their target
TWO_LEVELS_NAMED = 0.3  # share of the forms whose level names print their points
SUB_ROWS = 0.08  # share of the lines with a row below for a part of them
PLACEHOLDERS = 0.15  # share of the groups with a row of the template left in
TOTALS_IN_HEAD = 0.15  # share of the forms whose total stands in the head
STYLES = ("plain", "plain", "plain", "two decimals", "unit")  # of the points
AMOUNTS = ("initial", "budget", "executed")


@dataclass(slots=True)
class Maker:
    """A form in the making: its chance, its layout, and the numbers that it has printed so far."""

    chance: Random
    width: int
    side: bool
    columns: Sequence[str]
    fund_columns: Sequence[str]
    unit: str
    blank: str
    style: str
    numbers: dict[Key, Decimal] = field(default_factory=dict)

    @property
    def inner(self) -> int:
        """How many columns stand beside the side label."""
        return self.width - int(self.side)

    def printed(self, key: Key, value: Decimal, text: str, cols: int = 1) -> SheetCell:
        """Return a cell that prints a number, and note the number."""
        self.numbers[key] = value
        return SheetCell(text, cols, key=key)

    def points(self, key: Key, value: Decimal) -> SheetCell:
        """Return a cell that prints points in the form's style."""
        texts = {"two decimals": f"{value:.2f}", "unit": f"{plain(value)}分"}
        return self.printed(key, value, texts.get(self.style, plain(value)))

    def beside(self, label: str, rows: list[SheetRow]) -> list[SheetRow]:
        """Set the side label before the block's first row."""
        if self.side:
            rows[0] = (SheetCell(label, rows=len(rows)), *rows[0])
        return rows


def plain(number: Decimal) -> str:
    """Return a number without noughts behind the last figure."""
    return f"{number.normalize():f}"


def make_form(seed: int) -> Sheet:
    """Make the form of a seed."""
    chance = Random(f"form {seed}")
    columns = chance.choice(WORDS["orders"]["indicator"])
    side = chance.random() < 0.7 or len(columns) < 8  # noqa: PLR2004 - the fund row needs seven columns beside the label
    maker = Maker(
        chance=chance,
        width=len(columns) + int(side),
        side=side,
        columns=columns,
        fund_columns=chance.choice(WORDS["orders"]["fund"]),
        unit=chance.choice(("万元", "万元", "元")),
        blank=chance.choice(WORDS["blanks"]),
        style=chance.choice(STYLES),
    )
    execution = Decimal(chance.choice((10, 10, 10, 20)))
    body = [*_funds(maker, execution), *_goals(maker), *_indicators(maker, HUNDRED - execution)]
    last = _total(maker) if chance.random() > TOTALS_IN_HEAD else None
    rows = [*_head(maker), *([] if last else [_total_in_head(maker)]), *body, *([last] if last else [])]
    year = chance.randint(2019, 2024)
    above = tuple(line for line in (chance.choice(WORDS["page_heads"]),) if line)
    title = chance.choice(WORDS["titles"])
    note = chance.choice(WORDS["notes"])
    shares = [0.6] * int(side) + [SHARES.get(column, 0.8) for column in columns]
    return Sheet(
        name=f"form {seed}",
        above=(*above, title, f"({year}年度)"),
        rows=tuple(rows),
        below=(note,) if note else (),
        widths=tuple(shares),
        numbers=maker.numbers,
    )


def _label(maker: Maker, block: str, column: str) -> str:
    return maker.chance.choice(WORDS[f"{block}_labels"][column])


def _head(maker: Maker) -> list[SheetRow]:
    chance, width = maker.chance, maker.width
    half = width // 2
    unit = chance.choice(WORDS["units"])
    return [
        (SheetCell("项目名称", 2), SheetCell(chance.choice(WORDS["projects"]), width - 2)),
        (
            SheetCell("主管部门", 2),
            SheetCell(unit, half - 2),
            SheetCell("实施单位", 2),
            SheetCell(unit, width - half - 2),
        ),
    ]


def _funds(maker: Maker, weight: Decimal) -> list[SheetRow]:
    chance = maker.chance
    first = maker.inner - len(maker.fund_columns) + 1
    label = f"项目资金({maker.unit})"
    heads = [_label(maker, "fund", column) for column in maker.fund_columns]
    if not maker.side:
        heads[0] = label
    names = chance.sample(WORDS["sources"], chance.randint(1, 3))
    parts = [_amounts(maker) for _ in names]
    total = {column: sum((part[column] for part in parts), Decimal(0)) for column in AMOUNTS}
    rows = [tuple(SheetCell(head, first if at == 0 else 1) for at, head in enumerate(heads))]
    lines = [(chance.choice(WORDS["total_rows"]), total), *zip(names, parts, strict=True)]
    for number, (name, amounts) in enumerate(lines):
        rows.append(_fund_row(maker, name, amounts, weight if number == 0 else None, first))
    return maker.beside(label, rows)


def _amounts(maker: Maker) -> dict[str, Decimal]:
    budget = Decimal(maker.chance.randint(20_0000, 900_0000)) / 100
    executed = (budget * Decimal(maker.chance.randint(820, 1000)) / 1000).quantize(CENT)
    initial = budget - Decimal(maker.chance.choice((0, 0, 12, 5)))
    if maker.unit == "元":
        return {"initial": initial * WAN, "budget": budget * WAN, "executed": executed * WAN}
    return {"initial": initial, "budget": budget, "executed": executed}


def _fund_row(
    maker: Maker, name: str, amounts: dict[str, Decimal], weight: Decimal | None, first: int
) -> SheetRow:
    source = name.removeprefix("其中:").rstrip(":")
    factor = WAN if maker.unit == "万元" else Decimal(1)
    rate = (amounts["executed"] / amounts["budget"] * HUNDRED).quantize(CENT, ROUND_HALF_UP)
    cells = [SheetCell(name, first)]
    for column in maker.fund_columns[1:]:
        key = Key("fund", source, column)
        if column in AMOUNTS:
            text = f"{amounts[column]:,.2f}" if maker.unit == "元" else f"{amounts[column]:.2f}"
            cells.append(maker.printed(key._replace(column=f"{column}_yuan"), amounts[column] * factor, text))
        elif column == "rate":
            cells.append(maker.printed(key, rate / HUNDRED, f"{rate}%"))
        elif weight is None:
            cells.append(SheetCell(maker.blank))
        elif column == "weight":
            cells.append(maker.points(key, weight))
        else:
            score = (weight * rate / HUNDRED).quantize(CENT, ROUND_HALF_UP)
            cells.append(maker.points(key, score))
    return tuple(cells)


def _goals(maker: Maker) -> list[SheetRow]:
    half = maker.inner // 2
    expected, actual = maker.chance.choice(WORDS["goal"]["labels"])
    texts = [maker.chance.choice(WORDS["goal"][name]) for name in ("expected", "actual")]
    rows = [
        (SheetCell(expected, half), SheetCell(actual, maker.inner - half)),
        (SheetCell(texts[0], half), SheetCell(texts[1], maker.inner - half)),
    ]
    return maker.beside("年度总体目标", rows)


def _indicators(maker: Maker, points: Decimal) -> list[SheetRow]:
    chance = maker.chance
    rows: list[SheetRow] = [tuple(SheetCell(_label(maker, "indicator", column)) for column in maker.columns)]
    named = chance.random() < TWO_LEVELS_NAMED
    chosen = [_choose_lines(chance, group) for group in WORDS["groups"]]
    counts = [sum(len(lines) for _, lines in group) for group in chosen]
    shares = _shares(chance, points, sum(counts))
    subs = chance.sample(WORDS["sub_rows"], len(WORDS["sub_rows"]))
    for group, levels, count in zip(WORDS["groups"], chosen, counts, strict=True):
        weights, shares = shares[:count], shares[count:]
        name = f"{group['name']}({plain(sum(weights, Decimal(0)))}分)" if named else group["name"]
        of_group: list[list[SheetRow]] = []
        for _, lines in levels:
            below: list[SheetRow] = []
            for line in lines:
                below.append(_line(maker, line, weights[0]))
                weights = weights[1:]
                if subs and chance.random() < SUB_ROWS:
                    below.append(_row_without_points(maker, subs.pop(), chance.randint(20, 400)))
            of_group.append(below)
        if chance.random() < PLACEHOLDERS:
            of_group[-1].append(_row_without_points(maker, chance.choice(WORDS["placeholders"])))
        above = [SheetCell(name, rows=sum(map(len, of_group)))]
        for (level2, _), below in zip(levels, of_group, strict=True):
            above.append(SheetCell(level2, rows=len(below)))
            for cells in below:
                rows.append((*above, *cells))
                above = []
    return maker.beside("绩效指标", rows)


def _row_without_points(maker: Maker, name: str, actual: int | None = None) -> SheetRow:
    """Return a row of a part of the line above (with an actual value), or of the template."""
    cells = []
    for column in maker.columns[2:]:
        if column == "level3":
            cells.append(SheetCell(name))
        elif column == "actual" and actual is not None:
            cells.append(maker.printed(Key("indicator", name, "actual"), Decimal(actual), f"{actual}户"))
        else:
            cells.append(SheetCell(""))
    return tuple(cells)


def _choose_lines(
    chance: Random, group: dict[str, list[dict[str, list[list[object]]]]]
) -> list[tuple[str, list[list[object]]]]:
    chosen = []
    for level2 in group["level2"]:
        lines = level2["lines"]
        chosen.append((level2["name"], chance.sample(lines, chance.randint(1, min(3, len(lines))))))
    return chosen


def _shares(chance: Random, points: Decimal, count: int) -> list[Decimal]:
    """Part the points among the lines, in halves where they are many."""
    halves = [2] * count
    for _ in range(int(points) * 2 - 2 * count):
        halves[chance.randrange(count)] += 1
    if chance.random() < 0.5:  # noqa: PLR2004 - one form in two has whole points
        odd = [at for at, half in enumerate(halves) if half % 2]
        for one, other in zip(odd[::2], odd[1::2], strict=True):
            halves[one] += 1
            halves[other] -= 1
    return [Decimal(half) / 2 if half % 2 else Decimal(half // 2) for half in halves]


def _line(maker: Maker, line: list[object], weight: Decimal) -> SheetRow:
    name, sign, unit, low, high = line
    chance = maker.chance
    assert isinstance(low, int)
    assert isinstance(high, int)
    target = Decimal(chance.randint(low, high))
    actual, score = _result(chance, str(sign), target, weight, missed=chance.random() < DEDUCTED)
    content = f"完成{name}" if "content" in maker.columns else ""
    key = Key("indicator", f"{name}{content}", "")
    printed_sign = "" if sign == "=" and chance.random() < 0.5 else str(sign)  # noqa: PLR2004 - either is common
    ratio = HUNDRED if unit == "%" else _factor(str(unit))
    values = {
        "target": (target / ratio if unit == "%" else target * ratio, f"{printed_sign}{target}{unit}"),
        "actual": (actual / ratio if unit == "%" else actual * ratio, f"{actual}{unit}"),
    }
    points = {"weight": weight, "score": score}
    if "sign" in maker.columns:
        values["target"] = (values["target"][0], f"{target}")
    words = {"level3": name, "sign": sign, "unit": unit, "measures": "", "content": content}
    words["reason"] = chance.choice(WORDS["reasons"]) if score < weight else ""
    cells = []
    for column in maker.columns[2:]:
        if column in values:
            value, text = values[column]
            cells.append(maker.printed(key._replace(column=column), value, text))
        elif column in points:
            cells.append(maker.points(key._replace(column=column), points[column]))
        else:
            cells.append(SheetCell(str(words[column])))
    return tuple(cells)


def _factor(unit: str) -> Decimal:
    """Return what a counted unit is in base units: 万人 are ten thousand, 公里 a thousand 米."""
    many = WAN if unit.startswith("万") else Decimal(1)
    return many * THOUSANDS.get(unit.removeprefix("万"), 1)


def _result(
    chance: Random, sign: str, target: Decimal, weight: Decimal, *, missed: bool
) -> tuple[Decimal, Decimal]:
    """Return the actual value and the score: a missed target takes its share of the points."""
    part = Decimal(chance.randint(82, 96)) / 100
    if sign == "≤":
        if not missed:
            return (target * part).quantize(Decimal(1)), weight
        actual = target + max(Decimal(1), (target * (1 - part)).quantize(Decimal(1)))
        score = weight * target / actual
    else:
        actual = (target * part).quantize(Decimal(1))
        if not missed or actual == target:
            return target, weight
        score = weight * actual / target
    score = score.quantize(Decimal("0.1"), ROUND_DOWN)
    return actual, min(score, weight)


def _total_in_head(maker: Maker) -> SheetRow:
    """Return a row of the head with the total score alone."""
    scores = [value for key, value in maker.numbers.items() if key.column == "score"]
    total = sum(scores, Decimal(0))
    label = SheetCell(maker.chance.choice(WORDS["head_totals"]), 2)
    cell = maker.printed(Key("form", "", "score_total"), total, plain(total), maker.width - 2)
    return (label, cell)


def _total(maker: Maker) -> SheetRow:
    chance = maker.chance
    weights = [value for key, value in maker.numbers.items() if key.column == "weight"]
    scores = [value for key, value in maker.numbers.items() if key.column == "score"]
    total = sum(scores, Decimal(0))
    columns = maker.columns
    first = min(columns.index("weight"), columns.index("score"))
    last = max(columns.index("weight"), columns.index("score"))
    offset = int(maker.side)
    weight = maker.points(Key("form", "", "weight_total"), sum(weights, Decimal(0)))
    score = maker.points(Key("form", "", "score_total"), total)
    left, right = (weight, score) if columns.index("weight") < columns.index("score") else (score, weight)
    between = [SheetCell("", last - first - 1)] if last - first > 1 else []
    rest = maker.width - offset - last - 1
    grade = chance.choice(WORDS["grades"]) if total >= 90 and rest == 1 and chance.random() < 0.3 else ""  # noqa: PLR2004
    tail = [SheetCell(grade, rest)] if rest else []
    return (SheetCell(chance.choice(WORDS["totals"]), first + offset), left, *between, right, *tail)
