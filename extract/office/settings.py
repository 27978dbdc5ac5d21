"""The limits within which Office, OFD and web files are read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OfficeSettings:
    """Sizes are of inflated parts; counts are of a table's columns and rows."""

    part_bytes: int = 64 * 1024 * 1024  # a form's largest part has 2 MB; a bomb of 525 kB inflates to 360 MB
    package_bytes: int = 256 * 1024 * 1024  # all parts that are read, together
    ratio: int = 300  # of a part's size to its packed size, above ``ratio_from_bytes``
    ratio_from_bytes: int = 8 * 1024 * 1024
    columns: int = 200  # a span of two thousand million columns is written in ten bytes
    rows: int = 5000


LIMITS = OfficeSettings()
