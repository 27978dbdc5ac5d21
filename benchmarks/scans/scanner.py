"""What scanners, fax machines and copiers do to a page."""

from __future__ import annotations

from random import Random

import cv2
import numpy as np

from scans.kinds import add_kind
from scans.picture import Picture, Pixels, Step, noise

WHITE, BLACK = (255, 255, 255), (20, 20, 20)


def tilt(least: float, most: float, beyond: tuple[int, int, int] = WHITE) -> Step:
    """Turn the page by some degrees one way or the other."""

    def step(picture: Picture, chance: Random) -> Picture:
        height, width = picture.pixels.shape[:2]
        angle = chance.uniform(least, most) * chance.choice((-1, 1))
        matrix = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0), [0, 0, 1]])
        return picture.warped(matrix, (width, height), beyond)

    return step


def turn(quarters: int) -> Step:
    """Turn the page by quarters against the clock."""

    def step(picture: Picture, _: Random) -> Picture:
        for _at in range(quarters):
            height, width = picture.pixels.shape[:2]
            matrix = np.array([[0, 1, 0], [-1, 0, width - 1], [0, 0, 1.0]])
            picture = picture.warped(matrix, (height, width), WHITE)
        return picture

    return step


def grain(strength: float) -> Step:
    """Add the sensor's noise."""

    def step(picture: Picture, chance: Random) -> Picture:
        shape = picture.pixels.shape[:2]
        grey = noise(chance).normal(0, strength, shape)
        return picture.with_pixels(np.clip(picture.pixels + grey[..., None], 0, 255))

    return step


def blur(radius: float) -> Step:
    """Soften by a Gauss of ``radius`` pixels at 200 dpi."""

    def step(picture: Picture, _: Random) -> Picture:
        return picture.with_pixels(cv2.GaussianBlur(picture.pixels, (0, 0), radius * picture.dpi / 200))

    return step


def make_grey(picture: Picture, _: Random) -> Picture:
    """Drop the colours."""
    grey = cv2.cvtColor(picture.pixels, cv2.COLOR_RGB2GRAY)
    return picture.with_pixels(np.repeat(grey[..., None], 3, axis=2))


def make_bilevel(level: int | None = None) -> Step:
    """Leave black and white: at ``level``, or where Otsu puts it."""

    def step(picture: Picture, _: Random) -> Picture:
        grey = cv2.cvtColor(picture.pixels, cv2.COLOR_RGB2GRAY)
        how = cv2.THRESH_BINARY if level is not None else cv2.THRESH_BINARY | cv2.THRESH_OTSU
        _told, found = cv2.threshold(grey, level or 0, 255, how)
        return picture.with_pixels(np.repeat(found[..., None], 3, axis=2))

    return step


def specks(share: float) -> Step:
    """Strew dirt: ``share`` of the pixels, in spots of one to nine."""

    def step(picture: Picture, chance: Random) -> Picture:
        height, width = picture.pixels.shape[:2]
        pixels, dice = picture.pixels.copy(), noise(chance)
        for _at in range(int(share * height * width / 3)):
            x, y = int(dice.integers(width)), int(dice.integers(height))
            radius = int(dice.integers(0, 2))
            cv2.circle(pixels, (x, y), radius, (0, 0, 0), -1)
        return picture.with_pixels(pixels)

    return step


def find_rules(pixels: Pixels, dpi: float) -> Pixels:
    """Return where the rulings of a clean print are."""
    ink = (cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) < 170).astype(np.uint8)  # noqa: PLR2004
    long = int(dpi * 0.35)
    level = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, long), np.uint8))
    upright = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((long, 1), np.uint8))
    return np.asarray(cv2.dilate(level | upright, np.ones((3, 3), np.uint8)), np.uint8)


