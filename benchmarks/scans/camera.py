"""What a phone's camera does to a page: it stands askew, curls, lies in a shadow, on a desk."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import cv2
import numpy as np

from scans.kinds import add_kind
from scans.marks import RED, seal
from scans.picture import Picture, Points, Step, noise
from scans.scanner import blur, grain, turn

DESKS = ((92, 70, 52), (140, 138, 132), (60, 64, 70), (175, 150, 120))


def photograph(strength: float) -> Step:
    """Look at the page from aside: each corner is moved by up to ``strength`` of the page's side."""

    def step(picture: Picture, chance: Random) -> Picture:
        height, width = picture.pixels.shape[:2]
        edge = 0.06
        size = round(width * (1 + 2 * edge)), round(height * (1 + 2 * edge))
        corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
        moved = corners + np.array([width * edge, height * edge])
        reach = [
            (chance.uniform(-strength, strength) * width, chance.uniform(-strength, strength) * height)
            for _ in corners
        ]
        matrix = cv2.getPerspectiveTransform(corners, np.asarray(moved + reach, np.float32))
        return picture.warped(matrix, size, chance.choice(DESKS))

    return step


def curl(strength: float) -> Step:
    """Bend the page: its middle stands ``strength`` of its height higher than its sides."""

    def step(picture: Picture, _: Random) -> Picture:
        height, width = picture.pixels.shape[:2]
        reach = strength * height

        def bow(x: Points) -> Points:
            return np.asarray(reach * np.sin(np.pi * np.clip(x / width, 0, 1)))

        ys, xs = np.mgrid[:height, :width].astype(np.float32)
        shifted = (ys - bow(xs)).astype(np.float32)
        pixels = cv2.remap(picture.pixels, xs, shifted, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)

        def move(points: Points) -> Points:
            return np.column_stack([points[:, 0], points[:, 1] + bow(points[:, 0])])

        return replace(picture.with_pixels(pixels), moves=(*picture.moves, move))

    return step


def shadow(strength: float) -> Step:
    """Let the light fall unevenly, and a hand's soft shadow over a corner."""

    def step(picture: Picture, chance: Random) -> Picture:
        height, width = picture.pixels.shape[:2]
        ys, xs = np.mgrid[:height, :width]
        angle = chance.uniform(0, 2 * np.pi)
        slope = (np.cos(angle) * xs / width + np.sin(angle) * ys / height) * strength
        light = 1 - strength / 2 + slope - slope.mean()
        x, y = chance.choice((0, width)), chance.choice((0, height))
        distance = np.hypot(xs - x, ys - y) / (0.5 * width)
        light -= strength * 0.6 / (1 + np.exp((distance - 1) * 8))
        colour = np.array([1.0, 0.97, 0.9])
        return picture.with_pixels(np.clip(picture.pixels * light[..., None] * colour, 0, 255))

    return step


def moire(picture: Picture, chance: Random) -> Picture:
    """Photograph a screen: fine bands of colour."""
    height, width = picture.pixels.shape[:2]
    ys, xs = np.mgrid[:height, :width]
    angle, pitch = chance.uniform(0.2, 1.2), chance.uniform(4, 9)
    bands = np.sin(2 * np.pi * (xs * np.cos(angle) + ys * np.sin(angle)) / pitch)
    tint = np.stack([bands, np.roll(bands, 2, 1), np.roll(bands, 4, 1)], axis=2) * 14
    return picture.with_pixels(
        np.clip(picture.pixels * 0.92 + tint + noise(chance).normal(0, 3, tint.shape), 0, 255)
    )


add_kind("photo", "photo", shadow(0.25), photograph(0.03), blur(0.7), grain(5), file="photo")
add_kind("photo 150", "photo", shadow(0.25), photograph(0.025), blur(0.5), grain(2), dpi=150, file="photo")
add_kind("photo askew", "photo", shadow(0.3), photograph(0.055), blur(0.7), grain(5), file="photo")
add_kind(
    "photo curl", "photo", curl(0.012), shadow(0.3), photograph(0.025), blur(0.6), grain(5), file="photo"
)
add_kind("photo dark", "photo", shadow(0.6), photograph(0.03), blur(0.8), grain(8), file="photo")
add_kind("photo turned", "photo", shadow(0.25), photograph(0.03), blur(0.6), grain(5), file="turned photo")
add_kind(
    "photo on its side", "photo", shadow(0.2), photograph(0.03), turn(1), blur(0.6), grain(5), file="photo"
)
add_kind(
    "photo seal",
    "seal",
    seal(RED, 0.1),
    shadow(0.25),
    photograph(0.03),
    grain(5),
    file="photo",
    is_covered=True,
)
add_kind("screen", "photo", moire, photograph(0.02), blur(0.6), grain(4), file="photo")
