"""The lattice alone: which cells a picture's rulings make, held to those that were printed."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from random import Random

import numpy as np

from extract.geometry.marks import Marks, make_no_glyphs
from extract.grid import Box, Cell, Page, PageTable
from extract.layout.tables import find_tables
from extract.pdfium.pages import read_pages
from extract.scan.images import PageImage
from extract.scan.pictures import read_frame
from extract.scan.rendering import render_page
from extract.scan.rulings import find_rulings
from extract.scan.straightening import straighten_page
from scans.files import PageFile
from scans.picture import Picture, Points
from scans.scanner import turn

Place = tuple[int, int, int, int]
"""A cell's row, column, and over how many rows and columns it goes."""


@dataclass(frozen=True, slots=True)
class TrueCell:
    """A printed cell: its table, its place there, its text, and its edges in points of the print."""

    table: int
    place: Place
    text: str
    edges: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class FoundCell:
    """A found cell: its table, its place there, and its edges on the page as shown, as shares of its sides."""

    table: int
    place: Place
    edges: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class LatticeScore:
    """How many cells stand in their row, column and span; ``is_right``: all of them, and nothing else."""

    cells: int
    right: int
    found: int
    is_right: bool


def list_true_cells(data: bytes) -> dict[int, list[TrueCell]]:
    """Return the cells of each page of a digital PDF, by the page's number from 1."""
    pages: dict[int, list[TrueCell]] = {}
    counts: dict[int, int] = {}
    for page in read_pages(data, max_pages=40):
        known = pages.setdefault(page.number, [])
        for table in page.tables:
            at = counts.get(page.number, 0)
            counts[page.number] = at + 1
            known += [_place_cell(page, at, table, cell) for cell in table.cells]
    return pages


def _place_cell(page: Page, at: int, table: PageTable, cell: Cell) -> TrueCell:
    right, low = cell.col + cell.colspan, cell.row + cell.rowspan
    box = Box(x0=table.xs[cell.col], top=table.ys[cell.row], x1=table.xs[right], bottom=table.ys[low])
    if page.turn is not None:
        box = page.turn.turn_back(box)
    return TrueCell(at, (cell.row, cell.col, cell.rowspan, cell.colspan), cell.text, box.edges)


def open_page(file: PageFile, number: int) -> PageImage:
    """Return a page of the file as the program sees it."""
    if file.ending == ".pdf":
        return render_page(file.data, number)
    return read_frame(file.data, number)


def find_cells(image: PageImage) -> list[FoundCell]:
    """Return the cells that the rulings of a picture make, without reading any text."""
    sheet = straighten_page(image)
    boxes = find_rulings(sheet).boxes
    marks = Marks(image.number, sheet.width, sheet.height, make_no_glyphs(), boxes)
    found: list[FoundCell] = []
    for at, table in enumerate(next(find_tables([marks], None))):
        xs, ys = table.grid.xs, table.grid.ys
        for row, col, down, across in table.spans:
            box = Box(x0=xs[col], top=ys[row], x1=xs[col + across], bottom=ys[row + down])
            x0, top, x1, bottom = sheet.warp.turn_back(box).edges
            edges = (x0 / image.width, top / image.height, x1 / image.width, bottom / image.height)
            found.append(FoundCell(at, (row, col, down, across), edges))
    return found


def score_cells(truth: Sequence[TrueCell], found: Sequence[FoundCell], picture: Picture) -> LatticeScore:
    """Hold found cells to the true ones. ``picture`` is the page as it lies in the file."""
    height, width = picture.pixels.shape[:2]
    middles = picture.place(np.array([_middle(cell.edges) for cell in truth]).reshape(-1, 2))
    middles = middles / (width, height)
    by_place = {(cell.table, cell.place): cell for cell in found}
    right = 0
    for cell, middle in zip(truth, middles, strict=True):
        other = by_place.get((cell.table, cell.place))
        right += other is not None and _holds(other.edges, middle)
    return LatticeScore(len(truth), right, len(found), right == len(truth) == len(found))


def score_turned(
    truth: Sequence[TrueCell], found: Sequence[FoundCell], image: PageImage, picture: Picture
) -> LatticeScore:
    """Return the best score of a page and its three turns: without text nobody knows which way is up."""
    scores = [score_cells(truth, found, picture)]
    for _ in range(3):
        if scores[-1].right * 10 > scores[-1].cells:
            break
        image = PageImage(
            image.number, np.ascontiguousarray(np.rot90(image.pixels)), image.height, image.width
        )
        picture = turn(1)(picture, Random())
        scores.append(score_cells(truth, find_cells(image), picture))
    return max(scores, key=lambda score: score.right)


def _middle(edges: tuple[float, float, float, float]) -> tuple[float, float]:
    x0, top, x1, bottom = edges
    return (x0 + x1) / 2, (top + bottom) / 2


def _holds(edges: tuple[float, float, float, float], point: Points) -> bool:
    x0, top, x1, bottom = edges
    return bool(x0 <= point[0] <= x1 and top <= point[1] <= bottom)


def list_words(cells: Sequence[TrueCell], picture: Picture) -> list[tuple[float, float, str]]:
    """Return the texts of a page and where in the picture each begins, for a layer that is searched."""
    if not cells:
        return []
    starts = [(cell.edges[0] + 2, _middle(cell.edges)[1] + 4) for cell in cells]
    places = picture.place(np.array(starts))
    return [(x, y, cell.text) for cell, (x, y) in zip(cells, places.tolist(), strict=True) if cell.text]


def draw_lattice(image: PageImage, found: Sequence[FoundCell]) -> bytes:
    """Return the page as a PNG with the found cells drawn over it."""
    from PIL import Image, ImageDraw  # noqa: PLC0415

    shown = Image.fromarray(image.pixels).convert("RGB")
    pencil = ImageDraw.Draw(shown)
    for cell, side in product(found, (0, 1)):
        x0, top, x1, bottom = cell.edges
        scaled = (
            x0 * shown.width + side,
            top * shown.height + side,
            x1 * shown.width - side,
            bottom * shown.height - side,
        )
        if scaled[2] > scaled[0] and scaled[3] > scaled[1]:
            pencil.rectangle(scaled, outline=(255, 0, 0))
    held = io.BytesIO()
    shown.save(held, "PNG")
    return held.getvalue()