def break_rules(share: float, longest_mm: float = 2.0) -> Step:
    """Take pieces out of the rulings."""

    def step(picture: Picture, chance: Random) -> Picture:
        rules = find_rules(picture.pixels, picture.dpi)
        ys, xs = np.nonzero(rules)
        pixels, dice = picture.pixels.copy(), noise(chance)
        longest = max(int(longest_mm / 25.4 * picture.dpi), 3)
        for _at in range(int(share * len(ys) / longest / 3)):
            at = int(dice.integers(len(ys)))
            half = int(dice.integers(2, longest)) // 2
            y, x = int(ys[at]), int(xs[at])
            spot = slice(max(y - half, 0), y + half), slice(max(x - half, 0), x + half)
            pixels[spot] = np.where(rules[spot][..., None] > 0, 255, pixels[spot])
        return picture.with_pixels(pixels)

    return step


def fade_rules(grey: int) -> Step:
    """Leave the rulings pale."""

    def step(picture: Picture, _: Random) -> Picture:
        rules = find_rules(picture.pixels, picture.dpi)[..., None] > 0
        return picture.with_pixels(np.where(rules, np.maximum(picture.pixels, grey), picture.pixels))

    return step


def lose_contrast(black: int, white: int) -> Step:
    """Squeeze ink and paper together."""

    def step(picture: Picture, _: Random) -> Picture:
        return picture.with_pixels(black + picture.pixels.astype(float) * (white - black) / 255)

    return step


def bleed(strength: float) -> Step:
    """Let the page's back shine through, mirrored and shifted."""

    def step(picture: Picture, chance: Random) -> Picture:
        back = picture.pixels[:, ::-1].astype(float)
        back = np.roll(back, (chance.randint(-60, 60), chance.randint(-60, 60)), (0, 1))
        back = 255 - (255 - cv2.GaussianBlur(back, (0, 0), picture.dpi / 130)) * strength
        return picture.with_pixels(picture.pixels * (back / 255))

    return step


