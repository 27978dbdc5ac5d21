"""What stands under or over a table and is no part of it."""

from __future__ import annotations

import math
from collections.abc import Iterator

from styles.lettering import Letters

LEFT, RIGHT = 28, 568
RING, INSIDE, DRAFT = "望城区河道堤防管理所", "财务专用章", "仅供公开查阅"
_ROUND = 0.5523  # of the radius: where a quarter circle's Bézier points stand


def shades(top: float, height: float) -> str:
    """Grey and white fills of whole cells and rows."""
    return f"0.9 g 28 {top - height} 114 {height} re f 1 g 142 {top - 100} 300 90 re f 0.85 0.9 1 rg 28 {top - 30} 540 30 re f 0 g\n"


def stripes(top: float, height: float) -> str:
    """A shade drawn as one band for each line of text."""
    return (
        "0.92 g "
        + "".join(f"54 {top - y - 12:.2f} 260 12 re f " for y in range(0, int(height) - 12, 12))
        + "0 g\n"
    )


def unseen_lines(top: float, height: float) -> str:
    """Lines in white, without paint, transparent, without width of clip, off the page."""
    low = top - height
    return (
        f"1 G 1 g 0.5 w 200 {low} m 200 {top} l S 250 {low} 0.5 {height} re f 28 {top - 7} m 568 {top - 7} l S 0 G 0 g\n"
        f"270 {low} m 270 {top} l n\n"
        f"/Gone gs 280 {low} m 280 {top} l S 285 {low} 0.5 {height} re f q Q\n"
        f"q 0 0 10 10 re W n 300 {low} m 300 {top} l S 305 {low} 0.5 {height} re f Q\n"
        f"-400 {top - 20} m -100 {top - 20} l S\n"
    )


def watermark(letters: Letters, top: float, height: float) -> str:
    """A word in grey across the table, and a line beneath it."""
    turn = (math.cos(0.7), math.sin(0.7), -math.sin(0.7), math.cos(0.7))
    middle = top - height / 2
    line = f"q 0.8 G 1 w 130 {middle - 160} m 400 {middle + 67} l S Q\n"
    return "q /Pale gs 0.8 g " + letters.show(DRAFT, 140, middle - 120, 54, turn) + line + "Q\n"


def seal(letters: Letters, top: float, height: float) -> str:
    """A red ring with a star, the office's name around it and one word level beneath the star."""
    return "q 1 0 0 RG 1 0 0 rg\n" + "".join(_seal(letters, 400, top - height / 2)) + "Q\n"


def _seal(letters: Letters, x: float, y: float) -> Iterator[str]:
    yield f"3 w {_circle(x, y, 58)} S\n"
    points = [
        (x + r * math.sin(turn), y + r * math.cos(turn))
        for turn, r in ((n * math.pi / 5, 8 if n % 2 else 20) for n in range(10))
    ]
    yield (
        " ".join(f"{px:.2f} {py:.2f} {'l' if place else 'm'}" for place, (px, py) in enumerate(points))
        + " f\n"
    )
    for place, char in enumerate(RING):
        angle = math.radians(120 - 240 * place / (len(RING) - 1))
        turn = (math.cos(angle), math.sin(angle), -math.sin(angle), math.cos(angle))
        yield letters.show(char, x - 44 * math.sin(angle), y + 44 * math.cos(angle), 11, turn)
    yield letters.show(INSIDE, x - 25, y - 35, 10)


def _circle(x: float, y: float, r: float) -> str:
    k = r * _ROUND
    return (
        f"{x + r} {y} m {x + r} {y + k} {x + k} {y + r} {x} {y + r} c {x - k} {y + r} {x - r} {y + k} {x - r} {y} c"
        f" {x - r} {y - k} {x - k} {y - r} {x} {y - r} c {x + k} {y - r} {x + r} {y - k} {x + r} {y} c h"
    )
