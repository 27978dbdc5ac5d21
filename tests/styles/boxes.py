"""Fonts whose every glyph is a box: text can be placed with them on any machine.

``python tests/styles/boxes.py`` writes ``extract/box.ttf``, whose one glyph stands for every character.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

_MANY_TO_ONE = 13
_BOX = ((50, -100), (50, 800), (950, 800), (950, -100))


@cache
def box_font(glyphs: int) -> bytes:
    """Make a TrueType font of so many boxes, as a producer embeds a subset: glyphs by number, characters by none."""
    return _font([".notdef", *(f"box{number}" for number in range(1, glyphs))], None)


def last_resort() -> bytes:
    """Make a TrueType font that has one box for every character."""
    every = CmapSubtable.newSubtable(_MANY_TO_ONE)
    every.platformID, every.platEncID, every.language, every.reserved, every.length, every.nGroups = (
        3,
        10,
        0,
        0,
        0,
        0,
    )
    every.cmap = dict.fromkeys(range(0x20, 0xFFFE), "box")
    return _font([".notdef", "box"], every)


def _font(names: list[str], characters: CmapSubtable | None) -> bytes:
    built = FontBuilder(1000, isTTF=True)
    built.setupGlyphOrder(names)
    pen = TTGlyphPen(None)
    pen.moveTo(_BOX[0])
    for corner in _BOX[1:]:
        pen.lineTo(corner)
    pen.closePath()
    built.setupGlyf(dict.fromkeys(names, pen.glyph()))
    built.setupHorizontalMetrics(dict.fromkeys(names, (1000, 50)))
    built.setupHorizontalHeader(ascent=859, descent=-141)
    built.setupCharacterMap({0x20: names[-1]})
    built.setupOS2()
    built.setupPost(keepGlyphNames=False)
    built.setupNameTable({"familyName": "Box", "styleName": "Regular"})
    built.font["head"].created = built.font["head"].modified = 0
    if characters:
        built.font["cmap"].tables = [characters]
    out = BytesIO()
    built.font.recalcTimestamp = False
    built.font.save(out)
    return out.getvalue()


if __name__ == "__main__":
    (Path(__file__).parents[2] / "extract" / "box.ttf").write_bytes(last_resort())
