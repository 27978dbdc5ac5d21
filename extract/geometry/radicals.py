"""Radicals folded to the characters they stand for; nothing else is, for NFKC turns ``3²`` into 32."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import numpy as np

from extract.geometry.marks import Ints

_FIRST, _LAST = 0x2E80, 0x2FDF


def fold_radicals(codes: Ints) -> Ints:
    """Replace CJK and Kangxi radicals among code points by plain characters."""
    radical = (codes >= _FIRST) & (codes <= _LAST)
    if not radical.any():
        return codes
    folded = codes.copy()
    folded[radical] = _table()[codes[radical] - _FIRST]
    return folded


@cache
def _table() -> Ints:
    table = np.arange(_FIRST, _LAST + 1)
    pairs = tomllib.loads(files("extract.geometry").joinpath("radicals.toml").read_text("utf-8"))["fold"]
    for radical, plain in pairs.items():
        table[ord(radical) - _FIRST] = ord(plain)
    return table
