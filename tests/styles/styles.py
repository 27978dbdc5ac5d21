"""Every style: how the form is cut, ruled, lettered and turned."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from styles import changes, marks, ruling
from styles.lettering import CLOCKWISE, COUNTER_CLOCKWISE, Fonts
from styles.paper import A4
from styles.table import Spot


def _nothing(_top: float, _height: float) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Style:
    """How the form is printed; what is not named is as most producers do it.

    ``closed``: rules close a cut row on both pages. ``labels``: where a cut label stands. ``under`` and
    ``over`` draw marks below and above the table, given its upper edge and its height. ``meant`` tells what
    the file says that characters are. ``turned``: the matrix of side labels. ``rewrite`` changes the texts as
    they are drawn. ``heads``: pages repeat the indicators' head. ``cells``: a stroked rectangle for each
    cell. ``landscape``: the pages (from 0) that lie on their side, ``shift`` by how much the table stands
    further right there, ``wider`` by how much it is drawn out. ``change`` changes the columns from the second
    page on. ``other``: another table stands below the form.
    """

    rules: Callable[[Sequence[ruling.Side]], str] = ruling.strokes
    closed: bool = False
    labels: str = "middle"
    fonts: Fonts = "mapped"
    meant: Mapping[str, str] = field(default_factory=dict)
    box: Sequence[float] = A4
    crop: Sequence[float] | None = None
    rotate: int = 0
    form: str = ""
    under: Callable[[float, float], str] = _nothing
    over: Callable[[float, float], str] = _nothing
    seal: bool = False
    watermark: bool = False
    turned: Sequence[float] | None = None
    cells: bool = False
    bold: bool = False
    spaced: bool = False
    raised: bool = False
    hanging: bool = False
    heads: bool = False
    whole_rows: bool = False
    body: float = 560.0
    landscape: Collection[int] = ()
    shift: float = 0.0
    wider: float = 1.0
    change: Callable[[Sequence[Spot], int], tuple[Spot, ...]] = changes.unchanged
    other: bool = False


KANGXI = dict(zip("工目人一民门长水生金行里面高", "⼯⽬⼈⼀⺠⻔⻓⽔⽣⾦⾏⾥⾯⾼", strict=True))

STYLES: Mapping[str, Style] = {
    "strokes": Style(),
    "hair lines": Style(ruling.hair),
    "grey lines": Style(ruling.grey),
    "pieces": Style(ruling.pieces),
    "one path": Style(ruling.one_path),
    "Word": Style(ruling.word, closed=True),
    "Word, open": Style(ruling.word),
    "Chromium": Style(ruling.thin),
    "thin, one path": Style(ruling.thin_at_once),
    "polygons": Style(ruling.polygons),
    "cell rectangles": Style(cells=True, closed=True),
    "double": Style(ruling.double),
    "double, closed": Style(ruling.double, closed=True),
    "twice": Style(ruling.twice),
    "dashed": Style(ruling.dashed),
    "dashes": Style(ruling.dashes),
    "dots": Style(ruling.dots),
    **{f"{by:g} short of corners": Style(partial(ruling.short_of_corners, by=by)) for by in (1, 2, 3)},
    **{f"{by:g} past corners": Style(partial(ruling.past_corners, by=by)) for by in (1, 2, 3)},
    "closed rows": Style(closed=True),
    "whole rows": Style(closed=True, whole_rows=True),
    "form, twice as large": Style(form="2 0 0 2 0 0"),
    "form, Word": Style(ruling.word, closed=True, form="2 0 0 2 0 0"),
    **{f"turned by {angle}": Style(rotate=angle) for angle in (90, 180, 270)},
    **{f"turned by {angle}, Word": Style(ruling.word, closed=True, rotate=angle) for angle in (90, 270)},
    "an origin of its own": Style(box=(100, 200, 695, 1042)),
    "a negative origin": Style(ruling.thin, box=(-300, -421, 295, 421)),
    "cropped": Style(box=(-50, -50, 700, 900), crop=(0, 0, 595, 842)),
    "cropped and turned": Style(box=(-50, -50, 700, 900), crop=(0, 0, 595, 842), rotate=90),
    "lines that don't count": Style(over=marks.unseen_lines),
    "lines that don't count, Word": Style(ruling.word, closed=True, over=marks.unseen_lines),
    "shades": Style(ruling.thin, under=marks.shades),
    "stripes": Style(ruling.word, closed=True, under=marks.stripes),
    "watermark": Style(ruling.thin, watermark=True),
    "seal": Style(seal=True),
    "fake bold": Style(bold=True),
    "clockwise labels": Style(turned=CLOCKWISE),
    "counter-clockwise labels": Style(turned=COUNTER_CLOCKWISE),
    "spaced letters": Style(spaced=True),
    "raised figures": Style(raised=True),
    "hanging punctuation": Style(hanging=True),
    "radicals": Style(meant=KANGXI),
    "type 3 fonts": Style(ruling.thin, fonts="type 3"),
    "fonts not embedded": Style(fonts="not embedded"),
    **{f"labels {place}": Style(labels=place) for place in ("split", "first", "last")},
    **{
        f"labels {place}, closed": Style(ruling.word, closed=True, labels=place)
        for place in ("split", "first", "last")
    },
    "repeated heads": Style(closed=True, whole_rows=True, heads=True),
    "repeated heads, cut rows": Style(ruling.thin, heads=True),
    "one long cell on a page": Style(body=170.0),
    "one long cell on a page, closed": Style(ruling.word, closed=True, body=170.0),
    "landscape pages": Style(body=440.0, landscape=(1, 3)),
    "landscape pages, closed": Style(ruling.word, closed=True, body=440.0, landscape=(0, 2)),
    "landscape pages, in the middle": Style(body=440.0, landscape=(1, 2), shift=123.5),
    "landscape pages, in the middle, closed": Style(
        ruling.word, closed=True, body=440.0, landscape=(1,), shift=123.5
    ),
    "landscape pages, wider": Style(body=440.0, landscape=(1,), wider=1.4),
    "landscape pages, wider, Word": Style(ruling.word, closed=True, body=440.0, landscape=(0, 2), wider=1.4),
    "another table below": Style(other=True),
    "another table below, Word": Style(ruling.word, closed=True, other=True),
    "a column merged later": Style(closed=True, whole_rows=True, change=changes.merged),
    "a column merged later, open": Style(whole_rows=True, change=changes.merged),
    "a column split later": Style(closed=True, whole_rows=True, change=changes.split),
    "a column split later, open": Style(ruling.thin, whole_rows=True, change=changes.split),
}
