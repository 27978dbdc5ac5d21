"""What an invented form says, as its TOML file tells it: every figure is the text that the form prints."""

from __future__ import annotations

import tomllib
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import msgspec

FOLDER = Path(__file__).parent
SCORED = ("L00", "L01", "L02")


class Fund(msgspec.Struct, array_like=True, frozen=True):
    """A fund row (资金来源). An empty text is an empty cell."""

    source: str
    initial: str
    budget: str
    executed: str
    weight: str
    rate: str
    score: str
    transferred: str = ""


class Amount(msgspec.Struct, array_like=True, frozen=True):
    """An entry of a fund list, as 其中:一般公共预算:18640.50."""

    label: str
    amount: str


class Indicator(msgspec.Struct, array_like=True, frozen=True):
    """A line of the indicator table. ``quantity`` is the target's comparator, value and unit with blanks between, or empty."""

    level1: str
    level2: str
    level3: str
    target: str
    actual: str
    weight: str
    score: str
    reason: str = ""
    quantity: str = ""
    content: str = ""
    measures: str = ""


class Seed(msgspec.Struct, array_like=True, frozen=True):
    """A mistake put into the form: the rule that must flag it, and the line or column it is about."""

    rule: str
    where: str


class Damage(msgspec.Struct, frozen=True):
    """What printing did to an indicator's row in a ragged text file.

    ``left`` cells are missing before it; ``name_after`` puts its level-2 name in a row of its own below it;
    ``wrap`` breaks its long texts by a blank after so many characters; ``cut`` names the field that a page
    end cuts after the words ``at``.
    """

    row: int
    left: int = 0
    name_after: bool = False
    wrap: int = 0
    marks: bool = False
    cut: str = ""
    at: str = ""


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """One form and the file that holds it; forms of one file stand in the order of their TOML files' names.

    ``levels`` holds the weight that a level-1 name prints; ``goal_cut`` the words after which a page end cuts
    the goal's actual.
    """

    file: str
    layout: str
    encoding: str = "utf-8"
    page: str = "A4"
    title: str = ""
    year: int = 0
    year_line: str = ""
    department_label: str = "部门(单位)名称"
    department: str = ""
    project: str = ""
    supervisor: str = ""
    duties: str = ""
    units: str = ""
    money: str = "万元"
    funds: list[Fund] = []
    income: list[Amount] = []
    spending: list[Amount] = []
    expected: str = ""
    actual: str = ""
    levels: dict[str, str] = {}
    indicators: list[Indicator] = []
    weight_total: str = ""
    score_total: str = ""
    notes: list[str] = []
    seeds: list[Seed] = []
    goal_cut: str = ""
    damage: list[Damage] = []
    body: str = ""


class Group(NamedTuple):
    """A level name and the lines that stand under it."""

    name: str
    lines: list[Indicator]


def load(folder: Path = FOLDER) -> list[Sample]:
    """Load every invented form, in the order of the TOML files' names."""
    return [
        msgspec.convert(tomllib.loads(path.read_text("utf-8")), Sample)
        for path in sorted(folder.glob("*.toml"))
    ]


def by_level(lines: list[Indicator], field: str) -> list[Group]:
    """Group the lines by their ``level1`` or ``level2``, in order."""
    return [Group(name, list(group)) for name, group in groupby(lines, key=lambda line: getattr(line, field))]
