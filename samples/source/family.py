"""A form of a layout family: what it prints, block by block, and which value each cell and column holds.

The layout and the content stand in one TOML file, in printed order; every figure is the text that the form
prints.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal

import msgspec
from source.content import Seed

FOLDER = Path(__file__).parent / "families"


class Place(msgspec.Struct, array_like=True, frozen=True):
    """A cell outside the tables' grids: its text, its width in columns, and the field that it holds, as ``project``."""

    text: str
    cols: int = 1
    field: str = ""


class Column(msgspec.Struct, array_like=True, frozen=True):
    """A column of a table: its head, the field of its cells (none where the database has no such column), and its width."""

    label: str
    field: str = ""
    cols: int = 1


class Tier(msgspec.Struct, array_like=True, frozen=True):
    """A head above the heads of ``count`` columns; without a text these columns' heads are two rows high."""

    label: str
    count: int


class Lines(msgspec.Struct, frozen=True, tag="lines"):
    """Lines of prose between tables."""

    lines: list[str]


class Cells(msgspec.Struct, frozen=True, tag="cells"):
    """Rows of labels and values. ``side`` is the label that stands beside them in the first column."""

    rows: list[list[Place]]
    side: str = ""


class Table(msgspec.Struct, frozen=True, tag="table"):
    """Rows under heads. An empty cell in the first ``merged`` columns goes on with the one above.

    ``of`` says what the rows are. ``numbering`` is printed under the heads (列次). ``unsaid`` names the keys
    of the truth that cannot be told from such a table.
    """

    columns: list[Column]
    rows: list[list[str]]
    of: Literal["fund", "goal", "indicator", ""] = ""
    side: str = ""
    tier: list[Tier] = []
    numbering: list[str] = []
    merged: int = 0
    unsaid: list[str] = []


Block = Lines | Cells | Table


class Family(msgspec.Struct, frozen=True, kw_only=True):
    """One sample. Samples that name the same ``file`` share it, in the order of their TOML files' names.

    ``widths`` are the grid's columns in percent; ``top`` the white space (mm) that brings a row onto the page
    end. ``kind`` is empty where the table is no self-assessment. ``funds`` tells the fund rows where the
    cells' fields cannot.
    """

    file: str
    family: str
    title: str
    widths: list[float]
    blocks: list[Block]
    kind: str = ""
    year: int = 0
    year_line: str = ""
    page: str = "A4"
    top: float = 0
    money: str = "万元"
    seeds: list[Seed] = []
    funds: list[dict[str, str]] = []


def load_families(folder: Path = FOLDER) -> list[Family]:
    """Load every sample of a family, in the order of the TOML files' names."""
    return [
        msgspec.convert(tomllib.loads(path.read_text("utf-8")), Family)
        for path in sorted(folder.glob("*.toml"))
    ]
