"""An archive to measure with: forms of five pages in the mean, each with its own numbers and names, printed in many ways."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any

HOUSE = Path(__file__).parents[1]
sys.path.insert(0, str(HOUSE / "tests"))

from styles.make import print_form  # noqa: E402 - found beside the tests
from styles.styles import STYLES  # noqa: E402
from styles.table import DATA  # noqa: E402

PRINTED = (
    "Word",
    "closed rows",
    "Chromium",
    "strokes",
    "cell rectangles",
    "whole rows",
    "polygons",
    "repeated heads",
    "Word, open",
)
HEIGHTS = (
    250.0,
    330.0,
    330.0,
    410.0,
)  # points of table on a page, as large print and wide margins leave them
ONE_IN = 5  # is a two-page form that Chromium or LibreOffice printed, with its fonts
WRONG_ONE_IN = 20  # states a total that is not the sum
LOSES_ONE_IN = 10  # indicators loses points
_PLACES = (
    "望城",
    "岳麓",
    "银杉",
    "澜江",
    "碧川",
    "青禾",
    "云澜",
    "雨花",
    "芙蓉",
    "开福",
    "天心",
    "宁乡",
    "浏阳",
    "长沙",
)
_OFFICES = (
    "水利局",
    "林业局",
    "教育局",
    "民政局",
    "卫生健康局",
    "交通运输局",
    "农业农村局",
    "文化馆",
    "河道堤防管理所",
    "征地服务中心",
)


def make_archive(folder: Path, forms: int) -> None:
    """Write so many files, a thousand in a folder."""
    real = cycle(sorted((HOUSE / "samples" / "families").glob("L*.pdf")))
    styles, heights = cycle(PRINTED), cycle(HEIGHTS)
    for number in range(forms):
        place = folder / f"{number // 1000:04}"
        place.mkdir(parents=True, exist_ok=True)
        if number % ONE_IN == 0:
            data = next(real).read_bytes() + f"\n% {number}\n".encode()
        else:
            style = STYLES[next(styles)]
            data = print_form(replace(style, body=next(heights)), varied(number))
        (place / f"{number:06}.pdf").write_bytes(data)


def varied(number: int) -> dict[str, Any]:
    """Make up a form: as many indicators as fill four to nine pages, and sums that are right in most."""
    chance = Random(number)
    indicators = [list(row) for row in _chosen(chance)]
    for row in indicators:
        row[2] += f"({chance.choice(_PLACES)}{chance.randrange(1, 100)}号)"
        _numbered(row, chance)
    scores = _weighed(indicators, chance)
    budget = Decimal(chance.randrange(10_000, 9_999_999)) / 100
    executed = (budget * chance.randrange(80, 101) / 100).quantize(Decimal("0.01"))
    rate = (executed / budget * 100).quantize(Decimal("0.01"))
    score = (rate / 10).quantize(Decimal("0.01"))
    wrong = chance.randrange(WRONG_ONE_IN) == 0
    amounts = [f"{budget}", f"{executed}", "0"]
    return DATA | {
        "department": f"{chance.choice(_PLACES)}区{chance.choice(_OFFICES)}第{number}所",
        "year_line": f"({chance.randrange(2019, 2026)}年度)",
        "funds": [
            ["年度资金总额", *amounts, "10", f"{rate}%", f"{score}"],
            ["财政拨款", *amounts, "—", "—", "—"],
        ],
        "indicators": indicators,
        "score_total": f"{scores + score + wrong}",
    }


def _chosen(chance: Random) -> Iterator[list[str]]:
    """Give the form's own indicators, most of them once or twice, in their order."""
    for row in DATA["indicators"]:
        for _ in range(chance.choice((1, 1, 2, 2, 2))):
            yield row


def _numbered(row: list[str], chance: Random) -> None:
    """Give the target a number of its own, and the actual the same where it was the same."""
    number = str(chance.randrange(2, 100))
    if row[4] == row[5]:
        row[4] = row[5] = re.sub("[0-9]+", number, row[4], count=1)
    row[3] += f"第{number}项"


def _weighed(indicators: list[list[str]], chance: Random) -> Decimal:
    """Share 90 points out, let some lose a little, and give the sum of the scores."""
    each, rest = divmod(900, len(indicators))
    total = Decimal(0)
    for place, row in enumerate(indicators):
        weight = Decimal(each + (place < rest)) / 10
        lost = Decimal(chance.randrange(1, 5)) / 10 if chance.randrange(LOSES_ONE_IN) == 0 else Decimal(0)
        row[6], row[7] = f"{weight}", f"{weight - lost}"
        row[8], row[9] = ("部分工作推迟", "加快实施进度") if lost else ("", "")
        total += weight - lost
    return total
