"""Forms on paper: the sound forms of the other benchmarks, printed in many fonts and looks by a browser."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path
from random import Random

from mutations.family_sheets import load_family_sheets
from mutations.sheet import Sheet, SheetCell
from mutations.sound_forms import make_form

HOUSE = Path(__file__).parents[2]
sys.path.append(str(HOUSE / "samples"))  # the browser is found and called as the samples are printed

from source.chromium import find, print_page  # noqa: E402

FONTS = ("AR PL UMing CN", "AR PL KaitiM GB", "AR PL SungtiL GB", "WenQuanYi Zen Hei", "LXGW WenKai")
"""Those that fontconfig lists are used; other folders are named by FONTCONFIG_FILE."""

CACHE = Path(tempfile.gettempdir(), "hebiao-scan-prints")
STYLE = """
@page {{ size: {page}; margin: {margin}mm; }}
body {{ font-family: "{font}", serif; font-size: {size}pt; margin: 0; }}
h1 {{ font-size: {title}pt; text-align: center; margin: 0 0 2mm; }}
p {{ text-align: center; margin: 0 0 2mm; }}
p.note {{ text-align: left; margin: 2mm 0 0; }}
table {{ border-collapse: collapse; table-layout: fixed; width: 100%; border: {outer}; }}
td {{ border: {rule}pt {line} {colour}; padding: {pad}mm 0.8mm; text-align: center; vertical-align: middle; }}
td {{ overflow-wrap: anywhere; line-height: {leading}; }}
td.long {{ text-align: left; }}
td.head {{ background: {shade}; }}
td.side {{ background: {shade}; }}
{sides}
"""
TALL = 3  # rows from which on a label may stand upright
UPRIGHT = "td.side { writing-mode: vertical-rl; text-orientation: upright; letter-spacing: 1pt; }"
LONG = 16  # characters from which a text stands at the left


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintLook:
    """How a form is printed; ``size`` in points, ``pad`` in millimetres above and below a cell's text."""

    page: str
    font: str
    size: float
    pad: float
    leading: float
    rule: float
    margin: int = 14
    line: str = "solid"
    colour: str = "black"
    shade: str = "none"
    outer: str = "none"
    sides: str = ""


def make_print(seed: int, **changes: object) -> bytes:
    """Print the form of a seed as a PDF, in the look that the seed chooses; ``changes`` are to its ``PrintLook``."""
    chance = Random(f"print {seed}")
    sheet = make_form(chance.randrange(10**9))
    if seed % 3 == 0:
        sheet = chance.choice(_load_families())
    size = chance.choice((9, 9.5, 10, 10.5, 12))
    look = {
        "page": chance.choice(("A4", "A4", "A4", "A4 landscape")),
        "font": chance.choice(list_fonts()),
        "size": size,
        "pad": chance.choice((0.2, 0.6, 1.0, 1.6)),
        "leading": chance.choice((1.15, 1.25, 1.4)),
        "rule": chance.choice((0.5, 0.75, 0.75, 1.0)),
    }
    return print_html(lay_out(sheet, PrintLook(**(look | changes))))


@cache
def _load_families() -> tuple[Sheet, ...]:
    return tuple(load_family_sheets())


@cache
def list_fonts() -> tuple[str, ...]:
    """Return the wanted fonts that are there."""
    told = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, check=True).stdout
    return tuple(font for font in FONTS if font in told) or ("serif",)


def lay_out(sheet: Sheet, look: PrintLook) -> str:
    """Return the form as a page of HTML."""
    title = look.size * 1.6
    values = {name: getattr(look, name) for name in PrintLook.__slots__}
    style = STYLE.format(title=title, **values)
    heading, *others = sheet.above
    above = [f"<p>{escape(heading)}</p>" if others else f"<h1>{escape(heading)}</h1>"]
    above += [_title(line, at) for at, line in enumerate(others)]
    total = sum(sheet.widths)
    columns = "".join(f'<col style="width:{100 * share / total:.2f}%">' for share in sheet.widths)
    rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in sheet.rows)
    notes = "".join(f'<p class="note">{escape(line)}</p>' for line in sheet.below)
    head = f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><style>{style}</style>'
    return f"{head}<body>{''.join(above)}<table>{columns}{rows}</table>{notes}</body></html>"


def _title(line: str, at: int) -> str:
    tag = "h1" if at == 0 and not line.startswith("(") else "p"
    return f"<{tag}>{escape(line)}</{tag}>"


def _cell(cell: SheetCell) -> str:
    kind = "head" if cell.key is None and len(cell.text) < LONG else ""
    if kind and cell.rows >= TALL:
        kind = "side"
    if len(cell.text) >= LONG:
        kind = "long"
    return f'<td class="{kind}" colspan="{cell.cols}" rowspan="{cell.rows}">{escape(cell.text)}</td>'


def print_html(page: str) -> bytes:
    """Print a page, or take it from the cache where it was printed before."""
    CACHE.mkdir(exist_ok=True)
    target = CACHE / f"{sha256(page.encode()).hexdigest()[:24]}.pdf"
    if not target.exists():
        half = target.with_suffix(".half")
        print_page(find(), page, half)
        half.rename(target)
    return target.read_bytes()
