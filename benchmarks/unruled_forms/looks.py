"""The looks in which a form is drawn without upright rulings, and the style sheets that print one so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Rules = Literal["none", "level", "head", "dotted", "pale", "guides", "blocks"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a table is drawn. Lengths are in points, ``pad`` the white on each side of a cell's text.

    ``rules``: ``none``; ``level`` beneath each cell; ``head`` above and below the table and its heads;
    ``dotted`` and ``pale`` around each cell; ``guides``: hairlines of the page that no table draws;
    ``blocks``: a level ruling between blocks. ``numbers`` sets cells of figures only, ``top`` all at their top.
    """

    rules: Rules = "none"
    size: float = 8.0
    leading: float = 10.5
    pad_x: float = 3.0
    pad_y: float = 4.0
    align: Literal["left", "centre"] = "centre"
    numbers: Literal["left", "centre", "right"] = "centre"
    top: bool = False
    landscape: bool = False


LOOKS: dict[str, Look] = {
    "centred": Look(),
    "left": Look(align="left", numbers="left"),
    "right": Look(numbers="right"),
    "top": Look(top=True),
    "left-top": Look(align="left", numbers="left", top=True),
    "small": Look(size=6.5, leading=8.5, pad_x=2.5, pad_y=3.0),
    "large": Look(size=9.0, leading=12.0, landscape=True),
    "tight": Look(pad_y=1.2),
    "narrow": Look(pad_x=1.6),
    "level": Look(rules="level"),
    "level-left": Look(rules="level", align="left", numbers="left"),
    "head": Look(rules="head", pad_y=3.0),
    "blocks": Look(rules="blocks"),
    "dotted": Look(rules="dotted"),
    "pale": Look(rules="pale"),
    "guides": Look(rules="guides"),
}
"""By name."""

BARE = "td { border: none; }"
STYLES: dict[str, str] = {
    "bare": BARE,
    "top": f"{BARE} td {{ vertical-align: top; }}",
    "level": f"{BARE} td {{ border-bottom: 0.75pt solid black; }}",
    "small": f"{BARE} body {{ font-size: 7.5pt; }}",
    "left": f"{BARE} td {{ text-align: left; }}",
    "tight": f"{BARE} td {{ padding-top: 0.4mm; padding-bottom: 0.4mm; }}",
    "dotted": "td { border: 0.75pt dotted #999; }",
    "dashed": "td { border: 0.5pt dashed #bbb; }",
    "pale": "td { border: 0.5pt solid #e8e8e8; }",
    "three-line": f"{BARE} table {{ border-top: 1.5pt solid black; border-bottom: 1.5pt solid black; }}",
    "striped": f"{BARE} tr:nth-child(even) {{ background: #f2f2f2; }}",
}
"""What a browser is told, by name."""