def streaks(count: int) -> Step:
    """Draw what dirt on the scanner's glass leaves: thin lines all down the page."""

    def step(picture: Picture, chance: Random) -> Picture:
        pixels = picture.pixels.copy()
        width = pixels.shape[1]
        for _at in range(count):
            x, grey = chance.randrange(width // 12, width - width // 12), chance.choice((60, 110, 160))
            wide = max(1, round(picture.dpi / 150 * chance.choice((1, 1, 2))))
            pixels[:, x : x + wide] = np.minimum(pixels[:, x : x + wide], grey)
        return picture.with_pixels(pixels)

    return step


def black_border(picture: Picture, chance: Random) -> Picture:
    """Lay the page on a black lid, some of which is scanned with it."""
    height, width = picture.pixels.shape[:2]
    left, top, right, bottom = (chance.randrange(10, width // 16) for _ in range(4))
    size = width + left + right, height + top + bottom
    matrix = np.array([[1, 0, left], [0, 1, top], [0, 0, 1.0]])
    return picture.warped(matrix, size, BLACK)


def dark_side(picture: Picture, chance: Random) -> Picture:
    """Darken one side, as where a book's back lifts the page."""
    height, width = picture.pixels.shape[:2]
    fall = np.linspace(0.35, 1.25, width) if chance.random() < 0.5 else np.linspace(1.25, 0.35, width)  # noqa: PLR2004
    light = np.clip(fall, 0, 1)[None, :, None].repeat(height, 0)
    return picture.with_pixels(picture.pixels * light)


def colour_paper(red: int, green: int, blue: int) -> Step:
    """Print on coloured paper."""

    def step(picture: Picture, _: Random) -> Picture:
        return picture.with_pixels(picture.pixels * (np.array([red, green, blue]) / 255))

    return step


def copy_again(times: int) -> Step:
    """Copy a copy: each time a little blur, some grain, and more contrast."""

    def step(picture: Picture, chance: Random) -> Picture:
        for _at in range(times):
            picture = tilt(0.1, 0.4)(picture, chance)
            pixels = cv2.GaussianBlur(picture.pixels.astype(float), (0, 0), 0.7 * picture.dpi / 200)
            pixels += noise(chance).normal(0, 12, pixels.shape[:2])[..., None]
            picture = picture.with_pixels(np.clip((pixels - 128) * 1.6 + 140, 0, 255))
        return specks(0.0006)(picture, chance)

    return step


def points_of_mm(picture: Picture, millimetres: float) -> int:
    """Return a length in pixels."""
    return round(millimetres / 25.4 * picture.dpi)


LITTLE = tilt(0.0, 0.3)
add_kind("clean 300", "plain", LITTLE, grain(3), dpi=300)
add_kind("clean 200", "plain", LITTLE, grain(3))
add_kind("grey 200", "plain", make_grey, LITTLE, grain(6), file="jpeg60")
add_kind("clean 150", "150 dpi", LITTLE, grain(3), dpi=150)
add_kind("grey 150", "150 dpi", make_grey, tilt(0.2, 1.0), grain(3), dpi=150, file="jpeg60")
add_kind("noise 150", "150 dpi", make_grey, tilt(0.2, 1.0), grain(14), dpi=150, file="jpeg60")
add_kind("jpeg 40", "plain", make_grey, LITTLE, grain(4), file="jpeg40")
add_kind("tilt", "plain", tilt(1.0, 3.0), grain(4))
add_kind("quarter turn", "plain", turn(1), grain(3))
add_kind("three quarters", "plain", tilt(0.2, 1.0), turn(3), grain(3))
add_kind("upside down", "plain", tilt(0.2, 1.0), turn(2), grain(3))
add_kind("png", "plain", LITTLE, grain(3), file="png")
add_kind("cmyk", "plain", LITTLE, grain(3), file="cmyk")
add_kind("jpeg 2000", "plain", LITTLE, grain(3), file="jpeg2000")
add_kind("g4 300", "1 bit", tilt(0, 0.8), grain(10), make_bilevel(), dpi=300, file="fax")
add_kind("g4 200", "1 bit", tilt(0, 0.8), grain(10), make_bilevel(150), file="fax")
add_kind("tiff", "1 bit", tilt(0, 0.8), grain(10), make_bilevel(), specks(0.0004), file="tiff")
add_kind("fax", "1 bit", tilt(0, 0.5), blur(0.5), grain(10), file="fax tiff", size=10.5)
add_kind("jbig2", "1 bit", LITTLE, make_bilevel(), specks(0.0006), dpi=300, file="jbig2")
add_kind("specks", "1 bit", tilt(0, 0.8), grain(20), make_bilevel(), specks(0.0015), file="fax")
add_kind("broken", "faint", make_grey, tilt(0, 0.6), break_rules(0.12), grain(5))
add_kind("broken 1 bit", "faint", tilt(0, 0.6), break_rules(0.10), grain(10), make_bilevel(), file="fax")
add_kind("faint", "faint", make_grey, fade_rules(190), tilt(0, 0.6), grain(5))
add_kind("low contrast", "faint", make_grey, lose_contrast(120, 225), tilt(0, 0.6), grain(4))
add_kind("bleed", "dirt", make_grey, bleed(0.35), tilt(0, 0.6), grain(5))
add_kind("streaks", "dirt", make_grey, tilt(0, 0.6), streaks(4), grain(5))
add_kind("black border", "dirt", tilt(0.2, 1.2, BLACK), black_border, grain(5))
add_kind("black border 150", "dirt", tilt(0.2, 1.2, BLACK), black_border, grain(5), dpi=150)
add_kind("dark side", "dirt", make_grey, dark_side, tilt(0, 0.6), grain(5))
add_kind("pink paper", "dirt", colour_paper(250, 205, 205), tilt(0, 0.6), grain(5))
add_kind("yellow paper", "dirt", colour_paper(240, 225, 160), tilt(0, 0.6), grain(5))
add_kind("third copy", "dirt", make_grey, copy_again(3))
add_kind("searchable", "layer", LITTLE, grain(3), file="searchable")
add_kind("searchable 150", "layer", make_grey, tilt(0.2, 0.8), grain(3), dpi=150, file="searchable")
add_kind(
    "mixed 150", "layer", make_grey, LITTLE, grain(3), dpi=150, file="mixed", page="A4", size=12, pad=1.6
)
add_kind("mixed", "layer", LITTLE, grain(3), file="mixed", page="A4", size=12, pad=1.6)
