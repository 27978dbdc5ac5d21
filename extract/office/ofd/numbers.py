"""The numbers of OFD attributes: boxes, matrices, and the steps between glyphs."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from lxml import etree

Matrix = tuple[float, float, float, float, float, float]
"""A point (x, y) goes to (a·x + c·y + e, b·x + d·y + f)."""

UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_LARGEST = 1e7  # mm: what is further away is no number of a page
_MOST_NUMBERS = 100_000


def read_numbers(text: str | None) -> list[float]:
    """Return the numbers of an attribute, as far as they are numbers."""
    try:
        numbers = list(map(float, text.split())) if text else []
    except ValueError:
        return _read_first_numbers(text)
    is_sound = len(numbers) <= _MOST_NUMBERS and all(map(_is_of_page, numbers))
    return numbers if is_sound else _read_first_numbers(text)


def _is_of_page(number: float) -> bool:
    return -_LARGEST <= number <= _LARGEST


def _read_first_numbers(text: str | None) -> list[float]:
    found: list[float] = []
    for word in (text or "").replace(",", " ").split()[:_MOST_NUMBERS]:
        try:
            number = float(word)
        except ValueError:
            break
        if not _is_of_page(number):
            break
        found.append(number)
    return found


def read_number(element: etree._Element, name: str, default: float) -> float:
    """Return an attribute that is one number, the default where it is none."""
    numbers = read_numbers(element.get(name))
    return numbers[0] if numbers else default


def read_matrix(text: str | None) -> Matrix:
    """Return a CTM; what is no six numbers changes nothing."""
    if text is None:
        return UNIT
    numbers = read_numbers(text)
    if len(numbers) != len(UNIT):
        return UNIT
    a, b, c, d, e, f = numbers
    return a, b, c, d, e, f


def read_box(text: str | None) -> tuple[float, float, float, float] | None:
    """Return x, y, width and height, None where they are not given."""
    numbers = read_numbers(text)
    if len(numbers) != 4:  # noqa: PLR2004 - the four numbers of a box
        return None
    x, y, width, height = numbers
    return x, y, width, height


def multiply(first: Matrix, then: Matrix) -> Matrix:
    """Return the matrix that does one after the other."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Return where a matrix puts a point."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def measure_scale(matrix: Matrix) -> float:
    """Return by how much a matrix scales lengths in the mean."""
    a, b, c, d, _, _ = matrix
    return math.sqrt(abs(a * d - b * c))


def place_object(element: etree._Element, around: Matrix) -> Matrix:
    """Return the matrix of what an object holds: its CTM, from the corner of its boundary."""
    box = read_box(element.get("Boundary"))
    a, b, c, d, e, f = read_matrix(element.get("CTM"))
    if box is not None:
        e, f = e + box[0], f + box[1]
    return multiply((a, b, c, d, e, f), around)


def read_steps(text: str | None, count: int) -> list[float]:
    """Return ``count`` steps between glyphs; ``g n v`` stands for v, n times.

    Where fewer are given the last goes on, as writers leave out repeated ones; none are zeros.
    """
    steps: list[float] = []
    words = iter((text or "").split())
    for word in words:
        if len(steps) >= count:
            break
        steps += _read_repeated(words, count) if word in "gG" else read_numbers(word)
    last = steps[-1] if steps else 0.0
    return (steps + [last] * (count - len(steps)))[:count]


def _read_repeated(words: Iterator[str], most: int) -> Sequence[float]:
    times, step = next(words, ""), read_numbers(next(words, ""))
    if not (times.isascii() and times.isdecimal()) or not step:
        return ()
    return step * min(int(times[:_MOST_DIGITS]), most)


_MOST_DIGITS = 9
