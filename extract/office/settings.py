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
    repeated_cells: int = 20_000  # of a file, beyond those it writes; a form repeats a few blank ones
    same_edge_twips: tuple[int, ...] = (100, 40)  # a column of one Chinese character has about 400
    same_end_share: float = 0.02  # of a table's width, by which rows end beside each other
    unseen_height_twips: int = 40  # a row of exactly this height shows none of its text
    unseen_size_half_points: int = 3  # as on pages, where text below about 2 pt is not seen
    same_colour_levels: int = 16  # of 255, by which two colours differ that nobody can tell apart
    picture_side_emu: int = 2_880_000  # 8 cm: a picture of a table is larger, a seal or a logo is not
    scan_side_pixels: int = 600  # a page at 100 dpi is 800 wide; a seal or a logo is smaller
    scan_characters: int = 200  # a text with large pictures and fewer characters is a scan; a form has 600
    depth: int = 60  # of tables, boxes and controls inside each other


LIMITS = OfficeSettings()
